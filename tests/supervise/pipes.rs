//! Streams that are no terminals.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use super::{MASK, VALUE, apart, masked, script, under};
use crate::case::{Case, finish};

#[test]
fn a_value_is_masked_on_both_streams() {
    let outcome = script("echo \"key $API_KEY\"; echo \"key $API_KEY\" >&2").output();
    let line = format!("key {MASK}\n");
    outcome.status(0).stdout(&line).stderr(&line);
}

#[test]
fn the_status_is_the_childs() {
    for status in [0, 1, 2, 42, 64, 125, 126, 127, 128, 130, 255] {
        script(&format!("exit {status}")).output().status(status);
    }
}

#[test]
fn the_signal_is_the_childs() {
    for (name, number) in [
        ("TERM", 15),
        ("KILL", 9),
        ("INT", 2),
        ("SEGV", 11),
        ("PIPE", 13),
    ] {
        script(&format!("kill -{name} $$")).output().signal(number);
    }
}

#[test]
fn a_program_that_cannot_be_run_is_127_or_126() {
    let absent = masked(&["no-such-program-here"]).output();
    absent
        .status(127)
        .stderr("secrun: error: `no-such-program-here`: command not found\n");
    masked(&["/"])
        .output()
        .status(126)
        .stderr("secrun: error: `/`: permission denied\n");
    let script = masked(&["./script"]).file("script", "echo by the shell\n");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(script.path().join("script"), mode).unwrap();
    script.output().status(0).stdout("by the shell\n");
}

#[test]
fn much_output_arrives_whole() {
    let expected = (1..=300_000)
        .map(|n| format!("{n}\n"))
        .collect::<Vec<_>>()
        .concat();
    let outcome = masked(&["seq", "1", "300000"]).output().status(0);
    assert!(outcome.stdout == expected, "{} bytes", outcome.stdout.len());
}

#[test]
fn much_input_arrives_whole() {
    let input = "0123456789abcde\n".repeat(100_000);
    let outcome = masked(&["cat"]).stdin(input.as_bytes()).output().status(0);
    assert!(outcome.stdout == input, "{} bytes", outcome.stdout.len());
}

