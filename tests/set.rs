//! `secrun set` and `secrun unset`: what is in the file afterwards, and what is nowhere else.

/// What people type.
mod asked;
/// What is missing.
mod fill;
/// Files that are odd, read-only, full, or written by others.
mod places;
/// Values in every kind of quotes, read back.
mod quotes;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::case::{CANARY, Case};

const SCHEMA: &str = "[secrets]\nAPI_KEY = { min_length = 8 }\n\
    OTHER = { required = false, aliases = [\"OLD\"] }\n[settings]\nPORT = { type = \"port\", default = 80 }\n";

fn case(words: &[&str]) -> Case {
    Case::with_schema(SCHEMA).args(words.iter().copied())
}

fn text(case: &Case, path: &str) -> String {
    fs::read_to_string(case.path().join(path)).unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn a_value_is_written_and_only_its_length_and_fingerprint_are_told() {
    let case = case(&["set", "API_KEY", "--stdin"]).stdin(format!("{CANARY}\n"));
    case.output()
        .status(0)
        .stdout("set API_KEY in .env:1: 26 characters, sha256:61b052b6\n")
        .stderr(
            "secrun: note: the line end at the end of standard input is left out\n\
             secrun: hint: pass `--stdin=exact` to keep it\n",
        );
    assert_eq!(text(&case, ".env"), format!("API_KEY='{CANARY}'\n"));
    assert_eq!(mode(&case.path().join(".env")), 0o600);
    let quiet = case.stdin(CANARY).args(["-q"]);
    quiet.output().status(0).stdout("").stderr("");
    quiet.again(&["check"]).status(0);
}

#[test]
fn exact_input_keeps_its_line_end() {
    let case = case(&["set", "API_KEY", "--stdin=exact"]).stdin(format!("{CANARY}\r\n"));
    case.output().status(0).stderr("");
    assert_eq!(text(&case, ".env"), format!("API_KEY=\"{CANARY}\\r\n\"\n"));
}

#[test]
fn a_value_that_breaks_its_rule_changes_nothing() {
    let file = "API_KEY=test-not-a-real-key\n";
    for (words, input, told) in [
        (
            ["set", "API_KEY"],
            "short",
            "API_KEY: shorter than 8 characters",
        ),
        (["set", "API_KEY"], "", "API_KEY: set, but empty"),
        (["set", "API_KEY"], "\n", "API_KEY: set, but empty"),
        (
            ["set", "API_KEY"],
            "test\0not-a-real-key",
            "a NUL byte on standard input",
        ),
        (
            ["set", "API_KEY"],
            "test-${NOT}-real",
            "API_KEY: the value contains `${`",
        ),
        (["set", "PORT"], "99999", "PORT: more than 65535"),
    ] {
        let case = case(&words).args(["--stdin"]).stdin(input);
        let case = case.file(".env", file);
        case.output().status(1).stdout("").tells(told);
        assert_eq!(text(&case, ".env"), file);
    }
    let bytes = case(&["set", "OTHER", "--stdin"]).stdin(b"test\xffnot-a-real".to_vec());
    bytes
        .output()
        .status(1)
        .tells("OTHER: the value is not UTF-8");
    let long = case(&["set", "API_KEY", "--stdin"]).stdin("x".repeat(131_072));
    long.output()
        .status(1)
        .tells("API_KEY: longer than 131063 bytes");
    assert!(!long.path().join(".env").exists());
}

#[test]
fn a_reference_is_text_where_nothing_is_replaced() {
    let schema = format!("[env]\ninterpolation = \"off\"\n{SCHEMA}");
    let case = Case::with_schema(&schema).args(["set", "API_KEY", "--stdin"]);
    let case = case.stdin("test-${NOT}-a-real-key");
    case.output().status(0);
    assert_eq!(text(&case, ".env"), "API_KEY='test-${NOT}-a-real-key'\n");
    case.again(&["check"]).status(0);
}

#[test]
fn what_is_no_job_is_2() {
    for (words, told) in [
        (
            &["set", "NOPE"][..],
            "NOPE: the schema does not declare this key",
        ),
        (&["set", "API_KEY"], "standard input is not a terminal"),
        (&["set", "API_KEY", CANARY], "a value on the command line"),
        (
            &["set", "API_KEY", "--stdin", CANARY],
            "a value on the command line",
        ),
        (
            &["set", &format!("API_KEY={CANARY}")],
            "a value on the command line",
        ),
        (&["set"], "missing argument `KEY`"),
        (
            &["set", "API_KEY", "--stdin=all"],
            "invalid value for `--stdin`",
        ),
        (
            &["unset", "NOPE"],
            "NOPE: the schema does not declare this key",
        ),
    ] {
        let case = case(words);
        case.output().status(2).stdout("").tells(told);
        assert!(!case.path().join(".env").exists());
    }
}

#[test]
fn the_file_that_has_the_key_is_changed_else_the_last() {
    let schema = format!(
        "[env]\nfiles = [\".env\", \".env.local\"]\n{SCHEMA}[profiles.dev]\nenv_files = [\".env.dev\"]\n"
    );
    let case = Case::with_schema(&schema)
        .file(
            ".env",
            "API_KEY=test-not-a-real-key # of the team\nOLD=old\n",
        )
        .stdin("test-not-real-either");
    case.again(&["set", "API_KEY", "--stdin"])
        .status(0)
        .says("set API_KEY in .env:1:");
    case.again(&["set", "OTHER", "--stdin"]).status(0);
    assert_eq!(
        text(&case, ".env"),
        "API_KEY='test-not-real-either' # of the team\nOLD='test-not-real-either'\n"
    );
    let case = case.file(".env", "");
    case.again(&["set", "API_KEY", "--stdin"])
        .status(0)
        .says("set API_KEY in .env.local:1:");
    let case = case.file(".env.local", "");
    case.again(&["set", "API_KEY", "--stdin", "--profile", "dev"])
        .status(0)
        .says("set API_KEY in .env.dev:1:");
    case.again(&["set", "API_KEY", "--stdin", "--file", "sub.env"])
        .status(0)
        .says("set API_KEY in sub.env:1:");
    case.again(&["set", "API_KEY", "--stdin", "--env-file", "given.env"])
        .status(0)
        .says("set API_KEY in given.env:1:");
    case.again(&["set", "API_KEY", "--stdin", "--file", "no/such.env"])
        .status(2)
        .tells("no/such.env: cannot be written: there is no such folder");
}

#[test]
fn a_value_that_another_layer_overrides_is_a_warning() {
    let case = case(&["set", "API_KEY", "--stdin"]).stdin("test-not-a-real-key");
    let case = case.host("API_KEY", CANARY);
    case.output().status(0).stderr(
        "secrun: warning: API_KEY: the environment has another value, which wins over the one in .env\n\
         secrun: hint: unset `API_KEY`, or pass `--override`\n",
    );
    case.again(&["set", "API_KEY", "--stdin", "--override"])
        .status(0)
        .stderr("");
}

#[test]
fn unset_removes_every_line_of_the_key() {
    let file = "# mine\nAPI_KEY=a\nOTHER=b\nexport API_KEY='c\nd' # e\nOLD=f\n";
    let case = case(&["unset", "API_KEY"]).file(".env", file);
    case.output()
        .status(0)
        .stdout("removed API_KEY from .env:2\n")
        .stderr("");
    assert_eq!(text(&case, ".env"), "# mine\nOTHER=b\nOLD=f\n");
    case.output()
        .status(0)
        .stdout("API_KEY is in no env file\n");
    case.again(&["unset", "OTHER", "--file", ".env"]).status(0);
    assert_eq!(text(&case, ".env"), "# mine\n");
    case.again(&["unset", "OTHER", "--file", ".env"])
        .status(0)
        .stdout("OTHER is not in .env\n");
    let case = case
        .file(".env", "NOT_DECLARED=1\nPORT=1\n")
        .host("PORT", "2");
    case.again(&["unset", "NOT_DECLARED"]).status(0);
    case.again(&["unset", "PORT"])
        .status(0)
        .stderr("secrun: note: PORT: the environment still sets it\n");
    assert_eq!(text(&case, ".env"), "");
}
