//! `secrun mask`: a filter, and GitHub's own masker told what it would miss.

use std::fs;
use std::process::Stdio;

use crate::case::{CANARY, Case, Outcome, finish};

const VALUE: &str = "test-not-a-real-key";
const MASK: &str = "***REDACTED:API_KEY***";

fn project(schema: &str, env: impl AsRef<[u8]>) -> Case {
    Case::with_schema(schema).file(".env", env)
}

fn ready() -> Case {
    project("[secrets]\nAPI_KEY = {}\n", format!("API_KEY={VALUE}\n"))
}

/// Passes a text through `secrun mask` with these words.
#[track_caller]
fn filtered(case: Case, words: &[&str], text: &str) -> Outcome {
    case.args(["mask"])
        .args(words.iter().copied())
        .stdin(text)
        .output()
}

#[test]
fn input_comes_out_masked() {
    filtered(ready(), &[], &format!("a {VALUE} b\n{VALUE}"))
        .status(0)
        .stdout(&format!("a {MASK} b\n{MASK}"))
        .stderr("");
}

#[test]
fn what_is_no_secret_passes_byte_for_byte() {
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let case = ready().args(["mask"]);
    let mut command = case.command();
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    assert!(finish(command, &bytes).stdout == bytes);
}

#[test]
fn files_are_one_text_and_a_dash_is_the_input() {
    let case = ready()
        .file("one", "1 test-not-a-")
        .file("two", format!("real-key 2 {VALUE}\n"));
    filtered(case, &["one", "two", "-"], VALUE)
        .status(0)
        .stdout(&format!("1 {MASK} 2 {MASK}\n{MASK}"));
}

/// A value that was taken for a file is not told again.
#[test]
fn a_file_that_cannot_be_read_is_told_by_number() {
    let case = ready().file("two", VALUE).file("folder/x", "");
    filtered(case, &["absent", "two", "folder"], "")
        .status(2)
        .stdout(MASK)
        .stderr(
            "secrun: error: file 1 cannot be read: there is no such file\n\
             secrun: error: file 3 cannot be read: it is a folder\n",
        );
}

#[test]
fn every_layer_is_masked() {
    let case = ready().host("API_KEY", "another-made-up-key");
    filtered(case, &[], &format!("{VALUE} another-made-up-key"))
        .status(0)
        .stdout(&format!("{MASK} {MASK}"));
}

#[test]
fn a_value_that_breaks_its_rule_is_masked_all_the_same() {
    let schema = "[secrets]\nAPI_KEY = { type = \"uuid\" }\n";
    let case = project(schema, format!("API_KEY={VALUE}\n"));
    filtered(case, &[], VALUE).status(0).stdout(MASK).stderr("");
}

#[test]
fn what_is_missing_is_told_and_the_rest_is_masked() {
    let schema = "[secrets]\nABSENT = {}\nAPI_KEY = {}\nPIN = {}\n";
    let env = format!("API_KEY={VALUE}\nPIN=4821\n");
    filtered(project(schema, &env), &[], &format!("{VALUE} 4821"))
        .status(0)
        .stdout(&format!("{MASK} 4821"))
        .tells("secrun: warning: secrun.toml:3:1: ABSENT: not set, so it is not masked\n")
        .tells("secrun: warning: secrun.toml:5:1: PIN: too short to mask: under 8 bytes\n");
    filtered(project(schema, &env), &["-q"], VALUE)
        .status(0)
        .stdout(MASK)
        .stderr("");
}

