//! git hooks: those that secrun installs, and those of the real pre-commit.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Output};

use super::ground::Ground;
use crate::case::{CANARY, assert_no_canary, finish};
use crate::python;

/// A repository with `secrun` on the `PATH` of its hooks.
fn with_hooks(hooks: &[&str]) -> Ground {
    let ground = Ground::new();
    ground.write(".env.example", "API_KEY=\n");
    fs::create_dir_all(ground.case.path().join("bin")).unwrap();
    symlink(
        env!("CARGO_BIN_EXE_secrun"),
        ground.case.path().join("bin/secrun"),
    )
    .unwrap();
    for hook in hooks {
        ground.case.again(&["hook", "install", hook]).status(0);
    }
    ground.commit("begin");
    ground
}

#[track_caller]
fn refused(ground: &Ground, words: &[&str], told: &str) {
    let output = ground.git_output(".", words);
    assert!(!output.status.success(), "{words:?}");
    let text = both(&output);
    assert_no_canary(text.as_bytes(), "what the hook says");
    assert!(text.contains(told), "no {told:?} in {text}");
}

fn both(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

#[test]
fn each_way_to_commit_gives_its_own_index() {
    let ground = with_hooks(&["pre-commit"]);
    ground.write("a.txt", "clean\n");
    ground.write("b.txt", "clean\n");
    ground.commit("files");
    ground.write("a.txt", format!("{CANARY}\n"));
    refused(&ground, &["commit", "-am", "all"], "a.txt:1:1");
    refused(
        &ground,
        &["commit", "-m", "one", "--", "a.txt"],
        "a.txt:1:1",
    );
    // Another file is committed; the leak is not part of it.
    ground.write("b.txt", "other\n");
    ground.git(&["commit", "-qm", "other", "--", "b.txt"]);
    // What is staged and cleaned afterwards is still staged.
    ground.git(&["add", "a.txt"]);
    ground.write("a.txt", "clean\n");
    refused(&ground, &["commit", "-m", "staged"], "a.txt:1:1");
    // From a folder below, and with an index of the user's own.
    ground.write("sub/c.txt", CANARY);
    ground.git(&["checkout", "-q", "HEAD", "--", "a.txt"]);
    ground.git(&["add", "sub"]);
    let output = ground.git_output("sub", &["commit", "-m", "below"]);
    assert!(!output.status.success());
    assert!(both(&output).contains("sub/c.txt:1:1"), "{}", both(&output));
}

#[test]
fn a_work_tree_beside_has_its_own_index() {
    let ground = with_hooks(&["pre-commit"]);
    ground.git(&["worktree", "add", "-q", "../beside"]);
    fs::copy(
        ground.top().join(".env"),
        ground.case.path().join("beside/.env"),
    )
    .unwrap();
    ground.write("../beside/a.txt", CANARY);
    ground.git_in("../beside", &["add", "a.txt"]);
    let output = ground.git_output("../beside", &["commit", "-m", "leak"]);
    assert!(!output.status.success());
    assert!(both(&output).contains("a.txt:1:1"), "{}", both(&output));
    ground.git(&["commit", "-qm", "clean", "--allow-empty"]);
}

#[test]
fn a_submodule_has_its_own_index() {
    let ground = with_hooks(&[]);
    let other = with_hooks(&[]);
    let from = other.top();
    ground.git(&[
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "add",
        "-q",
        from.to_str().unwrap(),
        "module",
    ]);
    fs::copy(ground.top().join(".env"), ground.top().join("module/.env")).unwrap();
    let Ground { case } = ground;
    let case = case.within("repo/module");
    case.again(&["hook", "install"]).status(0);
    let ground = Ground {
        case: case.within("repo"),
    };
    ground.write("module/a.txt", CANARY);
    ground.git_in("module", &["add", "a.txt"]);
    let output = ground.git_output("module", &["commit", "-m", "leak"]);
    assert!(!output.status.success());
    assert!(both(&output).contains("a.txt:1:1"), "{}", both(&output));
}

#[test]
fn a_message_with_a_value_is_refused() {
    let ground = with_hooks(&["commit-msg"]);
    let message = format!("use {CANARY}");
    refused(
        &ground,
        &["commit", "--allow-empty", "-m", &message],
        "API_KEY",
    );
    ground.git(&["commit", "-q", "--allow-empty", "-m", "clean"]);
}

#[test]
fn a_push_with_a_value_is_refused_and_others_read_the_refs_too() {
    let ground = with_hooks(&["pre-push"]);
    let hook = ground.top().join(".git/hooks/pre-push");
    let mut text = fs::read_to_string(&hook).unwrap();
    text.push_str("while read line; do echo \"saw $line\" >>seen; done\n");
    fs::write(&hook, text).unwrap();
    ground.git(&["init", "-q", "--bare", "../remote"]);
    ground.git(&["remote", "add", "origin", "../remote"]);
    ground.git(&["push", "-q", "origin", "main"]);
    let seen = fs::read_to_string(ground.top().join("seen")).unwrap();
    assert!(seen.starts_with("saw refs/heads/main "), "{seen}");
    ground.remove("seen");
    ground.write("a.txt", CANARY);
    ground.commit("leak");
    ground.remove("a.txt");
    ground.commit("cleaned, but still in the history");
    refused(&ground, &["push", "origin", "main"], "a.txt:1:1");
    refused(&ground, &["push", "origin", "main:new"], "a.txt:1:1");
    ground.git(&["push", "-q", "origin", "HEAD~2:refs/heads/other"]);
    ground.git(&["push", "-q", "origin", ":other"]);
}

#[test]
fn the_hooks_work_under_the_real_pre_commit() {
    let Some(python) = python::with_optional_module("pre_commit") else {
        return;
    };
    let hooks = Ground::new();
    hooks.write(
        ".pre-commit-hooks.yaml",
        include_str!("../../.pre-commit-hooks.yaml"),
    );
    let revision = hooks.commit("hooks");
    let ground = with_hooks(&[]);
    let configuration = format!(
        "repos:\n- repo: {}\n  rev: {revision}\n  hooks:\n  - id: secrun-scan-system\n  - id: secrun-push-system\n  - id: secrun-message-system\n",
        hooks.top().display()
    );
    ground.write(".pre-commit-config.yaml", configuration);
    let mut install = Command::new(&python);
    install.args([
        "-m",
        "pre_commit",
        "install",
        "-t",
        "pre-commit",
        "-t",
        "pre-push",
        "-t",
        "commit-msg",
    ]);
    ground.dress(&mut install, ".");
    install.env("PRE_COMMIT_HOME", ground.case.path().join("cache"));
    let output = finish(install, b"");
    assert!(output.status.success(), "{}", both(&output));
    ground.commit("configure");
    ground.git(&["init", "-q", "--bare", "../remote"]);
    ground.git(&["remote", "add", "origin", "../remote"]);
    ground.git(&["push", "-q", "origin", "main"]);

    ground.write("a.txt", CANARY);
    ground.git(&["add", "a.txt"]);
    ground.write("a.txt", "cleaned, but not staged\n");
    refused(&ground, &["commit", "-m", "leak"], "a.txt:1:1");
    ground.git(&["rm", "-q", "--cached", "-f", "a.txt"]);
    ground.remove("a.txt");
    let message = format!("use {CANARY}");
    refused(
        &ground,
        &["commit", "--allow-empty", "-m", &message],
        "API_KEY",
    );

    ground.write("a.txt", CANARY);
    ground.git(&["add", "a.txt"]);
    ground.git(&["commit", "-q", "--no-verify", "-m", "leak"]);
    refused(&ground, &["push", "origin", "main"], "a.txt:1:1");
    refused(&ground, &["push", "origin", "main:new"], "a.txt:1:1");
    ground.git(&["checkout", "-q", "--orphan", "fresh"]);
    ground.git(&["commit", "-q", "--no-verify", "-m", "all anew"]);
    refused(&ground, &["push", "origin", "fresh"], "a.txt:1:1");
}
