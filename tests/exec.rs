//! The process that the child finds itself in: secrun's own, as the parent
//! gave it (DESIGN, "Exec").

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::case::{Case, finish};

fn ready(words: &[&str]) -> Case {
    let case = Case::with_schema("[secrets]\nAPI_KEY = {}\n")
        .file(".env", "API_KEY=test-not-a-real-key\n");
    case.args(["-q", "--"]).args(words.iter().copied())
}

/// What a command prints, with and without secrun in front of it.
#[track_caller]
fn same_with_and_without(words: &[&str], prepare: impl Fn(&mut Command)) {
    let case = ready(words);
    let mut plain = Command::new(words[0]);
    plain.args(&words[1..]).current_dir(case.path());
    let mut outputs = Vec::new();
    for mut command in [plain, case.command()] {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        prepare(&mut command);
        let output = finish(command, b"");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        outputs.push(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    assert_eq!(outputs[0], outputs[1]);
}

#[test]
fn the_child_is_the_same_process() {
    let case = ready(&["sh", "-c", "echo $$"]);
    let child = case.command().stdout(Stdio::piped()).spawn().unwrap();
    let pid = child.id();
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        pid.to_string()
    );
}

#[test]
#[cfg(target_os = "linux")]
fn no_descriptor_is_left_open() {
    same_with_and_without(&["sh", "-c", "ls /proc/self/fd | sort -n"], |_| {});
}

/// The masks of blocked and ignored signals are those of the parent, SIGPIPE with them.
#[test]
#[cfg(target_os = "linux")]
fn signal_dispositions_are_the_parents() {
    let words = ["grep", "-E", "^Sig(Blk|Ign|Cgt)", "/proc/self/status"];
    same_with_and_without(&words, |_| {});
    // `env --ignore-signal` starts the command with signals ignored (coreutils 8.31).
    for option in [
        "--ignore-signal=PIPE",
        "--ignore-signal=HUP,INT",
        "--block-signal=USR1,TERM",
    ] {
        let ignoring = |binary: &str, rest: &[&str]| {
            let case = ready(&words);
            let mut command = Command::new("env");
            command
                .arg(option)
                .arg(binary)
                .args(rest)
                .current_dir(case.path())
                .stdin(Stdio::null())
                .stdout(Stdio::piped());
            String::from_utf8_lossy(&finish(command, b"").stdout).into_owned()
        };
        let plain = ignoring(words[0], &words[1..]);
        let through = ignoring(
            env!("CARGO_BIN_EXE_secrun"),
            &[&["-q", "--"], &words[..]].concat(),
        );
        assert_eq!(plain, through, "{option}");
    }
}

/// A standard stream that the parent closed is closed in the child.
#[test]
#[cfg(target_os = "linux")]
fn closed_streams_stay_closed() {
    let binary = env!("CARGO_BIN_EXE_secrun");
    let case = ready(&[]);
    for closed in ["<&-", "2>&-", "<&- 2>&-"] {
        let script = |program: &str| format!("exec {program} sh -c 'ls /proc/$$/fd' {closed}");
        let listing = |script: String| {
            let mut command = Command::new("sh");
            command
                .args(["-c", &script])
                .current_dir(case.path())
                .stdout(Stdio::piped());
            String::from_utf8_lossy(&finish(command, b"").stdout).into_owned()
        };
        assert_eq!(
            listing(script("")),
            listing(script(&format!("{binary} -q --"))),
            "{closed}"
        );
    }
}

#[test]
fn standard_input_is_untouched() {
    let input = "line\n".repeat(100_000);
    ready(&["cat"])
        .stdin(input.as_bytes())
        .output()
        .status(0)
        .stdout(&input);
}

#[test]
fn arguments_pass_as_they_are() {
    let odd = ["a b", "", "--", "-q", "$HOME", "é", "\\", "new\nline"];
    let words = [&["printf", "%s|"], &odd[..]].concat();
    ready(&words)
        .output()
        .status(0)
        .stdout("a b||--|-q|$HOME|é|\\|new\nline|");
}

#[test]
fn bytes_that_are_not_utf8_pass() {
    use std::os::unix::ffi::OsStringExt as _;
    let odd = std::ffi::OsString::from_vec(vec![b'x', 0xff, b'y']);
    let case =
        Case::with_schema("[env]\ninherit = [\"@base\", \"ODD\"]\n[secrets]\nAPI_KEY = {}\n")
            .host("API_KEY", odd.clone())
            .host("ODD", odd.clone());
    let case = case
        .args(["-q", "--", "sh", "-c", "printf %s \"$API_KEY$ODD$1\"", "sh"])
        .args([odd]);
    let mut command = case.command();
    command.stdout(Stdio::piped());
    assert_eq!(finish(command, b"").stdout, b"x\xffyx\xffyx\xffy");
}

/// One signal to the process group is one signal to the child.
#[test]
fn a_signal_reaches_the_child_once() {
    let script = "n=0; trap 'n=$((n+1))' INT; trap 'echo $n; exit 9' TERM; echo ready; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); read -r line; done";
    let case = ready(&["sh", "-c", script]);
    let mut child = case
        .command()
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let pid = Pid::from_child(&child);
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    // The group is the child's own: it was started with `process_group(0)`.
    kill_process_group(pid, Signal::INT).unwrap();
    kill_process_group(pid, Signal::TERM).unwrap();
    // The shell runs its traps when `read` comes back.
    let _ = std::io::Write::write_all(&mut input, b"\n\n");
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "1\n");
    assert_eq!(child.wait().unwrap().into_raw() >> 8, 9);
}

#[test]
fn a_script_whose_interpreter_is_missing_cannot_be_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let case = Case::with_schema("[settings]\nA = { default = \"x\" }\n")
        .file("script", "#!/no/such/interpreter\n");
    let script = case.path().join("script");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let outcome = case.args(["--", "./script"]).output();
    outcome
        .status(126)
        .tells("not a program that this system can run");
}
