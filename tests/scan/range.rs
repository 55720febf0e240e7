//! Ranges of commits, and what is pushed.

use super::ground::Ground;
use crate::case::CANARY;

#[test]
fn a_range_holds_what_its_commits_bring() {
    let ground = Ground::with_commit();
    ground.write("old.txt", CANARY);
    let old = ground.commit("old");
    ground.write("new.txt", format!("new {CANARY}"));
    let new = ground.commit("new");
    ground.remove("new.txt");
    ground.commit("gone");
    for range in [
        format!("{old}..HEAD"),
        format!("{old}.."),
        format!("{old}...{new}"),
    ] {
        let places = ground.places(&["--range", &range]);
        assert_eq!(places, ["history new.txt:1"], "{range}");
    }
    ground.scan(&["--range", &format!("{new}..HEAD")]).status(0);
    assert_eq!(ground.places(&["--range", "HEAD"]).len(), 2);
    let findings = ground.findings(&["--range", &format!("{old}..HEAD")]);
    assert_eq!(findings[0]["object"]["commits"][0]["id"], new.as_str());
}

/// A repository whose `main` is pushed up to before a leak.
fn pushed() -> (Ground, String, String) {
    let ground = Ground::with_commit();
    ground.git(&["init", "-q", "--bare", "../remote"]);
    ground.git(&["remote", "add", "origin", "../remote"]);
    ground.write("known.txt", format!("known {CANARY}"));
    let known = ground.commit("known");
    ground.git(&["push", "-q", "origin", "main"]);
    ground.write("leak.txt", CANARY);
    let leak = ground.commit("leak");
    (ground, known, leak)
}

fn push(ground: Ground, lines: &str) -> (Ground, Vec<String>) {
    let Ground { case } = ground;
    let ground = Ground {
        case: case.stdin(lines),
    };
    let places = ground.places(&["--range-from-env"]);
    (ground, places)
}

#[test]
fn the_lines_of_a_push_are_read() {
    let (ground, known, leak) = pushed();
    let none = "0".repeat(40);
    let elsewhere = "1".repeat(40);
    let new = "history leak.txt:1";
    let (ground, places) = push(
        ground,
        &format!("refs/heads/main {leak} refs/heads/main {known}\n"),
    );
    assert_eq!(places, [new]);
    let (ground, places) = push(
        ground,
        &format!("refs/heads/main {leak} refs/heads/new {none}\n"),
    );
    assert_eq!(places, [new], "a new branch");
    let (ground, places) = push(
        ground,
        &format!("refs/heads/main {leak} refs/heads/main {elsewhere}\n"),
    );
    assert_eq!(places, [new], "the remote has what this clone has not");
    let (ground, places) = push(
        ground,
        &format!("(delete) {none} refs/heads/main {known}\n"),
    );
    assert!(places.is_empty(), "a deletion");
    let (ground, places) = push(
        ground,
        &format!("refs/heads/main {known} refs/heads/x {none}\n"),
    );
    assert!(places.is_empty(), "nothing new");
    let (ground, places) = push(ground, "\n");
    assert!(places.is_empty(), "nothing at all");
    let (ground, places) = push(
        ground,
        &format!(
            "(delete) {none} refs/heads/old {known}\nrefs/heads/main {leak} refs/heads/{CANARY} {none}\n"
        ),
    );
    assert_eq!(places, [new, "ref-name refs/heads/***REDACTED:API_KEY***"]);
    let Ground { case } = ground;
    Ground {
        case: case.stdin("nonsense\n"),
    }
    .scan(&["--range-from-env"])
    .status(2)
    .tells("not a list of pushed refs");
}

#[test]
fn an_annotated_tag_is_pushed_with_its_message() {
    let (ground, _, _) = pushed();
    ground.git(&[
        "tag",
        "-a",
        "v1",
        "-m",
        &format!("release {CANARY}"),
        "HEAD^",
    ]);
    let tag = ground.git(&["rev-parse", "v1"]);
    let none = "0".repeat(40);
    let (_, places) = push(ground, &format!("refs/tags/v1 {tag} refs/tags/v1 {none}\n"));
    assert_eq!(places, ["history -:6"]);
}

#[test]
fn without_variables_and_lines_nothing_is_clean() {
    let (ground, _, leak) = pushed();
    let told = "no pushed refs: pre-commit's variables are not set, and standard input is empty";
    ground.scan(&["--range-from-env"]).status(2).tells(told);
    let Ground { case } = ground;
    let case = case.host("PRE_COMMIT_TO_REF", leak);
    let ground = Ground { case };
    ground.scan(&["--range-from-env"]).status(2).tells(told);
    // git runs its hook with empty input when everything is up to date.
    let Ground { case } = ground;
    let case = case.host("GIT_EXEC_PATH", "/usr/lib/git-core");
    Ground { case }.scan(&["--range-from-env"]).status(0);
}

#[test]
fn the_variables_of_pre_commit_come_first() {
    let (ground, known, leak) = pushed();
    let Ground { case } = ground;
    let ground = Ground {
        case: case
            .host("PRE_COMMIT_FROM_REF", known)
            .host("PRE_COMMIT_TO_REF", leak)
            .host("PRE_COMMIT_REMOTE_NAME", "origin")
            .stdin("nonsense"),
    };
    assert_eq!(ground.places(&["--range-from-env"]), ["history leak.txt:1"]);
}

#[test]
fn a_branch_without_a_beginning_on_the_remote_is_searched_as_a_whole() {
    let (ground, _, _) = pushed();
    ground.git(&["checkout", "-q", "--orphan", "fresh"]);
    ground.commit("fresh");
    let Ground { case } = ground;
    let ground = Ground {
        case: case
            .host("PRE_COMMIT_LOCAL_BRANCH", "refs/heads/fresh")
            .host("PRE_COMMIT_REMOTE_BRANCH", "refs/heads/fresh")
            .host("PRE_COMMIT_REMOTE_NAME", "origin"),
    };
    // `known.txt` is on the remote: with another commit, but the same object.
    let places = ground.places(&["--range-from-env"]);
    assert!(
        places.contains(&"history leak.txt:1".to_owned()),
        "{places:?}"
    );
}
