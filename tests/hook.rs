//! `secrun hook` in repositories of the real git.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
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
    assert!(told.contains("API_KEY: missing"), "{told}");
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

/// A hook that git runs.
fn with_hook(text: impl AsRef<[u8]>) -> (Case, PathBuf) {
    let case = repository().file(".git/hooks/pre-commit", text);
    let hook = case.path().join(".git/hooks/pre-commit");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    (case.args(["hook", "install"]), hook)
}

#[test]
fn a_hook_of_any_size_and_content_comes_back_byte_for_byte() {
    let mut large = b"#!/bin/sh\n".to_vec();
    while large.len() < 2 << 20 {
        large.extend_from_slice(b"# \xff\xfe not UTF-8, and \r\n");
    }
    large.extend_from_slice(b"exit 0");
    for text in [large.as_slice(), b"#!/bin/sh", b"", b"exit 0\n"] {
        let (case, hook) = with_hook(text);
        case.output().status(0).says("installed in ");
        assert!(!commit(&case, ".").status.success(), "the check runs");
        case.output().status(0).says("already installed in ");
        case.again(&["hook", "uninstall"]).status(0);
        assert!(fs::read(&hook).unwrap() == text, "{} bytes", text.len());
    }
}

#[test]
fn a_hook_that_git_does_not_run_stays_switched_off() {
    let (case, hook) = with_hook("#!/bin/sh\necho mine\n");
    let mode = |mode| fs::set_permissions(&hook, fs::Permissions::from_mode(mode)).unwrap();
    let is_on = || fs::metadata(&hook).unwrap().permissions().mode() & 0o111 != 0;
    mode(0o644);
    case.output()
        .status(2)
        .tells("the hook is not executable, so git does not run it");
    assert_eq!(read(&hook), "#!/bin/sh\necho mine\n");
    assert!(!is_on());
    // A hook with nothing but the block is secrun's own.
    fs::remove_file(&hook).unwrap();
    case.output().status(0);
    mode(0o644);
    case.output().status(0).says("installed in ");
    assert!(is_on());
}

#[test]
fn a_hook_that_is_also_another_program_is_left_alone() {
    for text in [
        "#!/bin/sh\n'''exec' python3 \"$0\" \"$@\"\n'''\nprint('mine')\n",
        "#!/bin/sh\n\"exec\" \"python3\" \"$0\" \"$@\"\nprint('mine')\n",
        "#!/bin/sh\ntail -n +3 \"$0\" | sh; exit\necho mine\n",
    ] {
        let (case, hook) = with_hook(text);
        case.output()
            .status(2)
            .tells("the hook reads its own text, which more lines would break");
        assert_eq!(read(&hook), text);
    }
}

#[test]
fn a_fifo_in_the_place_of_a_file_is_not_waited_for() {
    let fifo = |path: &Path| {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    };
    let case = repository();
    fifo(&case.path().join(".git/hooks/pre-commit"));
    for action in ["install", "uninstall"] {
        case.again(&["hook", action])
            .status(2)
            .tells("it is a FIFO, a socket or a device");
    }
    let case = Case::new();
    assert!(git(&case, &["init", "-q"]).status.success());
    fifo(&case.path().join(".gitignore"));
    case.again(&["init"])
        .status(2)
        .tells(".gitignore")
        .tells("it is a FIFO, a socket or a device");
}

#[test]
fn a_git_that_never_answers_is_given_up() {
    use crate::case::CANARY;
    let case = repository()
        .file(".env", format!("API_KEY={CANARY}\n"))
        .file("fake/git", "#!/bin/sh\nsleep 40 & wait\n");
    let fake = case.path().join("fake");
    fs::set_permissions(fake.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    let case = case.host("PATH", format!("{}:{path}", fake.display()));
    let told = "git does not answer";
    let commands: [&[&str]; 4] = [
        &["hook", "install"],
        &["scan"],
        &["scan", "--history"],
        &["scan", "--range", "HEAD"],
    ];
    std::thread::scope(|scope| {
        for words in commands {
            scope.spawn(|| case.again(words).status(2).tells(told));
        }
        scope.spawn(|| case.again(&["check", "--code"]).status(0));
        scope.spawn(|| case.again(&["init"]).status(0));
    });
}

#[test]
fn a_merge_is_checked_too() {
    let case = repository().file(".env", "API_KEY=test-not-a-real-key\n");
    let git = |words: &[&str]| git(&case, words);
    let run = |words: &[&str]| assert!(git(words).status.success(), "{words:?}");
    run(&["checkout", "-qb", "main"]);
    assert!(commit(&case, ".").status.success());
    run(&["checkout", "-qb", "side"]);
    assert!(commit(&case, ".").status.success());
    run(&["checkout", "-q", "main"]);
    case.again(&["hook", "install", "pre-merge-commit"])
        .status(0);
    let merge = ["merge", "-q", "--no-ff", "-m", "merge", "side"];
    fs::write(case.path().join(".env"), "").unwrap();
    let refused = git(&merge);
    assert!(!refused.status.success());
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("API_KEY: missing"), "{told}");
    run(&["merge", "--abort"]);
    fs::write(case.path().join(".env"), "API_KEY=test-not-a-real-key\n").unwrap();
    run(&merge);
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
        .tells("choose one of `pre-commit`, `pre-merge-commit`, `pre-push`, `commit-msg`");
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
