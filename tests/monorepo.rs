//! `extends`: a schema over one that several projects share.

use std::fs;

use crate::case::Case;

const VALUE: &str = "test-not-a-real-key";

/// A repository with a shared schema and a service below it, where commands run.
fn repository(shared: &str, service: &str) -> Case {
    Case::new()
        .file(".git/HEAD", "")
        .file("secrun.toml", format!("version = 1\n{shared}"))
        .file(
            "services/api/secrun.toml",
            format!("version = 1\nextends = \"../../secrun.toml\"\n{service}"),
        )
        .within("services/api")
}

#[test]
fn a_service_has_the_shared_keys_and_its_own() {
    let case = repository(
        "[env]\nfiles = [\".env\"]\n[secrets]\nSHARED = {}\n[settings]\nLEVEL = { default = \"info\" }\n",
        "[env]\nfiles = [\".env\"]\n[secrets]\nOWN = {}\n[settings]\nLEVEL = { default = \"debug\" }\n",
    )
    .file(".env", format!("SHARED={VALUE}\nOWN=shared\n"))
    .file("services/api/.env", format!("OWN={VALUE}\n"));
    let child = ["-q", "--", "sh", "-c", "echo $SHARED $OWN $LEVEL"];
    case.again(&child)
        .status(0)
        .stdout(&format!("{VALUE} {VALUE} debug\n"));
    // The parent's file is read first, and each from its own folder.
    case.again(&["explain", "OWN"])
        .says("../../.env:2")
        .says(".env:1")
        .status(0);
    case.again(&["explain", "SHARED"])
        .says("../../secrun.toml:5:1");
    case.again(&["explain", "LEVEL"]).says("secrun.toml:8:1");
    // The shared schema does not know the service's keys.
    let above = case.within("");
    above.again(&["explain", "OWN"]).status(2);
}

#[test]
fn every_problem_names_the_file_that_it_is_from() {
    let case = repository(
        "[secrets]\nSHARED = {}\nOTHER = { typo = 1 }\n",
        "[settings]\nOWN = { type = \"int\", default = \"x\" }\n",
    );
    case.again(&["check"]).status(2).stderr(
        "secrun: error: ../../secrun.toml:4:11: OTHER: unknown field `typo`\n\
         secrun: hint: did you mean `type`\n\
         secrun: error: secrun.toml:4:33: OWN: `default` does not fit: not a whole number\n",
    );
    let case = case
        .file("secrun.toml", "version = 1\n[secrets]\nSHARED = {}\n")
        .file(
            "services/api/secrun.toml",
            "version = 1\nextends = \"../../secrun.toml\"\n[secrets]\nOWN = {}\n",
        );
    let outcome = case.again(&["check"]).status(1);
    outcome
        .tells("secrun: error: ../../secrun.toml:3:1: SHARED: missing")
        .tells("secrun: error: secrun.toml:4:1: OWN: missing");
    let json = case.again(&["check", "--format", "json"]).status(1);
    json.says("\"../../secrun.toml\"").says("\"secrun.toml\"");
    // CI systems want paths from the top of the repository.
    let github = case.again(&["check", "--format", "github"]).status(1);
    github
        .says("file=secrun.toml,line=3")
        .says("file=services/api/secrun.toml,line=4");
    let sarif = case.again(&["check", "--format", "sarif"]).status(1);
    sarif
        .says("\"uri\": \"secrun.toml\"")
        .says("\"uri\": \"services/api/secrun.toml\"");
}

#[test]
fn a_broken_line_is_reported_where_it_is() {
    let case = repository("[secrets]\nSHARED = \n", "[secrets]\nOWN = {\n");
    let outcome = case.again(&["check"]).status(2);
    outcome
        .tells("../../secrun.toml:3:10: this field has no value")
        .tells("secrun.toml:4:7: this `[` or `{` is not closed");
    let case = repository("[secrets]\nSHARED = 1\n", "[secrets]\nOWN = {\n");
    // The parent is whole, so what is wrong in it is true.
    let outcome = case.again(&["check"]).status(2);
    outcome
        .tells("../../secrun.toml:3:10: SHARED: must be a table of rules")
        .tells("secrun.toml:4:7: this `[` or `{` is not closed");
    let case = repository("[secrets]\nSHARED = {}\n", "")
        .file("secrun.toml", "version = 2\nextends = 1\nthings = 1\n");
    let outcome = case.again(&["check"]).status(2);
    outcome
        .tells("../../secrun.toml:1:11: schema version 2 is not supported")
        .tells("../../secrun.toml:2:11: `extends` must be a string")
        .never("things");
    let case = case.file("secrun.toml", "[secrets]\n");
    let outcome = case.again(&["check"]).status(2);
    outcome.tells("../../secrun.toml: `version` is missing");
}

