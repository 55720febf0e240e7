//! The index, not the work tree.

use super::ground::{Ground, SCHEMA};
use crate::case::{CANARY, Case};

#[test]
fn the_index_counts_and_the_work_tree_does_not() {
    let ground = Ground::with_commit();
    ground.write("staged.txt", format!("one\n{CANARY}\n"));
    ground.git(&["add", "staged.txt"]);
    ground.write("staged.txt", "clean now\n");
    ground.write("other.txt", "clean\n");
    ground.git(&["add", "other.txt"]);
    ground.write("other.txt", CANARY);
    ground.write("untracked.txt", CANARY);
    ground.scan(&["--staged"]).status(1);
    assert_eq!(ground.places(&["--staged"]), ["staged staged.txt:2"]);
    ground.git(&["rm", "-q", "-f", "--cached", "staged.txt"]);
    ground.scan(&["--staged"]).status(0);
}

#[test]
fn the_first_commit_is_searched_too() {
    let ground = Ground::new();
    ground.write("a.txt", CANARY);
    ground.git(&["add", "a.txt"]);
    assert_eq!(ground.places(&["--staged"]), ["staged a.txt:1"]);
}

#[test]
fn every_path_of_one_content_is_told_and_names_count() {
    let ground = Ground::with_commit();
    ground.write("a.txt", CANARY);
    ground.write("b/c d\te.txt", CANARY);
    ground.write(&format!("{CANARY}/f"), "");
    ground.git(&["add", "-A"]);
    assert_eq!(
        ground.places(&["--staged"]),
        [
            "file-name ***REDACTED:API_KEY***",
            "staged a.txt:1",
            "staged b/c d\\te.txt:1"
        ]
    );
}

#[test]
fn what_is_removed_or_committed_already_is_not_searched() {
    let ground = Ground::with_commit();
    ground.write("old.txt", CANARY);
    ground.write("gone.txt", CANARY);
    ground.commit("leak");
    ground.git(&["rm", "-q", "gone.txt"]);
    ground.scan(&["--staged"]).status(0);
}

#[test]
fn both_sides_of_a_conflict_are_searched() {
    let ground = Ground::with_commit();
    ground.write("a.txt", "base\n");
    ground.commit("base");
    ground.git(&["checkout", "-q", "-b", "side"]);
    ground.write("a.txt", format!("{CANARY}\n"));
    ground.commit("side");
    ground.git(&["checkout", "-q", "main"]);
    ground.write("a.txt", "main\n");
    ground.commit("main");
    assert!(
        !ground
            .git_output(".", &["merge", "-q", "side"])
            .status
            .success()
    );
    assert_eq!(ground.places(&["--staged"]), ["staged a.txt:1"]);
}

#[test]
fn a_submodule_in_the_index_is_no_content() {
    let ground = Ground::with_commit();
    let id = "1".repeat(40);
    ground.git(&[
        "update-index",
        "--add",
        "--cacheinfo",
        &format!("160000,{id},module"),
    ]);
    ground.scan(&["--staged"]).status(0);
    ground.scan(&[]).status(0);
}

#[test]
fn an_index_of_sha_256_is_read() {
    let case = Case::new()
        .file("repo/secrun.toml", SCHEMA)
        .file("repo/.env", format!("API_KEY={CANARY}\n"))
        .file("repo/.gitignore", ".env\n")
        .within("repo");
    let ground = Ground { case };
    ground.git(&["init", "-q", "--object-format=sha256"]);
    ground.write("a.txt", CANARY);
    ground.git(&["add", "-A"]);
    assert_eq!(ground.places(&["--staged"]), ["staged a.txt:1"]);
    ground.git(&["commit", "-q", "-m", "leak"]);
    assert_eq!(ground.places(&["--history"]), ["history a.txt:1"]);
    assert_eq!(
        ground.places(&["--history"]),
        ["history a.txt:1"],
        "from the cache"
    );
}
