//! secrun as the parent of a child whose output is masked: the child finds
//! what it would find without secrun, and the caller sees the same end.

/// A real terminal with a program on it.
pub(crate) mod console;
/// Ctrl-Z, `fg`, `bg`, and a background job, under a shell.
mod jobs;
/// Streams that are no terminals.
mod pipes;
/// Signals, passed on once.
mod signals;
/// Streams that are terminals.
mod terminals;

use std::process::Command;
use std::time::{Duration, Instant};

use crate::case::Case;

/// A made-up secret of every case here.
const VALUE: &str = "test-not-a-real-key";
const MASK: &str = "***REDACTED:API_KEY***";

/// A program under `secrun -q --mask`.
fn masked(words: &[&str]) -> Case {
    let case = Case::with_schema("[secrets]\nAPI_KEY = {}\n")
        .file(".env", format!("API_KEY={VALUE}\n"))
        .without("HOME")
        .without("PATH")
        .host("PATH", "/usr/local/bin:/usr/bin:/bin");
    case.args(["-q", "--mask", "--"])
        .args(words.iter().copied())
}

/// A script of the shell under secrun.
fn script(text: &str) -> Case {
    masked(&["sh", "-c", text])
}

/// The command of a case with other words in front of it.
fn under(words: &[&str], case: &Case) -> Command {
    let inner = case.command();
    let mut command = Command::new(words[0]);
    command
        .args(&words[1..])
        .arg(inner.get_program())
        .args(inner.get_args())
        .current_dir(case.path())
        .env_clear();
    for (name, value) in inner.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command
}

/// A program in a session of its own without a controlling terminal, whatever
/// the tests themselves are run from.
fn apart(case: &Case) -> Command {
    under(&["setsid"], case)
}

/// Waits until something holds.
#[track_caller]
fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::yield_now();
    }
}
