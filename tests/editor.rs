//! The `#:schema` line that `init` writes, with the checker that editors use.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use secrun::schema::json_schema;

use crate::case::{Case, finish};
use crate::python;

const LINE: &str = "#:schema ./.secrun.schema.json\n";

fn begun() -> Case {
    let case = Case::new().file(
        "a.py",
        "import os\nos.environ['API_KEY']\nint(os.getenv('PORT', '80'))\n",
    );
    let case = case.args(["init"]);
    case.output()
        .status(0)
        .says("wrote .secrun.schema.json for editors; commit it too\n");
    case
}

#[test]
fn what_init_writes_names_a_schema_that_lies_beside_it() {
    let case = begun();
    let text = fs::read_to_string(case.path().join("secrun.toml")).unwrap();
    assert!(text.starts_with(LINE), "{text}");
    let beside = fs::read_to_string(case.path().join(".secrun.schema.json")).unwrap();
    assert_eq!(beside, json_schema::text());
    let elsewhere = case.args_anew(["init", "--schema", "a.toml"]);
    fs::create_dir(elsewhere.path().join("sub")).unwrap();
    let elsewhere = elsewhere.args_anew(["init", "--schema", "sub/a.toml"]);
    elsewhere.output().status(0);
    assert!(elsewhere.path().join("sub/.secrun.schema.json").is_file());
}

#[test]
fn the_schema_is_written_over_an_older_one_and_over_nothing_else() {
    let older = "{\"title\": \"secrun.toml\", \"type\": \"object\"}";
    let case = Case::new()
        .file("old.json", older)
        .file("other.json", "{\"title\": \"mine\"}")
        .file("secrun.toml", "version = 1\n")
        .args(["schema", "--into", "old.json"]);
    case.output().status(0).stdout("wrote old.json\n");
    let text = fs::read_to_string(case.path().join("old.json")).unwrap();
    assert_eq!(text, json_schema::text());
    case.output().status(0).stdout("");
    for path in ["other.json", "secrun.toml"] {
        let before = fs::read_to_string(case.path().join(path)).unwrap();
        case.again(&["schema", "--into", path])
            .status(2)
            .stderr(&format!(
                "secrun: error: {path}: not a JSON Schema that secrun wrote, so it is not overwritten\n\
             secrun: hint: name another file, or remove this one\n"
            ));
        assert_eq!(fs::read_to_string(case.path().join(path)).unwrap(), before);
    }
}

/// Lints as from a folder below, so that a path from the working directory
/// would lead nowhere.
fn lint(taplo: &Path, case: &Case) -> Output {
    let below = case.path().join("below");
    fs::create_dir_all(&below).unwrap();
    let mut command = Command::new(taplo);
    command
        .current_dir(below)
        .env_clear()
        .env("NO_COLOR", "1")
        .args(["lint", "../secrun.toml"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    finish(command, b"")
}

#[test]
fn taplo_finds_the_schema_and_holds_the_file_against_it() {
    // Even Better TOML is made of it.
    let Some(taplo) = python::program("taplo") else {
        return;
    };
    let case = begun();
    let output = lint(&taplo, &case);
    assert!(output.status.success(), "{output:?}");
    let path = case.path().join("secrun.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("PORT = {", "PORT = { tpye = \"int\",")).unwrap();
    let output = lint(&taplo, &case);
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("('tpye' was unexpected)"), "{told}");
}
