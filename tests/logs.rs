//! `examples/logs`: a logging filter of a program that reads nothing from
//! secrun, and what is masked beside it.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use crate::case::{Case, finish};
use crate::python;

const TOKEN: &str = "fake-service-token-Rt5XwZ8nKq2LbV7c";
const PASSWORD: &str = "fake-password-Jm4Hs9Tz";

/// The example's output and its log file, under secrun in this environment.
fn example(host: &[(&str, &str)]) -> Option<(String, String, String)> {
    let python = python::with_module("logging")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/logs");
    let mut case = Case::new();
    for file in ["secrun.toml", "fakes.env", "app.py"] {
        case = case.file(file, fs::read(root.join(file)).unwrap());
    }
    for (name, value) in host {
        case = case.host(*name, *value);
    }
    let case = case.args(["-q", "--", python.as_str(), "app.py"]);
    let mut command = case.command();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let output = finish(command, b"");
    assert!(output.status.success());
    let log = fs::read_to_string(case.path().join("app.log")).unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Some((text(output.stdout), text(output.stderr), log))
}

#[test]
fn the_log_file_holds_no_key_and_what_is_printed_neither() {
    let Some((printed, logged, log)) = example(&[]) else {
        return;
    };
    for text in [&printed, &logged, &log] {
        assert!(!text.contains(TOKEN) && !text.contains(PASSWORD), "{text}");
    }
    assert_eq!(
        printed,
        "debug: ***REDACTED:SERVICE_TOKEN***\n\
         curl -H Authorization:***REDACTED:SERVICE_TOKEN***\n"
    );
    assert!(log.starts_with(
        "INFO root asking with ***SERVICE_TOKEN***\n\
         ERROR library the password was ***DATABASE_URL***\nTraceback"
    ));
    assert!(log.ends_with("ConnectionError: cannot reach ***DATABASE_URL***\n"));
}

/// The filter works by itself, and sees only what is logged.
#[test]
fn without_masking_the_log_file_holds_no_key_either() {
    let Some((printed, logged, log)) = example(&[("SECRUN_MASK", "0")]) else {
        return;
    };
    assert!(printed.contains(TOKEN));
    for text in [&logged, &log] {
        assert!(!text.contains(TOKEN) && !text.contains(PASSWORD), "{text}");
    }
}
