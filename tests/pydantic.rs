//! A missing key, under secrun and under pydantic alone.

/// What `check` lets through and pydantic refuses.
pub(crate) mod differential;
/// Strings for it.
pub(crate) mod strings;

use std::process::Stdio;

use crate::case::{CANARY, Case, finish};
use crate::python;

const PROGRAM: &str = "\
import pathlib
pathlib.Path('python-ran').touch()
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    api_key: str
    database_url: str

Settings()
";

#[test]
fn secrun_stops_before_python_starts_where_pydantic_would_print_the_keys_that_are_there() {
    let Some(python) = python::with_module("pydantic_settings") else {
        return;
    };
    let case = Case::with_schema("[secrets]\nAPI_KEY = {}\nDATABASE_URL = {}\n")
        .file("main.py", PROGRAM)
        .file(".env", format!("API_KEY={CANARY}\n"))
        .args(["--", &python, "main.py"]);
    let ran = case.path().join("python-ran");

    // The harness fails a test whose output shows the canary.
    case.output()
        .status(125)
        .stdout("")
        .tells("secrun: error: secrun.toml:4:1: DATABASE_URL: missing");
    assert!(!ran.exists(), "the program ran");

    // The same program with the same environment, without secrun.
    let mut command = std::process::Command::new(&python);
    command
        .arg("main.py")
        .current_dir(case.path())
        .env_clear()
        .env("API_KEY", CANARY)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let alone = finish(command, b"");
    assert!(!alone.status.success());
    assert!(ran.exists(), "the program did not run");
    let told = String::from_utf8_lossy(&alone.stderr);
    assert!(
        told.contains("ValidationError") && told.contains("database_url"),
        "{told}"
    );
    assert!(
        told.contains(CANARY),
        "pydantic no longer prints the keys that are there: say so in the README\n{told}"
    );
}