#[test]
fn a_run_refuses_what_it_cannot_read() {
    let case = repository("", "");
    let refused = |parent: &str, what: &str| {
        let case = Case::new()
            .file(
                "x/secrun.toml",
                format!("version = 1\nextends = {parent}\n"),
            )
            .within("x");
        let told = format!("secrun: error: secrun.toml:2:11: {what}\n");
        case.again(&["--", "true"]).status(125).tells(&told);
        case.again(&["check"]).status(2).tells(&told);
    };
    refused(
        "\"../none.toml\"",
        "`../none.toml` cannot be read: there is no such file\n\
         secrun: hint: check the path: it is relative to the folder of this file",
    );
    refused(
        "\"..\"",
        "`..` cannot be read: it is a folder\n\
         secrun: hint: name the file, such as `../secrun.toml`",
    );
    refused("\"\"", "the path is empty");
    refused("\"{profile}.toml\"", "`extends` has no placeholders");
    refused("\"a\\tb\"", "the path contains a control character");
    refused("[\"../secrun.toml\"]", "`extends` must be a string");
    refused(
        "\"secrun.toml\"",
        "`extends` goes in a circle\nsecrun: hint: remove it from one of the files",
    );
    // A value that was pasted there is not shown.
    let pasted = "\"https://user:ZqCanary9WxKv7JpTn3RbLm5Hd@example.org\"";
    refused(
        pasted,
        "the path in `extends` cannot be read: there is no such file\n\
         secrun: hint: check the path: it is relative to the folder of this file",
    );
    // The field is found by its plain name, so another spelling is not passed over.
    let case = case.file(
        "services/api/secrun.toml",
        "version = 1\n\"\\u0065xtends\" = \"../../secrun.toml\"\n",
    );
    let outcome = case.again(&["check"]).status(2);
    outcome.tells("secrun.toml:2:18: `extends` is not followed here\n");
}

#[test]
fn circles_and_long_chains_are_refused_in_the_file_that_closes_them() {
    let link = |to: &str| format!("version = 1\nextends = \"{to}\"\n");
    let case = Case::new()
        .file("a/secrun.toml", link("../b/secrun.toml"))
        .file("b/secrun.toml", link("../a/secrun.toml"))
        .within("a");
    let outcome = case.again(&["check"]).status(2);
    outcome.tells("error: ../b/secrun.toml:2:11: `extends` goes in a circle\n");

    let mut case = Case::new().file("8.toml", "version = 1\n[settings]\nLAST = {}\n");
    for at in 0..8 {
        let name = format!("{at}.toml");
        case = case.file(&name, link(&format!("{}.toml", at + 1)));
    }
    case.again(&["--schema", "0.toml", "explain", "LAST"])
        .says("8.toml:3:1")
        .status(1);
    let case = case.file("first.toml", link("0.toml"));
    let outcome = case.again(&["--schema", "first.toml", "check"]).status(2);
    outcome.tells("error: 7.toml:2:11: a schema may extend at most 8 others in a row\n");
}

#[test]
fn a_fifo_is_not_waited_for() {
    let case = Case::new().file("secrun.toml", "version = 1\nextends = \"pipe\"\n");
    let pipe = case.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let outcome = case.again(&["check"]).status(2);
    outcome.tells("secrun.toml:2:11: `pipe` cannot be read");
}

