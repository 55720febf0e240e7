//! Streams that are terminals.

use std::io::{Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;

use rustix::process::{Pid, Signal, kill_process};

use super::console::{ALL, Console, On};
use super::{MASK, eventually, masked, script};
use crate::case::Case;
use crate::python;

#[test]
fn a_value_is_masked_on_the_terminal() {
    let mut console = Console::start(script("echo \"key $API_KEY\""));
    assert_eq!(console.wait_for("***\r\n"), format!("key {MASK}\r\n"));
    assert_eq!(console.end().code(), Some(0));
}

/// Whatever of the three is a terminal is one for the child, and nothing else is.
#[test]
fn each_stream_stays_what_it_was() {
    let look = "for n in 0 1 2; do test -t $n && echo $n; done >seen; stty size </dev/tty >size";
    for bits in 0..8 {
        let on = On {
            stdin: bits & 1 != 0,
            stdout: bits & 2 != 0,
            stderr: bits & 4 != 0,
        };
        // The redirection would be seen instead of stdout, so it is kept aside.
        let case = script(
            &look
                .replace("test -t $n", "test -t $(( n == 1 ? 9 : n ))")
                .replace("for n", "exec 9>&1; for n"),
        );
        let mut console = Console::start_on(case, on);
        drop(console.child().stdin.take());
        assert_eq!(console.end().code(), Some(0), "{on:?}: {}", console.rest());
        let expected: String = [(on.stdin, "0\n"), (on.stdout, "1\n"), (on.stderr, "2\n")]
            .into_iter()
            .filter_map(|(there, line)| there.then_some(line))
            .collect();
        let read = |name| std::fs::read_to_string(console.path().join(name)).unwrap();
        assert_eq!(read("seen"), expected, "{on:?}");
        assert_eq!(read("size"), "24 80\n", "{on:?}");
        assert!(console.is_cooked(), "{on:?}");
    }
}

#[test]
fn a_new_size_reaches_the_child_once() {
    let mut console = Console::start(script(
        "n=0; trap 'n=$((n+1)); echo \"$n: $(stty size)\"' WINCH; echo ready; \
         while ! test -e stop; do sleep 0.02; done; echo \"count $n\"",
    ));
    console.wait_for("ready\r\n");
    console.resize(50, 132);
    console.wait_for("1: 50 132\r\n");
    std::fs::write(console.path().join("stop"), "").unwrap();
    console.wait_for("count 1\r\n");
    assert_eq!(console.end().code(), Some(0));
}

#[test]
fn a_prompt_without_a_line_end_is_shown_at_once() {
    let mut console = Console::start(script("printf 'Name: '; read -r name; echo \"<$name>\""));
    console.wait_for("Name: ");
    console.keys("me\r");
    // The echo of what is typed is the child's terminal's.
    assert_eq!(console.wait_for("<me>\r\n"), "me\r\n<me>\r\n");
    assert_eq!(console.end().code(), Some(0));
}

#[test]
fn the_end_of_input_is_a_key() {
    let mut console = Console::start(masked(&["cat"]));
    console.keys("line\r");
    console.wait_for("line\r\nline\r\n");
    console.keys("\x04");
    assert_eq!(console.end().code(), Some(0));
}

#[test]
fn an_unseen_password_is_read() {
    let case = script("stty -echo; printf 'Password: '; read -r word; stty echo; echo \"<$word>\"");
    let mut console = Console::start(case);
    console.wait_for("Password: ");
    console.keys("made up\r");
    let shown = console.wait_for("<made up>\r\n");
    assert_eq!(shown, "<made up>\r\n");
    let Some(python) = python::with_module("getpass") else {
        return;
    };
    let program = "import getpass; print(len(getpass.getpass('Word: ')))";
    let mut console = Console::start(masked(&[&python, "-c", program]));
    console.wait_for("Word: ");
    console.keys("made up\r");
    assert_eq!(console.wait_for("7\r\n"), "\r\n7\r\n");
    assert_eq!(console.end().code(), Some(0));
}

#[test]
fn interrupt_and_quit_are_keys() {
    for (key, signal) in [("\x03", 2), ("\x1c", 3)] {
        let mut console = Console::start(script("echo ready; exec sleep 60"));
        console.wait_for("ready");
        console.keys(key);
        assert_eq!(console.end().signal(), Some(signal));
        assert!(console.is_cooked());
    }
}

#[test]
fn ctrl_c_reaches_the_child_once() {
    let case = script(
        "n=0; trap 'n=$((n+1))' INT; echo ready; while :; do read -r line && break; done; echo \"count $n\"",
    );
    let mut console = Console::start(case);
    console.wait_for("ready\r\n");
    console.keys("\x03");
    console.wait_for("^C");
    console.keys("\r");
    console.wait_for("count 1\r\n");
    assert_eq!(console.end().code(), Some(0));
}

/// A program that draws: every key at once, nothing echoed, no line ends made.
#[test]
fn raw_mode_is_the_childs_to_set() {
    let case = script(
        "stty raw -echo; printf 'a\\nb'; printf '<%s>' \"$(dd bs=1 count=1 2>/dev/null)\"; stty sane",
    );
    let mut console = Console::start(case);
    assert_eq!(console.wait_for("b"), "a\nb");
    console.keys("k");
    assert_eq!(console.wait_for("<k>"), "<k>");
    assert_eq!(console.end().code(), Some(0));
}

/// On every way out.
#[test]
fn the_terminal_is_put_back() {
    type Way = fn(&mut Console, Pid);
    let ways: [(&str, Way); 5] = [
        ("the child ends", |console, _| console.keys("\r")),
        ("the child is killed", |_, child| {
            kill_process(child, Signal::KILL).unwrap();
        }),
        ("secrun is told to end", |console, _| {
            kill_process(Pid::from_child(console.child()), Signal::TERM).unwrap();
        }),
        ("secrun is killed", |console, _| {
            kill_process(Pid::from_child(console.child()), Signal::KILL).unwrap();
        }),
        ("secrun aborts", |console, _| {
            kill_process(Pid::from_child(console.child()), Signal::ABORT).unwrap();
        }),
    ];
    for (way, go) in ways {
        let mut console = Console::start(script("echo \"ready $$.\"; read -r line"));
        let ready = console.wait_for(".\r\n");
        assert!(!console.is_cooked(), "{way}");
        let child = ready.trim_matches(|c: char| !c.is_ascii_digit());
        let child = Pid::from_raw(child.parse().unwrap()).unwrap();
        go(&mut console, child);
        console.end();
        eventually(way, || console.is_cooked());
    }
}

#[test]
fn a_program_that_is_not_found_leaves_the_terminal_alone() {
    let mut console = Console::start(masked(&["no-such-program-here"]));
    console.wait_for("command not found\r\n");
    assert_eq!(console.end().code(), Some(127));
    assert!(console.is_cooked());
}

#[test]
fn the_end_of_the_terminal_reaches_the_child() {
    let case =
        script("trap 'echo hup >>ended; exit 0' HUP; echo ready; while :; do sleep 0.02; done");
    let mut console = Console::start(case);
    console.wait_for("ready");
    let path = console.path().join("ended");
    let (mut child, _case) = console.hang_up();
    eventually("the child is told", || path.exists());
    child.wait().unwrap();
    assert_eq!(std::fs::read_to_string(path).unwrap(), "hup\n");
}

/// Beside `| less`: the keys are the pager's until the child asks for them.
#[test]
fn keys_are_left_to_the_rest_of_a_pipeline() {
    let on = On {
        stdout: false,
        ..ALL
    };
    let mut console = Console::start_on(
        script("echo a; echo b >&2; while ! test -e go; do :; done"),
        on,
    );
    assert_eq!(console.wait_for("b\r\n"), "b\r\n");
    assert!(console.is_cooked());
    std::fs::write(console.path().join("go"), "").unwrap();
    console.end();
    let mut console = Console::start_on(
        script("printf '? ' >&2; read -r line; echo \"<$line>\""),
        on,
    );
    console.wait_for("? ");
    eventually("the child gets the terminal", || !console.is_cooked());
    console.keys("yes\r");
    console.wait_for("yes\r\n");
    let mut output = String::new();
    console
        .child()
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut output)
        .unwrap();
    assert_eq!(output, "<yes>\n");
    assert_eq!(console.end().code(), Some(0));
    assert!(console.is_cooked());
}

