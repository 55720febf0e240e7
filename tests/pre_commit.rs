//! `.pre-commit-hooks.yaml` with the real pre-commit, where there is one. The
//! hooks that build secrun differ in `language` alone.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Output, Stdio};

use crate::case::{Case, finish};
use crate::python;

const HOOKS: &str = include_str!("../.pre-commit-hooks.yaml");

/// The hooks, each with its lines but for its name and its language.
fn hooks() -> Vec<(&'static str, &'static str, String)> {
    let hooks = HOOKS.split("- id: ").skip(1);
    hooks
        .map(|hook| {
            let (id, rest) = hook.split_once('\n').unwrap();
            let language = rest.split("language: ").nth(1).unwrap();
            let language = language.split('\n').next().unwrap();
            (
                id,
                language,
                rest.replace(&format!("language: {language}"), ""),
            )
        })
        .collect()
}

#[test]
fn each_hook_has_a_twin_for_an_installed_secrun() {
    let hooks = hooks();
    assert_eq!(hooks.len(), 12);
    for pair in hooks.chunks(2) {
        let [(id, "rust", one), (twin, "system", other)] = pair else {
            panic!("{pair:?}");
        };
        assert_eq!(*twin, format!("{id}-system"));
        assert_eq!(one, other);
    }
}

/// The hooks in `docs/ci.md` that pip installs, with the real wheel: `tests/install`.
#[test]
fn the_local_hooks_of_the_docs_are_those_of_this_version() {
    let docs = include_str!("../docs/ci.md");
    let block = docs.split("  - repo: local\n").nth(1).unwrap();
    let block = block.split("```").next().unwrap();
    let version = concat!("[\"secrun==", env!("CARGO_PKG_VERSION"), "\"]");
    let field = |hook: &str, name: &str| {
        let lines = hook.lines().map(str::trim);
        let own = |line: &str| Some(line.strip_prefix(name)?.strip_prefix(": ")?.to_owned());
        lines.clone().find_map(own)
    };
    let local: Vec<&str> = block.split("- id: ").skip(1).collect();
    assert!(!local.is_empty());
    for hook in local {
        let id = hook.lines().next().unwrap();
        let own = hooks().into_iter().find(|(known, ..)| *known == id);
        let (.., own) = own.unwrap_or_else(|| panic!("{id} is no hook"));
        assert_eq!(
            field(hook, "additional_dependencies").as_deref(),
            Some(version)
        );
        assert_eq!(field(hook, "language").as_deref(), Some("python"));
        for name in ["entry", "files", "pass_filenames", "always_run"] {
            assert_eq!(field(hook, name), field(&own, name), "{id}: {name}");
        }
    }
}

fn run(case: &Case, program: &str, words: &[&str]) -> Output {
    let mut command = Command::new(program);
    let path = std::env::var("PATH").unwrap();
    command
        .args(words)
        .current_dir(case.path())
        .env_clear()
        .env("PATH", format!("{}/bin:{path}", case.path().display()))
        .env("HOME", case.path())
        .env("PRE_COMMIT_HOME", case.path().join("cache"))
        .env("GIT_AUTHOR_NAME", "Test")
        .env("GIT_AUTHOR_EMAIL", "test@example.invalid")
        .env("GIT_COMMITTER_NAME", "Test")
        .env("GIT_COMMITTER_EMAIL", "test@example.invalid")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    finish(command, b"")
}

#[track_caller]
fn good(case: &Case, program: &str, words: &[&str]) -> String {
    let output = run(case, program, words);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{words:?}\n{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text.trim().to_owned()
}

#[test]
fn the_hooks_pass_and_fail_under_the_real_pre_commit() {
    let Some(python) = python::with_optional_module("pre_commit") else {
        return;
    };
    let hooks = Case::new().file(".pre-commit-hooks.yaml", HOOKS);
    good(&hooks, "git", &["init", "-q"]);
    good(&hooks, "git", &["add", "-A"]);
    good(&hooks, "git", &["commit", "-qm", "hooks"]);
    let revision = good(&hooks, "git", &["rev-parse", "HEAD"]);
    let configuration = format!(
        "repos:\n- repo: {}\n  rev: {revision}\n  hooks:\n  - id: secrun-check-system\n  - id: secrun-example-system\n",
        hooks.path().display()
    );
    let case = Case::with_schema("[secrets]\nAPI_KEY = {}\n")
        .file(".env", "API_KEY=test-not-a-real-key\n")
        .file(".env.example", "API_KEY=\n")
        .file(".gitignore", ".env\nbin/\ncache/\n")
        .file(".pre-commit-config.yaml", configuration)
        .file("bin/keep", "");
    symlink(env!("CARGO_BIN_EXE_secrun"), case.path().join("bin/secrun")).unwrap();
    good(&case, "git", &["init", "-q"]);
    good(&case, "git", &["add", "-A"]);
    let all = ["-m", "pre_commit", "run", "--all-files", "--color", "never"];
    let passed = good(&case, &python, &all);
    assert_eq!(passed.matches("Passed").count(), 2, "{passed}");
    fs::write(case.path().join(".env"), "").unwrap();
    fs::write(case.path().join(".env.example"), "OLD_KEY=\n").unwrap();
    good(&case, "git", &["add", "-A"]);
    let failed = run(&case, &python, &all);
    let text = String::from_utf8_lossy(&failed.stdout).into_owned();
    assert_eq!(failed.status.code(), Some(1), "{text}");
    assert!(text.contains("API_KEY: missing"), "{text}");
    assert!(
        text.contains("OLD_KEY: the schema does not declare this key"),
        "{text}"
    );
}
