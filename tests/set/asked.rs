//! A value that is typed on a terminal.

use std::os::unix::process::ExitStatusExt as _;

use rustix::process::{Pid, Signal, kill_process};

use super::{SCHEMA, case, text};
use crate::case::{CANARY, Case, assert_no_canary};
use crate::supervise::console::{Console, On};

const QUESTION: &str = "API_KEY (not shown): ";

/// Types the answer, and returns the status and all that was on the terminal.
#[track_caller]
fn typed(case: Case, keys: &str) -> (Option<i32>, String, Console) {
    let mut console = Console::start(case);
    let mut seen = console.wait_for(QUESTION);
    console.keys(keys);
    let status = console.end();
    seen.push_str(&console.rest());
    assert!(console.is_cooked());
    assert_no_canary(seen.as_bytes(), "the terminal");
    (status.code(), seen, console)
}

fn saved(console: &Console) -> Option<String> {
    std::fs::read_to_string(console.path().join(".env")).ok()
}

#[test]
fn what_is_typed_is_not_shown() {
    let (status, seen, console) = typed(case(&["set", "API_KEY"]), &format!("{CANARY}\r"));
    assert_eq!(status, Some(0), "{seen}");
    assert!(
        seen.contains("set API_KEY in .env:1: 26 characters, sha256:61b052b6"),
        "{seen}"
    );
    assert_eq!(saved(&console), Some(format!("API_KEY='{CANARY}'\n")));
}

#[test]
fn a_long_value_is_not_cut() {
    let value = CANARY.repeat(400);
    let (status, seen, console) = typed(case(&["set", "API_KEY"]), &format!("{value}\r"));
    assert_eq!(status, Some(0), "{seen}");
    assert_eq!(saved(&console), Some(format!("API_KEY='{value}'\n")));
}

#[test]
fn a_typed_value_is_judged() {
    let (status, seen, console) = typed(case(&["set", "API_KEY"]), "short\r");
    assert_eq!(status, Some(1), "{seen}");
    assert!(
        seen.contains("API_KEY: shorter than 8 characters"),
        "{seen}"
    );
    assert_eq!(saved(&console), None);
}

#[test]
fn who_gives_up_changes_nothing() {
    let (status, _, console) = typed(case(&["set", "API_KEY"]), "\u{4}");
    assert_eq!((status, saved(&console)), (Some(1), None));
    // Under `setsid` the signal is a status of the shell's kind or the signal itself.
    let (status, _, console) = typed(case(&["set", "API_KEY"]), &format!("{CANARY}\u{3}"));
    assert!(status.is_none_or(|status| status == 130));
    assert_eq!(saved(&console), None);
}

#[test]
fn lines_that_are_pasted_are_one_value_or_none() {
    let lines = "test-not\ra-real\rkey";
    let (status, seen, console) = typed(case(&["set", "API_KEY"]), &format!("{lines}\r"));
    assert_eq!((status, saved(&console)), (Some(1), None));
    assert!(seen.contains("more than one line was pasted"), "{seen}");
    let marking = case(&["set", "API_KEY"]).host("TERM", "xterm-256color");
    let pasted = format!("\x1b[200~{lines}\r\x1b[201~\r");
    let (status, seen, console) = typed(marking, &pasted);
    assert_eq!(status, Some(0), "{seen}");
    let expected = "API_KEY='test-not\na-real\nkey'\n";
    assert_eq!(saved(&console).as_deref(), Some(expected));
    assert!(seen.contains("\x1b[?2004h") && seen.contains("\x1b[?2004l"));
}

#[test]
fn a_signal_restores_the_terminal() {
    let mut console = Console::start(case(&["set", "API_KEY"]));
    console.wait_for(QUESTION);
    assert!(!console.is_cooked());
    let pid = i32::try_from(console.child().id()).unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::TERM).unwrap();
    assert_eq!(console.end().signal(), Some(15));
    assert!(console.is_cooked());
}

#[test]
fn who_stops_it_is_asked_again() {
    let mut shell = Console::shell(case(&[]));
    shell.keys("$SECRUN set API_KEY\n");
    shell.wait_for(QUESTION);
    shell.keys("half\u{1a}");
    shell.wait_for("prompt> ");
    shell.keys("fg\n");
    shell.wait_for(QUESTION);
    shell.keys("test-not-a-real-key\r");
    shell.wait_for("set API_KEY in .env:1: 19 characters");
    shell.wait_for("prompt> ");
    shell.keys("exit\n");
    assert_eq!(
        saved(&shell).as_deref(),
        Some("API_KEY='test-not-a-real-key'\n")
    );
    shell.end();
}

#[test]
fn the_question_is_on_the_terminal_wherever_output_goes() {
    let on = On {
        stdin: true,
        stdout: false,
        stderr: false,
    };
    let mut console = Console::start_on(case(&["set", "API_KEY"]), on);
    console.wait_for(QUESTION);
    console.keys("test-not-a-real-key\r");
    assert_eq!(console.end().code(), Some(0));
    let case = Case::with_schema(SCHEMA).file(".env", saved(&console).unwrap());
    assert_eq!(text(&case, ".env"), "API_KEY='test-not-a-real-key'\n");
}
