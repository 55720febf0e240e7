//! The two tables of exit statuses (DESIGN, "Exit status").

use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use crate::case::{CANARY, Case, finish};

const SCHEMA: &str = "[secrets]\nAPI_KEY = {}\n";

fn ready() -> Case {
    Case::with_schema(SCHEMA).file(".env", "API_KEY=test-not-a-real-key\n")
}

/// env(1): "If COMMAND is found, its exit status": 0 to 255 pass through.
#[test]
fn every_status_of_the_child_passes_through() {
    for status in 0..=255 {
        ready()
            .args(["--", "sh", "-c", &format!("exit {status}")])
            .output()
            .status(status);
    }
}

/// A signal ends secrun as it ends the child, because secrun is the child.
#[test]
fn the_signal_of_the_child_passes_through() {
    for signal in [1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 31] {
        // Without core files, which some signals leave behind.
        ready()
            .args(["--", "sh", "-c", &format!("ulimit -c 0; kill -{signal} $$")])
            .output()
            .signal(signal);
    }
}

/// env(1): "127 if COMMAND is not found".
#[test]
fn a_missing_program_is_127() {
    ready()
        .args(["-q", "--", "no-such-program", "argument"])
        .output()
        .status(127)
        .stdout("")
        .stderr("secrun: error: `no-such-program`: command not found\n");
    ready()
        .args(["--", "./no/such/program"])
        .output()
        .status(127);
    ready().args(["-q", "--", ""]).output().status(127).stderr(
        "secrun: error: the program's name is empty\n\
         secrun: hint: check the variable in its place, such as `\"$PYTHON\"`\n",
    );
}

#[test]
fn an_option_that_would_be_ignored_is_a_usage_error() {
    for (words, wrong) in [
        (
            "check --print-env --code",
            "`--print-env` cannot be used with `--code`",
        ),
        (
            "example --fakes --format json",
            "`--fakes` cannot be used with `--format`",
        ),
        (
            "example --stdout --format json",
            "`--stdout` cannot be used with `--format`",
        ),
        ("example --format json", "missing argument `--check`"),
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        ready().args(&words).output().status(2).tells(wrong);
    }
}

#[test]
fn a_usage_error_names_arguments_as_the_help_does() {
    for (words, wrong) in [
        ("check --verbose=2", "`--verbose` takes no value"),
        ("check --scope", "`--scope` needs a value"),
        ("explain", "missing argument `KEY`"),
        (
            "mask --github FILE",
            "`--github` cannot be used with `FILE`",
        ),
        // A typed word is no name, even if the help has the same.
        ("check KEY", "unknown option or argument"),
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        ready().args(&words).output().status(2).tells(wrong);
    }
}

#[test]
fn a_wrong_switch_is_told_with_the_values_it_takes() {
    for (name, wrong, hint) in [
        (
            "SECRUN_MASK",
            "is not a boolean or `auto`",
            "set it to 1, 0 or `auto`",
        ),
        ("SECRUN_QUIET", "is not a boolean\n", "set it to 1 or 0\n"),
    ] {
        let outcome = ready().host(name, "foo").args(["--", "true"]).output();
        outcome.status(125).tells(wrong).tells(hint);
    }
}

/// env(1): "126 if COMMAND is found but cannot be invoked".
#[test]
fn a_program_that_cannot_run_is_126() {
    ready()
        .file("plain", "#!/bin/sh\n")
        .args(["-q", "--", "./plain"])
        .output()
        .status(126)
        .stderr("secrun: error: `./plain`: permission denied\n");
    ready().args(["--", "/"]).output().status(126);
    ready()
        .args(["--", "./secrun.toml/program"])
        .output()
        .status(126);
}

/// execvp(3): "If the header of a file isn't recognized […] these functions will execute the shell".
#[test]
fn a_script_without_an_interpreter_line_is_run_by_the_shell() {
    let case = ready().file("script", "echo \"$1 $API_KEY\"\n");
    std::fs::set_permissions(
        case.path().join("script"),
        std::fs::Permissions::from_mode(0o755),
    )
    .unwrap();
    case.args(["-q", "--", "./script", "first"])
        .output_of_child()
        .status(0)
        .stdout("first test-not-a-real-key\n");
}

