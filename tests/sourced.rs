//! What `check` says of env files that are sourced, against bash itself.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

use crate::case::{Case, finish};

/// Values without quotes: every other sign at the start, within and at the end.
fn values() -> Vec<String> {
    let signs = (b'!'..=b'~').map(char::from);
    let signs = signs.filter(|sign| sign.is_ascii_punctuation() && !"'\"".contains(*sign));
    let around = |sign: char| [format!("{sign}a"), format!("a{sign}b"), format!("a{sign}")];
    let more = [
        "~",
        "~/x",
        "/x:~/y",
        "/x:~",
        "x:~:y",
        "~+",
        "http://~/x",
        "x~/y",
        "~nobody-here/x",
        "x=~/y",
        "postgres://u:p@h/db?x=1&y=2",
        "a&&b",
        "a;;b",
        "a>>b",
        "<(a)",
        "()",
        "{a,b}",
        "[a]*",
        "${H}",
        "${H}&b",
        "${N:-a;b}",
    ];
    let more = more.iter().map(|text| (*text).to_owned());
    signs.flat_map(around).chain(more).collect()
}

/// What bash has for `A` after it sourced a file with this value.
fn sourced(value: &str) -> String {
    let case = Case::new().file("one.env", format!("H=x\nA={value}\n"));
    let mut bash = Command::new("bash");
    bash.args([
        "-c",
        "PATH=/nowhere; set -a; . ./one.env; wait; printf %s \"${A-}\"",
    ])
    .current_dir(case.path())
    .env_clear()
    .env("HOME", "/home/nobody-here")
    .env("PATH", std::env::var_os("PATH").unwrap_or_default())
    .stdin(Stdio::null())
    .stdout(Stdio::piped())
    .stderr(Stdio::null());
    String::from_utf8(finish(bash, b"").stdout).unwrap()
}

/// What python-dotenv and secrun read, where there is a `H` and no `N`.
fn meant(value: &str) -> String {
    let default = value
        .strip_prefix("${N:-")
        .and_then(|rest| rest.strip_suffix('}'));
    default.map_or_else(|| value.replace("${H}", "x"), str::to_owned)
}

#[test]
fn a_value_that_bash_reads_otherwise_is_told_and_no_other() {
    let values = values();
    let keys = || (0..values.len()).map(|at| format!("K{at}"));
    let rules: Vec<_> = keys().map(|key| format!("{key} = {{}}\n")).collect();
    let lines: Vec<_> = keys()
        .zip(&values)
        .map(|(key, value)| format!("{key}={value}\n"))
        .collect();
    let outcome = Case::with_schema(&format!("[secrets]\nH = {{}}\n{}", rules.concat()))
        .file(".env", format!("H=x\n{}", lines.concat()))
        .args(["check", "--format", "json"])
        .output();
    let report: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let mut codes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for problem in report["problems"].as_array().unwrap() {
        let (key, code) = (problem["key"].as_str(), problem["code"].as_str());
        codes.entry(key.unwrap()).or_default().insert(code.unwrap());
    }
    let none = BTreeSet::new();
    let mut told = 0;
    for (key, value) in keys().zip(&values) {
        let codes = codes.get(key.as_str()).unwrap_or(&none);
        let is_told = codes.contains("drift.shell");
        let differs = sourced(value) != meant(value);
        told += usize::from(is_told);
        let others = codes.iter().any(|code| {
            code.starts_with("dotenv.")
                || (code.starts_with("drift.")
                    && !["drift.shell", "drift.reference"].contains(code))
        });
        assert!(!is_told || differs, "told for nothing: {value}");
        assert!(is_told || others || !differs, "not told: {value}");
    }
    assert!(told > 25, "{told}");
}