#[test]
fn tables_merge_by_key_and_lists_are_joined() {
    let case = repository(
        "[env]\ninherit = [\"@base\", \"SHARED_*\"]\nundeclared = \"error\"\n\
         [run]\nquiet = true\nmask = true\nscope = \"all\"\n\
         [secrets]\nKEY = { min_length = 40, required_in = [\"prod\"], description = \"of all\" }\n\
         OTHER = { required = false }\n\
         [settings]\nMODE = { type = \"enum\", values = [\"a\"], default = \"a\" }\n\
         [scopes]\nall = [\"KEY\"]\n",
        "[env]\ninherit = [\"@base\", \"OWN_*\"]\n\
         [run]\nmask = false\n\
         [secrets]\nKEY = { required = true }\n\
         [settings]\nMODE = { type = \"enum\", values = [\"b\"], default = \"b\" }\n\
         [scopes]\nall = { secrets = [\"OTHER\", \"KEY\"] }\n",
    )
    .host("SHARED_A", "1")
    .host("OWN_A", "2")
    .host("OTHER", "other");
    // Fields of a rule stay, the child's count; `quiet` and `scope` are the parent's.
    let outcome = case.again(&["--", "true"]).status(125);
    outcome.tells("secrun.toml:8:1: KEY: missing");
    let case = case.host("KEY", "too-short-to-be-a-key");
    let outcome = case.again(&["--", "true"]).status(125);
    outcome.tells("KEY: shorter than 40 characters");
    let case = case
        .without("KEY")
        .host("KEY", "0123456789012345678901234567890123456789");
    let echo = "echo $SHARED_A $OWN_A $MODE $SECRUN_SCOPE";
    case.again(&["--", "sh", "-c", echo])
        .status(0)
        .stdout("1 2 b KEY,OTHER\n")
        .stderr("");
    // A `type` of its own brings its own values.
    let case = case.host("MODE", "a");
    case.again(&["--", "true"]).status(125).tells("MODE: ");
}

#[test]
fn a_secret_does_not_become_a_setting() {
    let case = repository("[secrets]\nKEY = {}\n", "[settings]\nKEY = {}\n");
    let outcome = case.again(&["check"]).status(2);
    outcome.tells(
        "secrun: error: secrun.toml:4:1: KEY: declared under both `[secrets]` and `[settings]`",
    );
}

#[test]
fn a_file_that_both_list_counts_where_the_child_has_it() {
    let files = "[env]\nfiles = [\".env\"]\n";
    let case = repository(
        &format!("{files}[settings]\nA = {{}}\n"),
        "[env]\nfiles = [\".env\", \"../../.env\"]\n",
    )
    .file(".env", "A=shared\n")
    .file("services/api/.env", "A=own\n");
    case.again(&["-q", "--", "sh", "-c", "echo $A"])
        .status(0)
        .stdout("shared\n");
    let twice = "version = 1\n[env]\nfiles = [\".env\", \".env\"]\n";
    let case = case.file("secrun.toml", twice);
    let outcome = case.again(&["check"]).status(2);
    outcome.tells("../../secrun.toml:3:18: this file is listed twice");
}

#[test]
fn files_of_profiles_and_required_files_keep_their_folder() {
    let case = repository(
        "[settings]\nA = {}\n[profiles.test]\nenv_files = [{ path = \".env.test\", required = true }]\n\
         live_keys = \"forbid\"\n",
        "[profiles.test]\nenv_files = [\"{profile}.env\"]\n",
    );
    let check = ["--profile", "test", "check"];
    let outcome = case.again(&check).status(2);
    outcome.tells("../../.env.test");
    let case = case
        .file(".env.test", "A=shared\n")
        .file("services/api/test.env", "A=own\n");
    let run = ["-q", "--profile", "test", "--", "sh", "-c", "echo $A"];
    case.again(&run).status(0).stdout("own\n");
    fs::remove_file(case.path().join("services/api/test.env")).unwrap();
    case.again(&run).status(0).stdout("shared\n");
}