#[test]
fn failures_before_the_child_are_125() {
    let never = ["--", "sh", "-c", "echo ran"];
    Case::new().args(never).output().status(125).stdout("");
    Case::with_schema(SCHEMA)
        .args(never)
        .output()
        .status(125)
        .stdout("")
        .tells("API_KEY: missing");
    Case::with_schema("[secret]\n")
        .args(never)
        .output()
        .status(125)
        .stdout("");
    ready()
        .args(["--scope", "none", "--", "true"])
        .output()
        .status(125);
    ready()
        .args(["--no-such-option", "--", "true"])
        .output()
        .status(125);
    ready().args(["--scope"]).output().status(125);
    ready().args(["run"]).output().status(125);
    ready()
        .args(["--env-file", "absent", "--", "true"])
        .output()
        .status(125);
}

#[test]
fn words_without_dashes_are_125_with_a_hint() {
    ready()
        .args(["python", "main.py"])
        .output()
        .status(125)
        .stdout("")
        .stderr("secrun: error: unknown command\nsecrun: hint: put `--` before the program: `secrun -- python main.py`\n");
    Case::new()
        .output()
        .status(125)
        .stdout("")
        .tells("Usage: secrun [OPTIONS] -- CMD [ARG]...");
}

#[test]
fn reports_end_with_0_1_or_2() {
    ready().args(["check"]).output().status(0);
    Case::with_schema(SCHEMA).args(["check"]).output().status(1);
    Case::with_schema(SCHEMA)
        .file(".env", "API_KEY='open\n")
        .args(["check"])
        .output()
        .status(1);
    Case::with_schema("[secret]\n")
        .args(["check"])
        .output()
        .status(2);
    Case::new().args(["check"]).output().status(2);
    ready()
        .args(["check", "--no-such-option"])
        .output()
        .status(2);
    ready().args(["explain"]).output().status(2);
    ready().args(["explain", "OTHER_KEY"]).output().status(2);
    ready().args(["explain", "API_KEY"]).output().status(0);
    ready().args(["fingerprint"]).output().status(0);
    Case::with_schema(SCHEMA)
        .args(["fingerprint"])
        .output()
        .status(1);
    Case::with_schema(SCHEMA)
        .file(".env/x", "")
        .args(["check"])
        .output()
        .status(2);
}

#[test]
fn warnings_count_only_when_strict() {
    let case = || ready().file(".env", "API_KEY=test-not-a-real-key\nOTHER=1\n");
    case()
        .args(["check"])
        .output()
        .status(0)
        .tells("secrun: warning: .env:2:1: OTHER: ");
    let strict = case().args(["check", "--strict"]).output().status(1);
    let last = "1 key checked: 1 set, 1 warning\n1 warning; `--strict` makes this a failure\n";
    assert!(strict.stdout.ends_with(last), "{}", strict.stdout);
    let told = "secrun: error: 1 warning; `--strict` makes this a failure\n";
    let quiet = case().args(["check", "--strict", "-q"]).output().status(1);
    quiet.stdout("").stderr(told);
    for more in [["--print-env"], ["--format=github"]] {
        let args = ["check", "--strict"].into_iter().chain(more);
        case().args(args).output().status(1).tells(told.trim_end());
    }
    let json = ["check", "--strict", "--format", "json"];
    case().args(json).output().status(1).stderr("");
    // An error is a reason that needs no other.
    let broken = Case::with_schema(SCHEMA)
        .args(["check", "--strict"])
        .output();
    broken.status(1).never("makes this a failure");
}

#[test]
fn a_new_user_is_told_in_one_line_what_to_do_next() {
    let outcome = Case::new()
        .file(".env", "API_KEY=test-not-a-real-key\n")
        .args(["--", "true"])
        .output()
        .status(125);
    assert_eq!(
        outcome.stderr,
        "secrun: error: no `secrun.toml` here or in a parent folder\n\
         secrun: hint: run `secrun init` to write one from your `.env`\n"
    );
}

#[test]
fn options_stand_before_or_after_a_report_s_name() {
    let report = |words: &[&str]| {
        let schema = "[secrets]\nPIN = {}\n[scopes]\ncheck = [\"PIN\"]\n";
        Case::with_schema(schema)
            .file(".env", "PIN=4821\nOTHER=1\n")
            .args(words)
            .output()
    };
    report(&["--strict", "check"]).status(1);
    report(&["--format", "json", "check", "-q"])
        .status(0)
        .says("\"version\": 1");
    report(&["--scope", "check", "--format", "json", "check"])
        .status(0)
        .says("\"scope\": \"check\"");
    report(&["--verify", "a388f562", "fingerprint", "PIN"]).status(0);
    report(&["--format", "nonsense", "check"]).status(2);
    report(&["--print-env", "explain", "PIN"]).status(2);
}

