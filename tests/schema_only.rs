//! The schema judged without values, and by the secrun that it asks for.

use crate::case::{CANARY, Case};

const SCHEMA: &str = "\
[project]
name = \"agents\"
[env]
files = [{ path = \".env\", required = true }]
[secrets]
API_KEY = { required = true }
[settings]
LEVEL = { type = \"int\" }
[scopes]
coder = [\"API_KEY\"]
[profiles.ci]
";

#[test]
fn a_valid_schema_passes_without_any_value() {
    let case = Case::with_schema(SCHEMA);
    case.again(&["check"]).status(2);
    case.again(&["check", "--schema-only", "--strict"])
        .status(0)
        .stderr("")
        .stdout("secrun.toml is valid: 2 keys, 1 scope, 1 profile\n");
    case.again(&["check", "--schema-only", "-q"])
        .status(0)
        .stdout("");
    let case = case.host("SECRUN_SCOPE", "");
    case.again(&["check", "--schema-only"]).status(0);
}

#[test]
fn no_file_no_host_value_and_no_git_is_read() {
    // Each of these is an error of `check`: a FIFO in place of the file would even hang.
    let case = Case::with_schema(SCHEMA)
        .file(".env", format!("API_KEY='{CANARY}\n"))
        .host("LEVEL", CANARY)
        .host("GIT_DIR", "/nowhere")
        .without("PATH");
    case.again(&["check"]).status(1);
    case.again(&["check", "--schema-only"]).status(0).stderr("");
    let json = ["check", "--schema-only", "--format", "json"];
    case.again(&json).status(0).says("\"keys\": []").stderr("");
    let github = ["check", "--schema-only", "--format", "github"];
    let line = "secrun.toml is valid: 2 keys, 1 scope, 1 profile\n";
    case.again(&github).status(0).stdout(line);
}

#[test]
fn an_invalid_schema_is_2_and_warnings_count_if_strict() {
    let broken = Case::with_schema("[secrets]\nAPI_KEY = { requierd = true }\n");
    broken
        .again(&["check", "--schema-only"])
        .status(2)
        .tells("secrun.toml:3:13: API_KEY: unknown field `requierd`");
    let unknown = Case::with_schema(SCHEMA);
    unknown
        .again(&["check", "--schema-only", "--scope", "codr"])
        .status(2)
        .tells("did you mean `coder`");
    let odd = Case::with_schema("[secrets]\n\"A.KEY\" = {}\n");
    let strict = ["check", "--schema-only", "--strict"];
    odd.again(&strict[..2]).status(0);
    odd.again(&strict)
        .status(1)
        .says("1 warning; `--strict` makes this a failure\n");
    for other in ["--code", "--print-env"] {
        let words = ["check", "--schema-only", other];
        Case::with_schema(SCHEMA).again(&words).status(2);
    }
}

fn wanting(minimum: &str) -> Case {
    Case::with_schema(&format!(
        "[project]\nsecrun = {minimum}\n[secrets]\nA_KEY = {{ required = false }}\n"
    ))
}

#[test]
fn a_schema_that_needs_a_newer_secrun_says_only_that() {
    let own = env!("CARGO_PKG_VERSION");
    Case::with_schema(
        "[project]\nsecrun = \">=9.1\"\n[secrets]\nA_KEY = { of_the_future = 1 }\n[later]\n",
    )
    .again(&["--", "true"])
    .status(125)
    .stderr(&format!(
        "secrun: error: secrun.toml:3:10: needs secrun 9.1 or newer (this is secrun {own})\n\
             secrun: hint: update secrun\n"
    ));
    for minimum in ["\">=0.1\"", "\">= 0.0.1\"", &format!("\">={own}\"")] {
        wanting(minimum).again(&["--", "true"]).status(0);
    }
}

#[test]
fn another_text_than_a_minimum_is_an_error_without_it() {
    for minimum in [CANARY, "0.1", "^0.1", ">=0.1, <2", ">=48151623"] {
        wanting(&format!("\"{minimum}\""))
            .again(&["check"])
            .status(2)
            .never(&format!("secrun {minimum}"))
            .stderr(
                "secrun: error: secrun.toml:3:10: not a minimum version of secrun\n\
                 secrun: hint: write it like `secrun = \">=0.2\"`\n",
            );
    }
    wanting("1")
        .again(&["check"])
        .status(2)
        .tells("must be a string");
}