/// What cannot be known would pass as it is.
#[test]
fn nothing_passes_where_a_statement_cannot_be_read() {
    let schema = "[secrets]\nAPI_KEY = {}\nBROKEN = { aliases = [\"OLD\"] }\n[settings]\nMODE = { required = false }\n[scopes]\na = [\"API_KEY\"]\n";
    let case = |line: &str| project(schema, format!("API_KEY={VALUE}\n{line}\n"));
    for (line, told) in [
        (
            "BROKEN='x",
            ".env:2:8: BROKEN: the `'` opened here is never closed",
        ),
        (
            "OLD=\"x\" y",
            ".env:2:5: OLD: the `\"` opened here has text after its closing quote",
        ),
        (
            "BROKEN=${NOWHERE}",
            ".env:2:8: BROKEN: `NOWHERE` is set neither above nor in the environment",
        ),
        (
            "a part of some value",
            ".env:2:1: this line is not `KEY=value`",
        ),
    ] {
        let told = format!("secrun: error: {told}\n");
        for words in [&[][..], &["-q"]] {
            let outcome = filtered(case(line), words, VALUE);
            outcome.status(2).stdout("").tells(&told);
        }
        let github = case(line).host("GITHUB_ACTIONS", "true");
        let github = github.args(["-q", "mask", "--github"]).output();
        github.status(2).stdout("").tells(&told);
    }
    let utf16: Vec<u8> = "\u{feff}API_KEY=x\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    filtered(project(schema, utf16), &["-q"], VALUE)
        .status(2)
        .stdout("")
        .stderr(
            "secrun: error: .env:1:1: the file is UTF-16\nsecrun: hint: save the file as UTF-8\n",
        );
    // What is no secret of this filter hides nothing.
    for (line, words) in [
        ("MODE='x", &[][..]),
        ("OTHER='x", &[]),
        ("BROKEN='x", &["--scope", "a"]),
    ] {
        let outcome = filtered(case(line), words, VALUE);
        outcome
            .status(0)
            .stdout(MASK)
            .tells("secrun: warning: .env:2:");
    }
}

#[test]
fn an_earlier_value_of_a_key_is_masked_too() {
    let env = format!("API_KEY=an-earlier-made-up-key\nAPI_KEY={VALUE}\n");
    let text = format!("{VALUE} an-earlier-made-up-key YW4tZWFybGllci1tYWRlLXVwLWtleQ==");
    let schema = "[secrets]\nAPI_KEY = {}\n";
    filtered(project(schema, &env), &[], &text)
        .status(0)
        .stdout(&format!("{MASK} {MASK} {MASK}"));
    let script = "echo \"$1\"";
    project(schema, &env)
        .args(["-q", "--mask", "--", "sh", "-c", script, "sh", &text])
        .output()
        .status(0)
        .stdout(&format!("{MASK} {MASK} {MASK}\n"));
}

#[test]
fn scope_and_profile_choose_the_values() {
    let schema = "[secrets]\nAPI_KEY = {}\nTOKEN = {}\n[scopes]\na = [\"TOKEN\"]\n[profiles.test]\nenv_files = [\".env.test\"]\n";
    let env = format!("API_KEY={VALUE}\nTOKEN=a-made-up-token\n");
    let case = || project(schema, &env).file(".env.test", "API_KEY=made-up-for-tests\n");
    filtered(
        case(),
        &["--scope", "a"],
        &format!("{VALUE} a-made-up-token"),
    )
    .status(0)
    .stdout(&format!("{VALUE} ***REDACTED:TOKEN***"));
    filtered(case(), &["--profile", "test"], "made-up-for-tests")
        .status(0)
        .stdout(MASK);
    filtered(case(), &[], "made-up-for-tests")
        .status(0)
        .stdout("made-up-for-tests");
    filtered(case(), &["--scope", "none"], "").status(2);
}

/// Which scope `run` takes by itself says nothing of what a log holds.
#[test]
fn the_scope_of_runs_does_not_narrow_a_filter() {
    let schema =
        "[secrets]\nAPI_KEY = {}\nTOKEN = {}\n[scopes]\na = [\"TOKEN\"]\n[run]\nscope = \"a\"\n";
    let case = project(schema, format!("API_KEY={VALUE}\nTOKEN=a-made-up-token\n"));
    filtered(case, &[], VALUE).status(0).stdout(MASK);
}

#[test]
fn without_a_schema_nothing_passes() {
    filtered(Case::new(), &[], VALUE).status(2).stdout("");
    filtered(Case::with_schema("[nonsense]\n"), &[], VALUE)
        .status(2)
        .stdout("");
    let required =
        "[env]\nfiles = [{ path = \".env\", required = true }]\n[secrets]\nAPI_KEY = {}\n";
    filtered(Case::with_schema(required), &[], VALUE)
        .status(2)
        .stdout("");
}

#[test]
fn a_full_disk_is_trouble() {
    let case = ready().args(["mask"]);
    let mut command = case.command();
    let full = fs::OpenOptions::new().write(true).open("/dev/full");
    let Ok(full) = full else { return };
    command
        .stdin(Stdio::piped())
        .stdout(full)
        .stderr(Stdio::piped());
    let output = finish(command, b"x");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        told,
        "secrun: error: the output cannot be written: no space left on device\n"
    );
}