/// `… | secrun -- pager`: input from a pipe, keys from the terminal itself.
#[test]
fn keys_can_be_read_beside_a_piped_input() {
    let on = On {
        stdin: false,
        ..ALL
    };
    let case = script("cat; printf 'key? '; read -r key </dev/tty; echo \"<$key>\"");
    let mut console = Console::start_on(case, on);
    let mut input = console.child().stdin.take().unwrap();
    input.write_all(b"piped\n").unwrap();
    drop(input);
    assert_eq!(console.wait_for("key? "), "piped\r\nkey? ");
    eventually("the child gets the terminal", || !console.is_cooked());
    console.keys("k\r");
    console.wait_for("<k>\r\n");
    assert_eq!(console.end().code(), Some(0));
}

/// What a background process of the child prints later on the terminal is masked.
#[test]
fn a_descendant_on_the_terminal_is_masked_to_its_end() {
    let text = "(while ! test -e go; do sleep 0.02; done; echo \"late $API_KEY\") & echo now";
    let case = script(text);
    let mut console = Console::start(case);
    console.wait_for("now\r\n");
    assert_eq!(console.end().code(), Some(0));
    assert!(console.is_cooked());
    std::fs::write(console.path().join("go"), "").unwrap();
    assert_eq!(console.wait_for("***\r\n"), format!("late {MASK}\r\n"));
}

#[test]
fn much_output_arrives_whole_on_the_terminal() {
    let mut console = Console::start(masked(&["seq", "1", "100000"]));
    let shown = console.wait_for("100000\r\n");
    let expected = (1..=100_000)
        .map(|n| format!("{n}\r\n"))
        .collect::<Vec<_>>()
        .concat();
    assert!(shown == expected, "{} bytes", shown.len());
    assert_eq!(console.end().code(), Some(0));
}

/// `[run] mask = "auto"` leaves a terminal to the program, which secrun becomes.
#[test]
fn a_terminal_can_be_left_alone() {
    let case = Case::with_schema("[secrets]\nAPI_KEY = {}\n[run]\nmask = \"auto\"\nquiet = true\n")
        .file(".env", "API_KEY=test-not-a-real-key\n")
        .args(["--", "sh", "-c", "echo \"$$ $API_KEY\""]);
    let mut console = Console::start(case);
    let id = console.child().id();
    console.wait_for(&format!("{id} test-not-a-real-key\r\n"));
    assert_eq!(console.end().code(), Some(0));
}