#[test]
fn allowed_paths_are_relative_to_the_file_that_allows_them() {
    let secret = "0f9Wk2LmPq8ZxTb4Vr7Nd3Hs";
    let entry = |path: &str| format!("[[allow]]\npath = \"{path}\"\nreason = \"made up\"\n");
    let case = repository(
        &format!("[secrets]\nKEY = {{}}\n{}", entry("services/api/old/")),
        "",
    )
    .host("KEY", secret)
    .file("services/api/old/a.txt", secret)
    .file("services/api/new/a.txt", secret);
    let outcome = case.again(&["scan", "."]).status(1);
    outcome.never("old/a.txt").says("new/a.txt");
    // The same words in the service mean a folder below it.
    let case = case.file(
        "services/api/secrun.toml",
        format!(
            "version = 1\nextends = \"../../secrun.toml\"\n{}",
            entry("new/")
        ),
    );
    case.again(&["scan", "."]).status(0);
}

#[test]
fn a_value_in_the_shared_schema_is_found_there() {
    let secret = "0f9Wk2LmPq8ZxTb4Vr7Nd3Hs";
    let shared = format!("[secrets]\nKEY = {{ description = \"{secret}\" }}\n");
    let case = repository(&shared, "").host("KEY", secret);
    let outcome = case.again(&["check"]).status(1);
    outcome.tells("../../secrun.toml:3:1: KEY: the schema contains the value of this key");
}

#[test]
fn what_a_schema_extends_is_trusted_like_a_schema_that_was_found() {
    let case = repository("[settings]\nA = {}\n", "").host("A", "1");
    let run = ["-q", "--schema", "secrun.toml", "--", "true"];
    let case = case.mode("secrun.toml", 0o646);
    let outcome = case.again(&run).status(125);
    outcome
        .tells("secrun: error: ../../secrun.toml: not used: everyone can change it (owner ")
        .tells("mode 0646)\nsecrun: hint: run `chmod o-w` on it\n");
    case.again(&["check"]).status(2);
    let case = case.mode("secrun.toml", 0o664);
    case.again(&run).status(0).stderr("");
    let outcome = case.again(&["check"]).status(0);
    outcome.tells("../../secrun.toml: its group can change this file (owner ");
    let case = case.mode("", 0o1777);
    let outcome = case.again(&run).status(125);
    outcome
        .tells("../../secrun.toml: not used: everyone can put files into its folder (owner ")
        .tells("secrun: hint: run `chmod o-w` on its folder, or move it to another one\n");
    let case = case.mode("", 0o755);
    if rustix::process::geteuid().is_root() {
        let shared = case.path().join("secrun.toml");
        std::os::unix::fs::chown(&shared, Some(65534), Some(65534)).unwrap();
        let outcome = case.again(&run).status(125);
        outcome
            .tells("../../secrun.toml: not used: neither you nor root")
            .tells("secrun: hint: extend a copy that you own\n");
    }
}

#[test]
fn code_of_a_service_need_not_read_every_shared_key() {
    let case = repository(
        "[settings]\nSHARED = { default = 1 }\n",
        "[settings]\nOWN = { default = 1 }\n",
    );
    let outcome = case.again(&["check", "--code"]).status(0);
    outcome
        .tells("secrun.toml:4:1: OWN: declared, but no Python code reads it")
        .never("SHARED: ");
}

#[test]
fn init_below_a_schema_extends_it() {
    let case = repository("[secrets]\nSHARED_API_KEY = {}\n", "")
        .file(".env", "SHARED_API_KEY=9f8Wk2LmPq8ZxTb4Vr7Nd3Hs\n")
        .file(
            "services/api/main.py",
            "import os\nos.environ[\"SHARED_API_KEY\"]\nos.environ[\"OWN_API_KEY\"]\n",
        );
    fs::remove_file(case.path().join("services/api/secrun.toml")).unwrap();
    case.again(&["init", "--dry-run"])
        .status(0)
        .says("version = 1\nextends = \"../../secrun.toml\"\n")
        .says("OWN_API_KEY")
        .never("SHARED_API_KEY");
    case.again(&["init"])
        .says("it extends ../../secrun.toml, whose keys it does not repeat\n");
    let outcome = case.again(&["explain", "SHARED_API_KEY"]);
    outcome.says("../../secrun.toml:3:1");
    case.again(&["check"])
        .tells("OWN_API_KEY: missing")
        .status(1);
}