/// What the child does not read stays for the next program of the caller.
#[test]
fn input_that_is_not_read_is_left() {
    let case = masked(&["sh", "-c", "read -r line; echo \"first $line\""]);
    let both = under(&["sh", "-c", r#""$@"; cat"#, "sh"], &case);
    let mut command = both;
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let output = finish(command, b"one\ntwo\nthree\n");
    assert_eq!(output.stdout, b"first one\ntwo\nthree\n");
}

#[test]
fn two_streams_in_one_file_keep_their_order() {
    let text = "i=0; while [ $i -lt 400 ]; do echo \"o$i\"; echo \"e$i\" >&2; i=$((i+1)); done";
    let case = script(text);
    let mut command = under(&["sh", "-c", r#""$@" 2>&1"#, "sh"], &case);
    command.stdout(Stdio::piped());
    let expected = (0..400)
        .map(|n| format!("o{n}\ne{n}\n"))
        .collect::<Vec<_>>()
        .concat();
    assert_eq!(
        String::from_utf8_lossy(&finish(command, b"").stdout),
        expected
    );
}

#[test]
fn one_blocked_stream_does_not_stop_the_other() {
    // More than pipes hold on stdout, which nobody reads; then a line on stderr.
    let case = script("yes | head -c 3000000 & sleep 0.1; echo still here >&2; wait");
    let mut command = apart(&case);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert_eq!(line, "still here\n");
    let mut output = Vec::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_end(&mut output)
        .unwrap();
    assert_eq!(output.len(), 3_000_000);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_ends_the_child() {
    let case = masked(&["yes"]);
    let mut child = apart(&case).stdout(Stdio::piped()).spawn().unwrap();
    let mut start = [0; 4];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(13));
}

/// `… &` in a script: the caller gets its prompt back, and what comes later is masked.
#[test]
fn a_descendant_that_holds_the_pipe_holds_up_nobody() {
    let text = "exec 3<&0; (read -r line <&3; echo \"late $API_KEY\") & echo \"now $$\"";
    let case = script(text);
    let mut child = apart(&case)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    assert!(line.starts_with("now "), "{line}");
    let before = Instant::now();
    assert!(child.wait().unwrap().success());
    let waited = before.elapsed();
    // 120 ms by design; the bound leaves room for a machine under load.
    assert!(waited < Duration::from_millis(1500), "{waited:?}");
    input.write_all(b"go on\n").unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, format!("late {MASK}\n"));
}

#[test]
fn a_descendant_that_never_stops_talking_holds_up_nobody() {
    let case = script("yes & sleep 0.05");
    let mut child = apart(&case).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = child.stdout.take().unwrap();
    let (sender, ended) = channel();
    // Reads for as long as the test waits for secrun, and then goes, which
    // ends the talker by SIGPIPE, through the drainer.
    let reader = thread::spawn(move || {
        let mut buffer = [0; 8192];
        while ended.try_recv().is_err() {
            output.read_exact(&mut buffer).unwrap();
        }
    });
    assert!(child.wait().unwrap().success());
    sender.send(()).unwrap();
    reader.join().unwrap();
}

/// The same descriptors, the same signals, the same closed streams.
#[test]
#[cfg(target_os = "linux")]
fn the_child_finds_the_process_it_would_find() {
    let looks = [
        "ls /proc/self/fd | sort -n",
        "grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status",
        "ulimit -c",
    ];
    let around = [
        r#""$@""#,
        r#"trap '' HUP USR1 CHLD; "$@""#,
        r#""$@" <&-"#,
        r#""$@" 2>&-"#,
    ];
    for look in looks {
        for outer in around {
            let case = script(look);
            let mut through = under(&["sh", "-c", outer, "sh"], &case);
            let mut plain = Command::new("sh");
            plain
                .args(["-c", outer, "sh", "sh", "-c", look])
                .current_dir(case.path())
                .env_clear()
                .env("PATH", std::env::var_os("PATH").unwrap());
            let outputs = [&mut plain, &mut through].map(|command| {
                let command = command.stdin(Stdio::null()).stdout(Stdio::piped());
                let output = command.output().unwrap();
                String::from_utf8_lossy(&output.stdout).into_owned()
            });
            assert_eq!(outputs[0], outputs[1], "{outer} {look}");
        }
    }
}

#[test]
fn a_closed_output_is_closed_for_the_child() {
    let case = script("echo x 2>/dev/null || echo closed >&2");
    let mut command = under(&["sh", "-c", r#""$@" >&-"#, "sh"], &case);
    command.stderr(Stdio::piped());
    assert_eq!(finish(command, b"").stderr, b"closed\n");
}

#[test]
fn output_into_a_file_is_masked() {
    let case = script("echo \"$API_KEY\"; echo \"$API_KEY\" >&2");
    let mut command = under(&["sh", "-c", r#""$@" >all 2>&1"#, "sh"], &case);
    command.stdin(Stdio::null());
    finish(command, b"");
    let written = std::fs::read_to_string(case.path().join("all")).unwrap();
    assert_eq!(written, format!("{MASK}\n{MASK}\n"));
    assert!(!written.contains(VALUE));
}

/// Without `--mask` there is no parent, and the other way round.
#[test]
fn a_masked_child_has_secrun_as_its_parent() {
    let case = script("echo $PPID");
    let child = case.command().stdout(Stdio::piped()).spawn().unwrap();
    let id = child.id();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        id.to_string()
    );
}

/// `[run] mask = "auto"` and a scope's own word.
#[test]
fn the_schema_can_ask_for_masking() {
    let case = |schema: &str, arguments: &[&str]| {
        Case::with_schema(schema)
            .file(".env", format!("API_KEY={VALUE}\n"))
            .args(arguments.iter().copied())
            .args(["-q", "--", "sh", "-c", "echo $API_KEY"])
            .output_of_child()
            .status(0)
            .stdout
    };
    let schema = "[secrets]\nAPI_KEY = {}\n[run]\nmask = \"auto\"\n";
    assert_eq!(case(schema, &[]), format!("{MASK}\n"));
    let schema = "[secrets]\nAPI_KEY = {}\n[scopes]\na = { secrets = [\"API_KEY\"], mask = true }\nb = [\"API_KEY\"]\n";
    assert_eq!(case(schema, &["--scope", "a"]), format!("{MASK}\n"));
    assert_eq!(case(schema, &["--scope", "b"]), format!("{VALUE}\n"));
}

/// Output that is lost makes a success a failure, as it does without secrun.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_and_is_no_success() {
    let run = |text: &str, to: &str| {
        let case = script(text);
        let line = format!("exec \"$@\" {to}");
        let mut command = under(&["sh", "-c", &line, "sh"], &case);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = finish(command, b"");
        (output.status, String::from_utf8(output.stderr).unwrap())
    };
    let told = "secrun: error: cannot write to stdout: no space left on device\n";
    let (status, stderr) = run("echo hi", ">/dev/full");
    assert_eq!((status.code(), stderr.as_str()), (Some(1), told));
    let (status, stderr) = run("echo hi; echo $API_KEY >&2; exit 3", ">/dev/full");
    assert_eq!(
        (status.code(), stderr),
        (Some(3), format!("{MASK}\n{told}"))
    );
    // A program that goes on writing gets a broken pipe.
    let (status, stderr) = run("exec yes", ">/dev/full");
    assert_eq!((status.signal(), stderr.as_str()), (Some(13), told));
    let (status, stderr) = run("echo hi >&2", "2>/dev/full");
    assert_eq!((status.code(), stderr.as_str()), (Some(1), ""));
    let (status, stderr) = run("exit 0", ">/dev/full");
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
    // A reader that has gone is no error.
    let (_, stderr) = run("echo hi", "| true");
    assert_eq!(stderr, "");
}