/// `--github` with these secrets, as GitHub's runner would hear it.
#[track_caller]
fn on_github(schema: &str, env: impl AsRef<[u8]>) -> Vec<String> {
    let outcome = project(schema, env)
        .host("GITHUB_ACTIONS", "true")
        .args(["-q", "mask", "--github"])
        .output()
        .status(0)
        .stderr("");
    let told = outcome.stdout.lines().map(|line| {
        let data = line.strip_prefix("::add-mask::").unwrap();
        data.replace("%0A", "\n")
            .replace("%0D", "\r")
            .replace("%25", "%")
    });
    told.collect()
}

#[test]
fn outside_github_no_value_is_printed() {
    for said in [None, Some("false"), Some("")] {
        let mut case = ready();
        if let Some(said) = said {
            case = case.host("GITHUB_ACTIONS", said);
        }
        case.args(["mask", "--github"])
            .output()
            .status(2)
            .stdout("")
            .stderr(
                "secrun: error: `--github` prints values, and this is not GitHub Actions\n\
                 secrun: hint: run it in a step of a workflow, or pipe output through `secrun mask`\n",
            );
    }
}

#[test]
fn github_is_told_the_value_and_what_it_does_not_derive() {
    let told = on_github("[secrets]\nAPI_KEY = {}\n", format!("API_KEY={VALUE}\n"));
    assert_eq!(told[0], VALUE);
    let hex = "746573742d6e6f742d612d7265616c2d6b6579".to_owned();
    assert!(told.contains(&hex), "{told:?}");
    // Its own base64 it derives itself.
    assert!(!told.contains(&"dGVzdC1ub3QtYS1yZWFsLWtleQ==".to_owned()));
    // With the line end of `echo` it would miss the last part.
    assert!(told.contains(&"dGVzdC1ub3QtYS1yZWFsLWtleQo=".to_owned()));
    let distinct: std::collections::BTreeSet<_> = told.iter().collect();
    assert_eq!(distinct.len(), told.len());
}

#[test]
fn github_is_told_no_form_that_it_derives() {
    let told = on_github(
        "[secrets]\nAPI_KEY = {}\n",
        "API_KEY='not \"a\" <real>&key/'\n",
    );
    assert!(
        told.contains(&"not \"a\" <real>&key/".to_owned()),
        "{told:?}"
    );
    for derived in [
        "not \\\"a\\\" <real>&key/",
        "not &quot;a&quot; &lt;real&gt;&amp;key/",
        "not%20%22a%22%20%3Creal%3E%26key%2F",
    ] {
        assert!(!told.contains(&derived.to_owned()), "{derived}");
    }
    // Python's `quote` keeps the slash.
    let kept = "not%20%22a%22%20%3Creal%3E%26key/".to_owned();
    assert!(told.contains(&kept), "{told:?}");
}

#[test]
fn github_is_told_each_line_and_none_of_its_markers() {
    let env = "API_KEY=\"-----BEGIN TEST KEY-----\nZmlyc3QtbGluZS1vZi1pdA\nc2Vjb25kLWxpbmUtb2Y\nx\n-----END TEST KEY-----\n\"\n";
    let told = on_github("[secrets]\nAPI_KEY = {}\n", env);
    for line in ["Zmlyc3QtbGluZS1vZi1pdA", "c2Vjb25kLWxpbmUtb2Y"] {
        assert!(told.contains(&line.to_owned()), "{told:?}");
    }
    for never in [
        "-----BEGIN TEST KEY-----",
        "-----END TEST KEY-----",
        "x",
        "",
    ] {
        assert!(!told.contains(&never.to_owned()), "{never}");
    }
    assert!(told.iter().all(|form| !form.contains(['\n', '\r'])));
}

#[test]
fn github_is_told_the_password_of_a_url_and_nothing_weak() {
    let schema = "[secrets]\nDB = {}\nPIN = {}\nWORD = {}\nREGION = {}\n[settings]\nPLACE = {}\n";
    let env = "DB=postgres://app:hunter2hunter2@db/x\nPIN=4821\nWORD=password\nREGION=eu-central-1\nPLACE=eu-central-1\n";
    let told = on_github(schema, env);
    assert!(told.contains(&"hunter2hunter2".to_owned()), "{told:?}");
    for never in ["4821", "password", "eu-central-1", "app", "postgres"] {
        assert!(!told.contains(&never.to_owned()), "{never}");
    }
}

