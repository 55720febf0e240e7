//! What a missing key says: what it is for, where to get it, whom to ask, which file to edit.

use crate::case::{CANARY, Case};

const SCHEMA: &str = "[owners.ml-platform]\ncontact = \"#ml-platform\"\n\
    [secrets]\nGITHUB_TOKEN = { description = \"Read token for the docs repo\", owner = \"ml-platform\" }\n";

fn run(case: Case, hint: &str) {
    let told = format!(
        "secrun: error: secrun.toml:5:1: GITHUB_TOKEN: missing: Read token for the docs repo\n\
         secrun: hint: {hint}; `secrun check --fill` asks for it\n"
    );
    let case = case.args(["--", "true"]);
    case.output().status(125).stdout("").stderr(&told);
    case.again(&["check"]).status(1).tells(&told);
}

#[test]
fn the_file_to_edit_and_whom_to_ask_are_told() {
    let case = || Case::with_schema(SCHEMA);
    run(case(), "add it to .env, or ask #ml-platform");
    run(
        case().file(".env", ""),
        "add it to .env, or ask #ml-platform",
    );
    let example = || case().file(".env.example", "GITHUB_TOKEN=\n");
    run(
        example().file(".env", "\n"),
        "add it to .env (see .env.example), or ask #ml-platform",
    );
    run(
        example(),
        "run `cp .env.example .env` and fill it in, or ask #ml-platform",
    );
}

#[test]
fn the_page_where_to_get_it_is_told() {
    let schema = SCHEMA.replace(" owner", " docs = \"https://example.com/keys\", owner");
    run(
        Case::with_schema(&schema),
        "get it at https://example.com/keys and add it to .env, or ask #ml-platform",
    );
    let empty = Case::with_schema(&schema).file(".env", "GITHUB_TOKEN=\n");
    empty.args(["check"]).output().status(1).tells(
        "secrun: error: .env:1:1: GITHUB_TOKEN: required, but empty: Read token for the docs repo\n\
         secrun: hint: get it at https://example.com/keys and set `GITHUB_TOKEN`, ask #ml-platform, \
         or declare `allow_empty = true`\n",
    );
}

#[test]
fn of_several_keys_each_has_its_own_help() {
    let schema = format!("{SCHEMA}OTHER = {{}}\n[settings]\nPORT = {{ type = \"port\" }}\n");
    let case = Case::with_schema(&schema).file(".env", "PORT=x\n");
    case.args(["-q", "--", "true"]).output().status(125).stderr(
        "secrun: error: .env:1:1: PORT: not a port number; it is `x`\n\
         secrun: error: secrun.toml:5:1: GITHUB_TOKEN: missing: Read token for the docs repo\n\
         secrun: hint: add it to .env, or ask #ml-platform; `secrun check --fill` asks for it\n\
         secrun: error: secrun.toml:6:1: OTHER: missing\n\
         secrun: hint: add it to .env, or set it in the environment; `secrun check --fill` asks for it\n\
         secrun: hint: run `secrun check` to see how to fix each\n",
    );
}

#[test]
fn the_owner_of_a_profile_is_asked() {
    let schema = "[owners.a]\n[owners.b]\ncontact = \"b@example.com\"\n\
        [secrets]\nKEY = { owner = \"a\", env.prod.owner = \"b\" }\n[profiles.prod]\n";
    let case = Case::with_schema(schema).args(["check"]);
    case.output()
        .status(1)
        .tells("add it to .env, or ask `a`; ");
    case.again(&["check", "--profile", "prod"])
        .status(1)
        .tells("add it to .env, or ask b@example.com; ");
}

#[test]
fn explain_tells_it_too() {
    let schema = SCHEMA.replace(" owner", " docs = \"https://example.com/keys\", owner");
    let case = Case::with_schema(&schema).args(["explain", "GITHUB_TOKEN"]);
    case.output().says(
        "\nabout\n  Read token for the docs repo\n  get it at https://example.com/keys\n  ask #ml-platform\n",
    );
    case.again(&["explain", "GITHUB_TOKEN", "--format", "json"])
        .says("\"docs\": \"https://example.com/keys\"")
        .says("\"contact\": \"#ml-platform\"");
}

#[test]
fn a_description_that_holds_a_secret_is_not_shown() {
    let schema =
        "[secrets]\nKEY = { description = \"@\", docs = \"https://example.com/@\" }\nOTHER = {}\n";
    for text in [
        CANARY,
        &format!("such as {CANARY}"),
        &format!("a\\n{CANARY}\\nb"),
    ] {
        let schema = schema
            .replace("\"@\"", &format!("\"{text}\""))
            .replace('@', CANARY);
        let case = Case::with_schema(&schema).file(".env", format!("OTHER={CANARY}\n"));
        let case = case.args(["--", "true"]);
        case.output().status(125).tells("KEY: missing\n");
        case.again(&["explain", "KEY"]);
        case.again(&["check", "--format", "json"]);
    }
}

#[test]
fn docs_is_a_page() {
    for page in [
        "example.com/keys",
        "ftp://example.com",
        "https://a b",
        "https://u:p@example.com",
    ] {
        let case = Case::with_schema(&format!("[secrets]\nKEY = {{ docs = \"{page}\" }}\n"));
        case.args(["check"])
            .output()
            .status(2)
            .tells("secrun: error: secrun.toml:3:16: KEY: `docs` must be a URL ");
    }
}
