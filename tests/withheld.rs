//! `check` says which host variables the program does not get.

use crate::case::{CANARY, Case};

fn case() -> Case {
    Case::with_schema("[secrets]\nAPI_KEY = { required = false }\n[scopes]\na = []\n")
}

const NOTE: &str = "secrun: note: the program does not get ";

#[test]
fn one_note_counts_host_variables_and_names_those_that_programs_miss() {
    let mut case = case();
    for name in [
        "HTTPS_PROXY",
        "SSH_AUTH_SOCK",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "EDITOR",
        "AWS_PROFILE",
        "AWS_CA_BUNDLE",
        "VIRTUAL_ENV",
        "MY_OWN_TOKEN",
        "API_KEY",
        "SSL_CERT_FILE",
        "SECRUN_QUIET",
    ] {
        case = case.host(name, if name == "SECRUN_QUIET" { "0" } else { CANARY });
    }
    let what = "9 host variables; `inherit` can pass `HTTPS_PROXY` (`@proxy`), \
        `AWS_CA_BUNDLE` (`@tls`), `EDITOR`, `SSH_AUTH_SOCK`, `XDG_CONFIG_HOME` and 1 more (`@dev`), \
        `VIRTUAL_ENV` (`@python`), `AWS_PROFILE`";
    // A note never makes `--strict` fail, and a document for machines has it too.
    let told = format!("{NOTE}{what}\n");
    case.again(&["check", "--strict"]).status(0).stderr(&told);
    case.again(&["check", "--format", "json"])
        .status(0)
        .says("\"severity\": \"note\"")
        .says("\"code\": \"withheld\"")
        .says("\"warnings\": 0");
    // What passes is not in it.
    let what = "1 host variable";
    let all = "@proxy,@tls,@dev,@python,AWS_PROFILE";
    case.again(&["check", "--inherit", all])
        .status(0)
        .stderr(&format!("{NOTE}{what}\n"));
    let all = format!("{all},MY_OWN_TOKEN");
    case.again(&["check", "--inherit", &all])
        .status(0)
        .stderr("");
}

#[test]
fn lists_of_alerts_and_runs_do_not_have_the_note() {
    let case = case().host("HTTPS_PROXY", CANARY);
    for format in ["github", "sarif"] {
        case.again(&["check", "--format", format])
            .status(0)
            .never("withheld")
            .never("HTTPS_PROXY");
    }
    case.again(&["check", "-q"]).status(0).stderr("");
    case.again(&["--", "true"]).status(0).never("HTTPS_PROXY");
}

#[test]
fn the_presets_pass_what_they_name() {
    let mut case = case();
    let names = ["GIT_SSL_CAINFO", "PIP_CERT", "DISPLAY", "XDG_STATE_HOME"];
    for name in names {
        case = case.host(name, format!("value-of-{name}"));
    }
    let run = ["-q", "--inherit", "@tls,@dev", "--", "env"];
    let mut outcome = case.again(&run).status(0);
    for name in names {
        outcome = outcome.says(&format!("{name}=value-of-{name}\n"));
    }
    // A glob keeps out what may be a secret.
    let case = case.host("XDG_TOKEN", CANARY);
    case.again(&run).status(0).never("XDG_TOKEN");
}
