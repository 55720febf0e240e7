//! `${NAME}` in env files: what it stands for, and what it hands on.

use crate::case::Case;

const SHOW: [&str; 5] = ["-q", "--", "sh", "-c", "echo $IN"];

/// A secret in a scope, built from one outside it, hands that on.
#[test]
fn a_reference_to_a_withheld_secret_is_a_warning() {
    let schema = "[secrets]\nOUT = {}\nIN = {}\n[scopes]\nbot = ['IN']\nall = ['IN', 'OUT']\n";
    let run = |file: &str, scope: &str| {
        let case = Case::with_schema(schema).file(".env", file);
        case.args(["--scope", scope, "--", "true"])
            .output()
            .status(0)
    };
    let told = |line: usize| {
        format!(
            "secrun: warning: .env:{line}:1: IN: contains the value of `OUT`, a secret that this run withholds\nsecrun: hint: add `OUT` to the scope, or write a value without it\n"
        )
    };
    run("OUT=test-1\nIN=${OUT}\n", "bot").tells(&told(2));
    run("OUT=test-1\nIN=postgres://u:${OUT}@h/d\n", "bot").tells(&told(2));
    // By way of another key.
    run("OUT=test-1\nPART=x${OUT}\nIN=${PART}y\n", "bot").tells(&told(3));
    run("OUT=test-1\nIN=postgres://u:${OUT}@h/d\n", "all").never("warning");
    // The statement that is used counts.
    run("OUT=test-1\nIN=${OUT}\nIN=test-2\n", "bot").never("withholds");
    let host = Case::with_schema(schema).file(".env", "IN=${OUT}\n");
    host.host("OUT", "test-1")
        .args(["--scope", "bot", "--", "true"])
        .output()
        .status(0)
        .tells(&told(1));
    let host = Case::with_schema(schema).file(".env", "OUT=test-1\nIN=${OUT}\n");
    host.host("IN", "test-2")
        .args(["--scope", "bot", "--", "true"])
        .output()
        .status(0)
        .never("withholds");
}

/// A check of every key withholds nothing, so it looks at each scope.
#[test]
fn check_looks_for_such_references_in_every_scope() {
    let schema = "[secrets]\nOUT = {}\nIN = {}\n[scopes]\nall = ['IN', 'OUT']\nbot = ['IN']\nout = ['OUT']\n";
    let check = |schema: &str, words: &[&str]| {
        let case = Case::with_schema(schema).file(".env", "OUT=test-1\nIN=x${OUT}\n");
        case.args(["check", "--strict"])
            .args(words.iter().copied())
            .output()
            .status(1)
    };
    check(schema, &[]).tells("secrun: warning: .env:2:1: IN: contains the value of `OUT`, which the scope `bot` withholds\n");
    let two = schema.replace("out = ['OUT']", "bot2 = ['IN']");
    check(&two, &[]).tells("which the scopes `bot`, `bot2` withhold\n");
    let own = check(schema, &["--scope", "bot"]);
    own.tells("IN: contains the value of `OUT`, a secret that this run withholds\n");
}

/// As pydantic-settings, and not as `load_dotenv()`.
#[test]
fn a_reference_takes_the_value_of_the_file_and_the_child_that_of_the_host() {
    let schema = "[settings]\nA = {}\nIN = {}\n";
    let case = || {
        Case::with_schema(schema)
            .file(".env", "A=file\nIN=${A}-x\n")
            .host("A", "host")
    };
    case().args(SHOW).output_of_child().stdout("file-x\n");
    let told = "secrun: warning: .env:2:1: IN: contains the value of `A` in the env file, but the child gets that of the environment (`load_dotenv()` uses it here, too)\nsecrun: hint: unset the variable in the environment, or write the value out\n";
    case().args(["--", "true"]).output().status(0).tells(told);
    let never = |case: Case| {
        case.args(["--", "true"])
            .output()
            .status(0)
            .never("load_dotenv");
    };
    never(case().args(["--override"]));
    never(
        Case::with_schema(schema)
            .file(".env", "A=file\nIN=${A}-x\n")
            .host("A", "file"),
    );
    never(
        Case::with_schema(schema)
            .file(".env", "IN=${A}-x\n")
            .host("A", "host"),
    );
    // An inherited variable never comes from a file.
    let inherited =
        Case::with_schema("[settings]\nIN = {}\n").file(".env", "LANG=de\nIN=${LANG}\n");
    let inherited = inherited.host("LANG", "C").args(["--", "true"]);
    inherited
        .output()
        .status(0)
        .tells("contains the value of `LANG` in the env file");
}

#[test]
fn a_reference_reaches_the_env_files_before() {
    let schema =
        "[env]\nfiles = ['.env', '.env.local']\n[settings]\nA = { required = false }\nIN = {}\n";
    let case = |first: &str, second: &str| {
        Case::with_schema(schema)
            .file(".env", first)
            .file(".env.local", second)
    };
    let shows = |case: Case, expected: &str| {
        case.args(SHOW).output_of_child().status(0).stdout(expected);
    };
    shows(case("A=one\n", "IN=${A}-x\n"), "one-x\n");
    shows(case("A=one\n", "A=two\nIN=${A}-x\n"), "two-x\n");
    shows(case("UNDECLARED=one\n", "IN=${UNDECLARED:-d}\n"), "one\n");
    // The host is above both files, unless they override it; what the child may not have
    // of the host is not in its way.
    shows(case("A=one\n", "IN=${A}\n").host("A", "host"), "host\n");
    let over = case("A=one\n", "IN=${A}\n").host("A", "host");
    shows(over.args(["--override"]), "one\n");
    shows(case("B=one\n", "IN=${B}\n").host("B", "host"), "one\n");
    let check = |first: &str, second: &str| {
        let check = case(first, second).args(["check"]).output();
        check.status(1)
    };
    check("", "IN=${B}\n")
        .tells(".env.local:1:4: IN: `B` is set neither above nor in the environment");
    // What is broken is told once.
    check("B='x\n", "IN=${B}\n").never("neither above");
    let secret = schema.replace("[settings]", "[secrets]\nKEY = {}\n[settings]");
    Case::with_schema(&secret)
        .file(".env", "KEY=test-1\nPART=${KEY}\n")
        .file(".env.local", "IN=${PART}\n")
        .args(["check"])
        .output()
        .status(1)
        .tells(".env.local:1:4: IN: a setting refers to `PART`, which is or contains a secret");
}