#[test]
fn a_percent_sign_is_escaped_for_the_runner() {
    let outcome = project("[secrets]\nAPI_KEY = {}\n", "API_KEY='100%0Asure%25'\n")
        .host("GITHUB_ACTIONS", "true")
        .args(["mask", "--github"])
        .output()
        .status(0);
    let first = outcome.stdout.lines().next().unwrap();
    assert_eq!(first, "::add-mask::100%250Asure%2525");
}

#[test]
fn github_and_files_exclude_each_other() {
    ready()
        .host("GITHUB_ACTIONS", "true")
        .args(["mask", "--github", "file"])
        .output()
        .status(2)
        .stdout("");
}

/// A setting with a strong secret's value holds the secret: it is reported, and the value
/// is masked, searched for and not shown.
#[test]
fn a_strong_secret_in_a_setting_stays_a_secret() {
    let value = CANARY;
    let schema = format!(
        "[secrets]\nAPI_KEY = {{}}\n[settings]\nCOPY = {{}}\nDEFAULT = {{ default = \"{value}\" }}\n"
    );
    let case = project(&schema, format!("API_KEY={value}\nCOPY={value}\n"));
    let says = |place: &str, key: &str| {
        format!(
            "secrun: warning: {place}: {key}: has the value of a secret, so every scope gets that secret\n"
        )
    };
    case.again(&["check"])
        .status(0)
        .tells(&says(".env:2:1", "COPY"))
        .tells(&says("secrun.toml:6:1", "DEFAULT"))
        .never(value);
    let masked = case.again(&["-q", "--mask", "--", "sh", "-c", "echo \"$COPY $DEFAULT\""]);
    fs::write(case.path().join("log"), value).unwrap();
    case.again(&["scan", "log"])
        .status(1)
        .says("API_KEY")
        .never(value);
    masked
        .status(0)
        .stdout("***REDACTED:API_KEY*** ***REDACTED:API_KEY***\n");
}

/// A search does not look for an easy word, and masking makes holes in ordinary text.
#[test]
fn check_lists_easy_words_that_are_masked_in_ordinary_text() {
    let schema = "[secrets]\nHOOK = {}\nREGION_KEY = {}\nURL = {}\nDUMMY = {}\n";
    let env =
        "REGION_KEY=eu-west-1\nHOOK=resolves\nURL=redis://u:easy-word@h/x\nDUMMY=your-key-here\n";
    let what = "easy to guess: masked in ordinary text, too, and not searched for";
    let listed = format!(
        "secrun: warning: secrun.toml:3:1: HOOK: {what}\n\
         secrun: warning: secrun.toml:4:1: REGION_KEY: {what}\n\
         secrun: hint: give it a longer value of random characters\n"
    );
    let case = project(schema, env);
    case.again(&["check"]).status(0).stderr(&listed);
    case.again(&["check", "--strict"]).status(0).stderr(&listed);
}

/// `check` lists what cannot be masked, and counts it where masking is asked for.
#[test]
fn check_lists_what_cannot_be_masked_and_why() {
    let schema =
        "[secrets]\nAPI_KEY = {}\nPIN = {}\nREGION = {}\nWORD = {}\n[settings]\nPLACE = {}\n";
    let env = format!(
        "API_KEY={VALUE}\nPIN=4821\nWORD=password\nREGION=eu-central-1\nPLACE=eu-central-1\n"
    );
    let listed = "secrun: warning: secrun.toml:4:1: PIN: too short to mask: under 8 bytes\n\
                  secrun: warning: secrun.toml:5:1: REGION: not masked: equal to a setting\n\
                  secrun: warning: secrun.toml:6:1: WORD: too common a word to mask\n\
                  secrun: hint: give it a longer value of random characters\n";
    let case = project(schema, &env);
    case.again(&["check"]).status(0).stderr(listed);
    case.again(&["check", "--strict"]).status(0).stderr(listed);
    let masked = case.again(&["check", "--strict", "--mask"]);
    masked.status(1).stderr(listed);
    case.again(&["check", "-q"]).status(0).stderr("");
    case.again(&["check", "--format", "json"])
        .status(0)
        .says("\"unmaskable\"");
    // A run says it once, unless it is quiet.
    let run = case.again(&["--mask", "--", "true"]).status(0);
    assert_eq!(run.stderr.matches("too short to mask").count(), 1);
    case.again(&["-q", "--mask", "--", "true"])
        .status(0)
        .stderr("");
    case.again(&["--", "true"])
        .status(0)
        .never("too short to mask");
}
