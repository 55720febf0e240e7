//! `secrun hook` in repositories of the real git.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::case::{Case, finish};

/// A repository with a schema, and `secrun` on its `PATH`.
fn repository() -> Case {
    let case = Case::with_schema("[secrets]\nAPI_KEY = {}\n")
        .file(".env.example", "API_KEY=\n")
        .file(".gitignore", ".env\nbin/\n")
        .file("bin/keep", "");
    symlink(env!("CARGO_BIN_EXE_secrun"), case.path().join("bin/secrun")).unwrap();
    assert!(git(&case, &["init", "-q"]).status.success());
    case
}

fn git(case: &Case, words: &[&str]) -> Output {
    git_in(case, ".", words)
}

/// Runs git without anybody's configuration.
fn git_in(case: &Case, folder: &str, words: &[&str]) -> Output {
    let mut git = Command::new("git");
    let path = std::env::var("PATH").unwrap();
    let identity = [
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.invalid",
    ];
    git.args(identity)
        .args(words)
        .current_dir(case.path().join(folder))
        .env_clear()
        .env("PATH", format!("{}/bin:{path}", case.path().display()))
        .env("HOME", case.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    finish(git, b"")
}

fn commit(case: &Case, folder: &str) -> Output {
    assert!(git_in(case, folder, &["add", "-A"]).status.success());
    git_in(case, folder, &["commit", "-qm", "test", "--allow-empty"])
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_commit_is_refused_until_the_check_passes() {
    let case = repository();
    let case = case.args(["hook", "install"]);
    let hook = case.path().join(".git/hooks/pre-commit");
    case.output()
        .status(0)
        .says("installed in ")
        .says("/hooks/pre-commit");
    case.output().status(0).says("already installed in ");
    assert_eq!(
        fs::metadata(&hook).unwrap().permissions().mode() & 0o111,
        0o111
    );
    let refused = commit(&case, ".");
    assert!(!refused.status.success());
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(
        told.contains("API_KEY: required, and set nowhere"),
        "{told}"
    );
    let case = case.file(".env", "API_KEY=test-not-a-real-key\n");
    assert!(commit(&case, ".").status.success());
    let case = case.file(".env.example", "OTHER_KEY=\n");
    let refused = commit(&case, ".");
    assert!(!refused.status.success());
    assert!(
        String::from_utf8(refused.stderr)
            .unwrap()
            .contains("OTHER_KEY")
    );
}

#[test]
fn what_was_there_stays_and_comes_back_whole() {
    let mine = "#!/bin/sh\necho mine >&2\nexit 0\n";
    let case = repository().file(".git/hooks/pre-commit", mine);
    let hook = case.path().join(".git/hooks/pre-commit");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let mut case = case.args(["hook", "install"]);
    case.output().status(0);
    assert!(
        !commit(&case, ".").status.success(),
        "the block runs before `exit 0`"
    );
    case = case.file(".env", "API_KEY=test-not-a-real-key\n");
    let passed = commit(&case, ".");
    assert!(passed.status.success());
    assert!(String::from_utf8(passed.stderr).unwrap().contains("mine"));
    case.again(&["hook", "uninstall"])
        .status(0)
        .says("removed from ");
    assert_eq!(read(&hook), mine);
    case.again(&["hook", "uninstall"])
        .status(0)
        .says("not installed in ");
}

#[test]
fn a_hook_that_secrun_made_is_removed() {
    let case = repository().args(["hook", "install", "pre-push"]);
    case.output().status(0);
    let hook = case.path().join(".git/hooks/pre-push");
    assert!(read(&hook).starts_with("#!/bin/sh\n"));
    case.again(&["hook", "uninstall", "pre-push"]).status(0);
    assert!(!hook.exists());
}

#[test]
fn the_configured_folder_counts() {
    let case = repository();
    git(&case, &["config", "core.hooksPath", ".githooks"]);
    let case = case.within("deep/down").args(["hook", "install"]);
    case.output().status(0);
    assert!(case.path().join(".githooks/pre-commit").exists());
    let shared = tempfile::tempdir().unwrap();
    git(
        &case,
        &["config", "core.hooksPath", shared.path().to_str().unwrap()],
    );
    case.output()
        .status(2)
        .tells("other repositories share the folder");
    assert!(!shared.path().join("pre-commit").exists());
}

#[test]
fn a_work_tree_beside_has_the_same_hook() {
    let case = repository();
    assert!(commit(&case, ".").status.success());
    assert!(
        git(&case, &["worktree", "add", "-q", "beside"])
            .status
            .success()
    );
    let case = case.within("beside").args(["hook", "install"]);
    case.output().status(0);
    assert!(case.path().join(".git/hooks/pre-commit").exists());
    assert!(!commit(&case, "beside").status.success());
    let case = case.file("beside/.env", "API_KEY=test-not-a-real-key\n");
    assert!(commit(&case, "beside").status.success());
}

#[test]
fn a_schema_below_is_named_in_the_hook() {
    let case = repository().file(
        "services/api/secrun.toml",
        "version = 1\n[secrets]\nOTHER = {}\n",
    );
    let case = case.within("services/api").args(["hook", "install"]);
    case.output().status(0);
    let told = String::from_utf8(commit(&case, ".").stderr).unwrap();
    assert!(
        told.contains("services/api/secrun.toml:3:1: OTHER"),
        "{told}"
    );
}

#[test]
fn hooks_of_others_are_left_alone() {
    for (text, told) in [
        (
            "#!/bin/sh\n# File generated by pre-commit: https://pre-commit.com\n",
            "pre-commit manages this hook",
        ),
        (
            "#!/bin/sh\nlefthook run pre-commit\n",
            "lefthook manages this hook",
        ),
        ("#!/usr/bin/env python3\n", "the hook is not a shell script"),
    ] {
        let case = repository().file(".git/hooks/pre-commit", text);
        let case = case.args(["hook", "install"]);
        case.output().status(2).tells(told);
        assert_eq!(read(&case.path().join(".git/hooks/pre-commit")), text);
    }
    let case = repository();
    git(&case, &["config", "core.hooksPath", ".husky/_"]);
    case.args(["hook", "install"])
        .output()
        .status(2)
        .tells("husky manages this hook");
}

#[test]
fn what_makes_no_sense_is_told() {
    repository()
        .args(["hook", "install", "post-merge"])
        .output()
        .status(2)
        .tells("choose one of `pre-commit`, `pre-push`, `commit-msg`");
    repository()
        .args(["hook", "remove"])
        .output()
        .status(2)
        .tells("choose one of `install`, `uninstall`");
    let outside = Case::with_schema("").host("GIT_CEILING_DIRECTORIES", "/");
    outside
        .args(["hook", "install"])
        .output()
        .status(2)
        .tells("not in the work tree");
}