#[test]
fn an_option_given_twice_is_told_as_such() {
    ready().args(["-q", "-q", "--", "true"]).output().status(0);
    ready()
        .args(["--scope", "a", "--scope", "b", "--", "true"])
        .output()
        .status(125)
        .tells("`--scope` is given twice");
}

#[test]
fn dashes_after_the_program_are_its_own() {
    let says = |words: &[&str], expected: &str| {
        ready()
            .args(["-q", "run"])
            .args(words)
            .output()
            .status(0)
            .stdout(expected);
    };
    says(&["echo", "--", "a"], "-- a\n");
    says(&["--", "echo", "--", "a"], "-- a\n");
    says(&["--", "echo", "a"], "a\n");
}

#[test]
fn an_unknown_option_of_run_is_not_taken_for_a_program() {
    let wrong = format!("--tokn={CANARY}");
    for words in [["run", "--quite", "true"], ["run", &wrong, "true"]] {
        ready()
            .args(words)
            .output()
            .status(125)
            .tells("unknown option or argument");
    }
}

#[test]
fn words_that_cannot_be_written_stop_nothing() {
    for options in ["", "-v", "-vvv"] {
        let line = format!("\"$0\" {options} -- sh -c 'exit 5' 2>/dev/full");
        let mut command = Command::new("sh");
        let case = ready();
        command
            .args(["-c", &line, env!("CARGO_BIN_EXE_secrun")])
            .current_dir(case.path());
        let output = finish(command, b"");
        assert_eq!(output.status.code(), Some(5), "{line}");
    }
}

/// The kernel says ENOENT for it, as for a program that is not there.
#[test]
fn a_script_whose_interpreter_is_missing_is_126_with_a_hint() {
    let case = Case::with_schema("").file("script", "#!/nonexistent/python\n");
    let path = case.path().join("script");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    case.args(["--", "./script"])
        .output()
        .status(126)
        .tells("secrun: error: `./script`: not a program that this system can run\n")
        .tells("secrun: hint: check that the interpreter in its first line exists\n");
}

/// Like `ls` and `git`, secrun does not take a closed stdout for a place where a report was read.
#[test]
fn a_report_that_nobody_can_read_is_2() {
    let secrun = env!("CARGO_BIN_EXE_secrun");
    let case = ready();
    let closed = ["--help", "--version", "schema"].map(|words| (words, ">&-"));
    let full = [
        "--help",
        "--version",
        "help",
        "help run",
        "check --help",
        "check",
        "check --format json",
        "check --print-env",
        "fingerprint",
        "fingerprint --format json",
        "explain API_KEY",
        "schema",
        "completions bash",
        "man",
        "man check",
        "mask .env",
    ];
    let full = full.map(|words| (words, ">/dev/full"));
    let full = full.into_iter().filter(|_| cfg!(target_os = "linux"));
    for (words, to) in closed.into_iter().chain(full) {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &format!("exec \"$1\" {words} {to}"), "sh", secrun]);
        shell.current_dir(case.path());
        shell.stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = finish(shell, b"");
        assert_eq!(output.status.code(), Some(2), "{words} {to}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let why = if to == ">&-" {
            "it is closed"
        } else {
            "no space left on device"
        };
        let expected = format!("secrun: error: the output cannot be written: {why}\n");
        assert!(told.ends_with(&expected), "{words} {to}: {told}");
    }
    // A reader that has gone has what it wanted.
    let mut shell = Command::new("/bin/sh");
    let line = "{ \"$1\" --help; echo $? >&2; } | true";
    shell
        .args(["-c", line, "sh", secrun])
        .stderr(Stdio::piped());
    let output = finish(shell, b"");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "0\n");
}

/// A slip of the fingers leads to the nearest command, not to any that is like it.
#[test]
fn a_mistyped_command_leads_to_the_nearest() {
    for (typed, meant) in [("chekc", "check"), ("scna", "scan"), ("explian", "explain")] {
        ready()
            .args([typed, "--format", "json"])
            .output()
            .status(125)
            .tells(&format!("did you mean `{meant}`?"));
    }
}
