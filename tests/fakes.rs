//! `fakes = true` in a profile: tests run at once, and never with a real key of an env file.

use std::process::Command;

use crate::case::{CANARY, Case, finish};

const SCHEMA: &str = "\
[secrets]
API_KEY = { min_length = 30 }
DATABASE_URL = { type = \"url\", schemes = [\"postgres\"] }
OPTIONAL = { required = false }
[settings]
LEVEL = { default = \"INFO\" }
WORKERS = { type = \"int\", min = 3 }
REGION = { required = false }
[profiles.test]
env_files = [\".env.test\"]
fakes = true
live_keys = \"forbid\"
";

const SHOW: [&str; 7] = [
    "-q",
    "--profile",
    "test",
    "--",
    "sh",
    "-c",
    "echo \"$API_KEY|$DATABASE_URL|$OPTIONAL|$LEVEL|$WORKERS|$REGION\"",
];

const FAKE_KEY: &str = "test-not-a-real-api-keytest-no";
const FAKE_URL: &str = "postgres://test-not-a-real-user:test-not-a-real-key@example.invalid/test";

fn case() -> Case {
    Case::with_schema(SCHEMA)
}

#[track_caller]
fn shows(case: Case, key: &str, rest: &str) {
    let line = format!("{key}|{FAKE_URL}|{rest}\n");
    case.args(SHOW).output_of_child().status(0).stdout(&line);
}

#[test]
fn required_keys_get_fakes_of_their_types_and_nothing_else_is_made_up() {
    shows(case(), FAKE_KEY, "|INFO|3|");
}

#[test]
fn a_general_env_file_gives_settings_and_no_secrets() {
    let file = format!("API_KEY={CANARY}{CANARY}\nOPTIONAL={CANARY}\nREGION=eu\nWORKERS=7\n");
    let case = case().file(".env", file).file("run/secrets/x", "");
    let line = format!("{FAKE_KEY}|{FAKE_URL}||INFO|7|eu\n");
    case.args(SHOW).output().status(0).stdout(&line);
}

#[test]
fn a_broken_secret_of_a_general_file_is_not_read() {
    let file = format!("API_KEY='{CANARY}' x\n");
    let without = case().file(".env", &file);
    without.again(&["--", "true"]).status(125);
    shows(without, FAKE_KEY, "|INFO|3|");
}

#[test]
fn the_files_of_the_profile_beat_fakes_and_the_host_beats_them() {
    let own = "test-key-of-the-profile-in-a-file";
    let host = "test-key-of-the-host-environment-x";
    let file = || case().file(".env.test", format!("API_KEY={own}\n"));
    shows(file(), own, "|INFO|3|");
    shows(file().host("API_KEY", host), host, "|INFO|3|");
    // None of this is a conflict of layers.
    let check = ["check", "--profile", "test"];
    file().again(&check).status(0).stderr("");
}

#[test]
fn an_env_file_of_the_command_line_is_read_whole() {
    let own = "test-key-of-the-command-line-file-x";
    let case = case().file("given.env", format!("API_KEY={own}\n"));
    shows(case.args(["--env-file", "given.env"]), own, "|INFO|3|");
}

#[test]
fn an_empty_value_gives_way_to_the_fake() {
    // A job of a fork gets empty strings in place of the secrets.
    shows(case().host("API_KEY", ""), FAKE_KEY, "|INFO|3|");
    shows(case().file(".env.test", "API_KEY=\n"), FAKE_KEY, "|INFO|3|");
}

#[test]
fn a_live_key_of_the_host_is_refused() {
    let live = format!("{}{CANARY}", ["sk-", "proj-"].concat());
    case()
        .host("API_KEY", live)
        .args(["--profile", "test", "--", "true"])
        .output()
        .status(125)
        .tells("the environment: API_KEY: a live key of the format `openai`, which this profile forbids");
}

#[test]
fn a_file_of_the_profile_cannot_borrow_a_secret_of_a_general_one() {
    case()
        .file(".env", format!("OPTIONAL={CANARY}\n"))
        .file(
            ".env.test",
            "API_KEY=${OPTIONAL:-test-key-without-the-other-one-x}\n",
        )
        .args(SHOW)
        .output()
        .stdout(&format!(
            "test-key-without-the-other-one-x|{FAKE_URL}||INFO|3|\n"
        ));
}

#[test]
fn a_mounted_secret_or_a_key_file_of_a_general_file_is_not_read() {
    let schema = "[secrets]\nKEY = { file = true }\n[profiles.test]\nfakes = true\n";
    let case = Case::with_schema(schema)
        .file("real", CANARY)
        .file("host", "test-key-of-the-host")
        .file(".env", "KEY_FILE=real\n");
    let show = ["-q", "--profile", "test", "--", "sh", "-c", "echo $KEY"];
    case.again(&show).status(0).stdout("test-not-a-real-key\n");
    let case = case.host("KEY_FILE", "host");
    case.again(&show).status(0).stdout("test-key-of-the-host\n");
}

#[test]
fn loaders_of_env_files_are_off_where_a_general_file_has_secrets() {
    let print = [
        "-q",
        "--profile",
        "test",
        "--",
        "sh",
        "-c",
        "echo $PYTHON_DOTENV_DISABLED",
    ];
    let with = case().file(".env", "API_KEY=x\n");
    with.again(&print).status(0).stdout("1\n");
    case().again(&print).status(0).stdout("\n");
}

#[test]
fn reports_say_that_a_value_is_made_up() {
    let case = case().file(".env", format!("API_KEY={CANARY}{CANARY}\n"));
    let explain = ["explain", "API_KEY", "--profile", "test"];
    case.again(&explain)
        .status(0)
        .says("fake")
        .says("the only layer that sets it");
    let optional = ["explain", "OPTIONAL", "--profile", "test"];
    case.again(&optional)
        .status(0)
        .says("no layer sets it: the profile takes no secrets from `[env] files`\n");
    let json = [
        "fingerprint",
        "API_KEY",
        "--profile",
        "test",
        "--format",
        "json",
    ];
    case.again(&json).status(0).says("\"layer\": \"fake\"");
    let check = ["check", "--profile", "test", "--strict"];
    case.again(&check).status(0).stderr("");
    let masked = [
        "-q",
        "--mask",
        "--profile",
        "test",
        "--",
        "sh",
        "-c",
        "echo $API_KEY",
    ];
    case.again(&masked)
        .status(0)
        .stdout(&format!("{FAKE_KEY}\n"));
}

#[test]
fn a_key_without_a_fake_is_missing_and_the_hint_says_why() {
    let schema =
        |rule: &str| format!("[secrets]\nKEY = {{ {rule} }}\n[profiles.test]\nfakes = true\n");
    let run = ["--profile", "test", "--", "true"];
    let pattern = "pattern = '^ab?c$'";
    Case::with_schema(&schema(pattern))
        .again(&run)
        .status(125)
        .stderr(
            "secrun: error: secrun.toml:3:1: KEY: missing, and no made-up value passes its rule\n\
         secrun: hint: give it an `example` that does, or set it in an env file of the profile\n",
        );
    let example = format!("{pattern}, example = 'abc'");
    Case::with_schema(&schema(&example)).again(&run).status(0);
    let other = "required_in = ['prod']";
    Case::with_schema(&schema(other)).again(&run).status(0);
}

#[test]
fn a_refused_fake_stops_the_run() {
    let schema = "[settings]\nLIVE = { type = 'bool' }\n[profiles.test]\nfakes = true\nrefuse = { LIVE = '0' }\n";
    Case::with_schema(schema)
        .args(["--profile", "test", "--", "true"])
        .output()
        .status(125)
        .tells("LIVE: the profile refuses this value");
}

#[test]
fn searches_know_the_real_values_in_such_a_profile() {
    let case = case()
        .file(".env", format!("API_KEY={CANARY}{CANARY}\n"))
        .file("notes.txt", format!("{CANARY}{CANARY}\n"));
    case.again(&["scan", "--profile", "test", "."])
        .status(1)
        .says("notes.txt");
    let mut git = Command::new("git");
    git.args(["init", "-q"]).current_dir(case.path());
    assert!(finish(git, b"").status.success());
    let mut git = Command::new("git");
    git.args(["add", "-f", ".env"]).current_dir(case.path());
    assert!(finish(git, b"").status.success());
    case.again(&["check", "--profile", "test"])
        .status(1)
        .tells(".env:1:1: API_KEY: git tracks this file");
}

#[test]
fn the_test_profile_of_init_runs_right_after_it() {
    let code = "\
import os
from pydantic import SecretStr
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    openai_api_key: SecretStr
    base_url: str
    workers: int
TOKEN = os.environ['GITHUB_TOKEN']
";
    let case = Case::new().file("app/config.py", code);
    case.again(&["init"]).status(0);
    let show = ["-q", "--profile", "test", "--", "sh", "-c"];
    let show: Vec<&str> = show
        .into_iter()
        .chain(["echo $OPENAI_API_KEY $WORKERS $GITHUB_TOKEN"])
        .collect();
    case.again(&show)
        .status(0)
        .stdout("test-not-a-real-openai-api-key 1 test-not-a-real-github-token\n");
    case.again(&["check", "--profile", "test", "--strict"])
        .status(0);
}
