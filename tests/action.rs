//! `action.yml`: its two scripts, run as the runner runs them.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::{Command, Output, Stdio};

use crate::case::{Case, finish};

const ACTION: &str = include_str!("../action.yml");

/// The scripts of the steps.
fn scripts() -> Vec<String> {
    let blocks = ACTION.split("      run: |\n").skip(1);
    let lines = |block: &str| {
        let own = block
            .lines()
            .map_while(|line| line.strip_prefix("        "));
        own.flat_map(|line| [line, "\n"]).collect()
    };
    blocks.map(lines).collect()
}

fn step(case: &Case, script: &str, words: &str) -> Output {
    let mut bash = Command::new("bash");
    let path = std::env::var("PATH").unwrap();
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(case.path())
        .env_clear()
        .env("PATH", format!("{}/bin:{path}", case.path().display()))
        .env("RUNNER_TEMP", case.path().join("temp"))
        .env("GITHUB_ACTION_PATH", "/action")
        .env("GITHUB_PATH", case.path().join("path"))
        .env("GITHUB_ACTIONS", "true")
        .env("WORDS", words)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    finish(bash, b"")
}

#[test]
fn secrun_is_built_once_and_put_on_the_path() {
    let case = Case::new().file(
        "bin/cargo",
        "#!/bin/sh\necho \"$@\" >> built\nmkdir -p \"$6/bin\"\n: > \"$6/bin/secrun\"\nchmod +x \"$6/bin/secrun\"\n",
    );
    fs::set_permissions(
        case.path().join("bin/cargo"),
        fs::Permissions::from_mode(0o755),
    )
    .unwrap();
    for _ in 0..2 {
        assert!(step(&case, &scripts()[0], "").status.success());
    }
    let root = case.path().join("temp/secrun");
    let read = |name: &str| fs::read_to_string(case.path().join(name)).unwrap();
    assert_eq!(
        read("built"),
        format!(
            "install --path /action --locked --root {}\n",
            root.display()
        )
    );
    assert_eq!(read("path").lines().next(), root.join("bin").to_str());
}

#[test]
fn the_words_are_given_to_secrun_and_to_no_shell() {
    let case = Case::with_schema("[secrets]\nAPI_KEY = {}\n").file("bin/keep", "");
    symlink(env!("CARGO_BIN_EXE_secrun"), case.path().join("bin/secrun")).unwrap();
    let script = &scripts()[1];
    let failed = step(&case, script, "check --strict");
    assert_eq!(failed.status.code(), Some(1));
    let told = String::from_utf8(failed.stdout).unwrap();
    assert!(
        told.contains("::error ") && told.contains("API_KEY"),
        "{told}"
    );
    assert_eq!(
        step(&case, script, "check ; touch forged").status.code(),
        Some(2)
    );
    assert_eq!(
        step(&case, script, "$(touch forged)").status.code(),
        Some(125)
    );
    assert!(!case.path().join("forged").exists());
    assert!(step(&case, script, "").status.success());
}
