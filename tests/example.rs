//! `secrun example`: written from the schema, in step with it, without a real
//! value; and fakes that pass.

use std::fs;

use crate::case::{CANARY, Case};

const SCHEMA: &str = "\
[secrets]
API_KEY = { description = \"The model.\" }
DATABASE_URL = { type = \"url\", schemes = [\"postgres\"], required = false }
[settings]
LOG_LEVEL = { type = \"enum\", values = [\"DEBUG\", \"INFO\"], default = \"INFO\" }
[profiles.test]
env_files = [\".env.test\"]
live_keys = \"forbid\"
";

fn read(case: &Case) -> String {
    fs::read_to_string(case.path().join(".env.example")).unwrap()
}

#[test]
fn what_is_written_passes_the_check_and_is_written_once() {
    let case = Case::with_schema(SCHEMA).args(["example"]);
    case.output().status(0).stdout("wrote .env.example\n");
    let text = read(&case);
    assert!(
        text.ends_with(
            "# The model.\n# secret, required, type string\nAPI_KEY=\n\n\
         # secret, optional, type url\n# DATABASE_URL=\n\n\
         # setting, optional, type enum of `DEBUG`, `INFO`, has a default\nLOG_LEVEL=INFO\n"
        ),
        "{text}"
    );
    case.output().status(0).stdout("");
    case.args(["--check"])
        .output()
        .status(0)
        .stdout(".env.example matches the schema and contains no real values\n")
        .stderr("");
}

#[test]
fn a_copy_of_what_is_written_lacks_only_the_secrets() {
    let text = Case::with_schema(SCHEMA)
        .args(["example", "--stdout"])
        .output()
        .status(0)
        .stdout;
    Case::with_schema(SCHEMA)
        .file(".env", text)
        .args(["check"])
        .output()
        .status(1)
        .tells("API_KEY: required, but empty")
        .says("1 problem\n");
}

#[test]
fn what_somebody_wrote_is_not_overwritten() {
    let case = || Case::with_schema(SCHEMA).file(".env.example", "# mine\nAPI_KEY=\n");
    let refused = case().args(["example"]);
    refused.output().status(2).stderr(
        "secrun: error: .env.example: secrun did not write this file, so it does not overwrite it\n\
         secrun: hint: move its comments into `description`, then pass `--force`\n",
    );
    assert_eq!(read(&refused), "# mine\nAPI_KEY=\n");
    let forced = case().args(["example", "--force"]);
    forced.output().status(0);
    assert!(read(&forced).contains("DATABASE_URL"));
    let printed = case().args(["example", "--stdout"]);
    printed.output().status(0).says("DATABASE_URL");
    assert_eq!(read(&printed), "# mine\nAPI_KEY=\n");
}

#[test]
fn drift_is_told_by_name() {
    Case::with_schema(SCHEMA)
        .file(".env.example", "API_KEY=\nOLD_KEY=\n# DATABASE_URL=\n")
        .args(["example", "--check"])
        .output()
        .status(1)
        .stdout("")
        .stderr(
            "secrun: error: .env.example: LOG_LEVEL: declared in the schema, but missing here\n\
             secrun: hint: run `secrun example`\n\
             secrun: error: .env.example:2:1: OLD_KEY: the schema does not declare this key\n\
             secrun: hint: declare it in the schema, or run `secrun example`\n",
        );
    Case::with_schema(SCHEMA)
        .args(["example", "--check"])
        .output()
        .status(1)
        .stderr(
            "secrun: error: .env.example: there is no such file\n\
             secrun: hint: run `secrun example`\n",
        );
}

#[test]
fn a_real_value_is_found_wherever_it_stands() {
    let told = "API_KEY: the real value from .env:1:1";
    for example in [
        format!("API_KEY={CANARY}\n"),
        format!("API_KEY='{CANARY}'\n"),
        format!("# API_KEY={CANARY}\n"),
        format!("# for example {CANARY}, or another\nAPI_KEY=\n"),
        format!("API_KEY=\nLOG_LEVEL={CANARY}\n"),
        format!("API_KEY=\nOTHER={CANARY}\n"),
    ] {
        Case::with_schema(SCHEMA)
            .file(".env", format!("API_KEY={CANARY}\n"))
            .file(".env.example", example)
            .args(["example", "--check"])
            .output()
            .status(1)
            .tells(told);
    }
}

#[test]
fn a_value_that_looks_real_is_told_without_the_real_one() {
    let live = format!("{}_live_{}", "sk", "4eC39HqLyjWDarjtT1zdp7dc");
    for (value, told) in [
        (live.as_str(), "looks like a live `stripe` key"),
        (CANARY, "as random as a real value"),
    ] {
        let outcome = Case::with_schema(SCHEMA)
            .file(
                ".env.example",
                format!("API_KEY={value}\n# DATABASE_URL=\nLOG_LEVEL=INFO\n"),
            )
            .args(["example", "--check"])
            .output()
            .status(1)
            .never(value);
        outcome.tells(&format!(
            "secrun: error: .env.example:1:1: API_KEY: {told}\n"
        ));
    }
    Case::with_schema(SCHEMA)
        .file(".env", "API_KEY=your-key-here\n")
        .file(
            ".env.example",
            "API_KEY=your-key-here\nDATABASE_URL=\nLOG_LEVEL=INFO\n",
        )
        .args(["example", "--check"])
        .output()
        .status(0);
}

#[test]
fn a_schema_that_holds_a_real_value_is_not_written_out() {
    let case = Case::with_schema(&format!(
        "[secrets]\nAPI_KEY = {{ example = \"{CANARY}\" }}\n"
    ))
    .file(".env", format!("API_KEY={CANARY}\n"))
    .args(["example"]);
    case.output()
        .status(2)
        .tells("secrun.toml: API_KEY: the schema holds the real value");
    assert!(!case.path().join(".env.example").exists());
}

#[test]
fn reports_come_in_every_format() {
    for (format, says) in [
        ("json", "\"env-example.missing\""),
        ("github", "::error "),
        ("sarif", "\"env-example.missing\""),
    ] {
        Case::with_schema(SCHEMA)
            .file(".env.example", "API_KEY=\n")
            .args(["example", "--check", "--format", format])
            .output()
            .status(1)
            .says(says)
            .stderr("");
    }
}

#[test]
fn fakes_pass_the_check_of_the_test_profile() {
    let schema = format!(
        "{SCHEMA}\
         [secrets.OPENAI_API_KEY]\nformat = \"openai\"\n\
         [secrets.SIGNING_KEY]\ntype = \"pem\"\n\
         [secrets.TOKEN]\ntype = \"jwt\"\n\
         [secrets.LONG]\nmin_length = 60\nprefix = \"x-\"\n"
    );
    let case = Case::with_schema(&schema).args(["example", "--fakes", "--profile", "test"]);
    let made = case.output().status(0).stderr("").stdout;
    assert_eq!(made.matches("test-not-a-real").count(), 7, "{made}");
    assert!(
        made.contains("SIGNING_KEY='-----BEGIN TEST KEY-----\n"),
        "{made}"
    );
    Case::with_schema(&schema)
        .file(".env.test", made)
        .args(["check", "--profile", "test"])
        .output()
        .status(0);
}

#[test]
fn a_key_without_a_fake_is_told() {
    Case::with_schema("[secrets]\nKEY = { pattern = \"^ab?c$\" }\n")
        .args(["example", "--fakes"])
        .output()
        .status(1)
        .tells("secrun.toml:3:1: KEY: no fake passes the rule\nsecrun: hint: give the key an `example` that passes\n");
}

#[test]
fn a_link_in_its_place_is_told_and_not_followed() {
    let case = Case::with_schema(SCHEMA).args(["example"]);
    case.output().status(0);
    fs::rename(case.path().join(".env.example"), case.path().join("real")).unwrap();
    std::os::unix::fs::symlink("real", case.path().join(".env.example")).unwrap();
    let case = case.file("secrun.toml", "version = 1\n[secrets]\nOTHER = {}\n");
    let before = fs::read_to_string(case.path().join("real")).unwrap();
    case.output().status(2).stderr(
        "secrun: error: .env.example: already exists, and secrun does not replace it\n\
         secrun: hint: remove the file or the symbolic link\n",
    );
    assert_eq!(
        fs::read_to_string(case.path().join("real")).unwrap(),
        before
    );
}
