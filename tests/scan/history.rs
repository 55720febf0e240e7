//! Every object of a repository, reachable or not.

use std::fs;

use super::ground::{Ground, not_read};
use crate::case::CANARY;

/// A repository with a leak in everything that is not a branch's commit.
fn hidden_leaks() -> Ground {
    let ground = Ground::with_commit();
    // In a stash.
    ground.write(
        "secrun.toml",
        format!("{}# {CANARY}\n", super::ground::SCHEMA),
    );
    ground.git(&["stash", "-q"]);
    // In a note.
    ground.git(&["notes", "add", "-m", &format!("note {CANARY}")]);
    // In an annotated tag.
    ground.git(&["tag", "-a", "v1", "-m", &format!("tag {CANARY}")]);
    // In a commit that is amended away.
    ground.write("amended.txt", CANARY);
    ground.commit("before");
    ground.remove("amended.txt");
    ground.git(&["add", "-A"]);
    ground.git(&["commit", "-q", "--amend", "--allow-empty", "-m", "after"]);
    // In the index alone, and then not even there.
    ground.write("was-staged.txt", format!("once {CANARY}"));
    ground.git(&["add", "was-staged.txt"]);
    ground.git(&["rm", "-q", "--cached", "-f", "was-staged.txt"]);
    ground.remove("was-staged.txt");
    ground
}

#[test]
fn nothing_is_too_well_hidden() {
    let ground = hidden_leaks();
    ground.scan(&[]).status(0);
    ground
        .scan(&["--history"])
        .status(1)
        .says("rotate now")
        .says("API_KEY");
    let expected = [
        "history -:1",
        "history -:6",
        "history amended.txt:1",
        "history secrun.toml:4",
    ];
    let places = ground.places(&["--history"]);
    for place in expected {
        assert!(places.contains(&place.to_owned()), "{place} in {places:?}");
    }
    assert_eq!(places.len(), 5, "{places:?}");
}

#[test]
fn a_commit_without_a_way_to_it_is_still_named() {
    let ground = Ground::with_commit();
    ground.write("a/lost.txt", CANARY);
    let lost = ground.commit("lost");
    ground.git(&["reset", "-q", "--hard", "HEAD^"]);
    ground.git(&[
        "reflog",
        "expire",
        "--expire=now",
        "--expire-unreachable=now",
        "--all",
    ]);
    let findings = ground.findings(&["--history"]);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["path"], "a/lost.txt");
    assert_eq!(findings[0]["object"]["commits"][0]["id"], lost.as_str());
}

#[test]
fn a_finding_names_commit_author_date_and_whether_it_was_pushed() {
    let ground = Ground::with_commit();
    ground.git(&["init", "-q", "--bare", "../remote"]);
    ground.git(&["remote", "add", "origin", "../remote"]);
    ground.write("src/key.py", format!("\n\nkey = '{CANARY}'\n"));
    let first = ground.commit("leak");
    ground.git(&["push", "-q", "origin", "main"]);
    ground.write("src/key.py", format!("\n\nkey = '{CANARY}' # again\n"));
    let second = ground.commit("change");
    let blob = ground.git(&["rev-parse", &format!("{first}:src/key.py")]);
    let findings = ground.findings(&["--history"]);
    assert_eq!(findings.len(), 1, "one leak in two versions: {findings:?}");
    let finding = &findings[0];
    assert_eq!(finding["path"], "src/key.py");
    assert_eq!(finding["line"], 3);
    assert_eq!(finding["object"]["id"], blob.as_str());
    let commits = finding["object"]["commits"].as_array().unwrap();
    assert_eq!(commits.len(), 2);
    assert_eq!(commits[0]["id"], first.as_str());
    assert_eq!(commits[0]["author"], "Test Author <test@example.invalid>");
    assert_eq!(commits[0]["pushed"], true);
    assert_eq!(commits[1]["id"], second.as_str());
    assert_eq!(commits[1]["pushed"], false);
}

#[test]
fn messages_and_authors_are_searched_and_shown_redacted() {
    let ground = Ground::with_commit();
    ground.git(&[
        "-c",
        &format!("user.name={CANARY}"),
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "x",
    ]);
    ground.git(&[
        "commit",
        "-q",
        "--allow-empty",
        "--author",
        &format!("{CANARY} <a@b.invalid>"),
        "-m",
        "y",
    ]);
    ground.git(&[
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        &format!("one\n\ntwo {CANARY}"),
    ]);
    let outcome = ground.scan(&["--history"]).status(1);
    assert!(
        outcome
            .stdout
            .contains("***REDACTED:API_KEY*** <a@b.invalid>"),
        "{}",
        outcome.stdout
    );
    let lines: Vec<_> = ground
        .findings(&["--history"])
        .iter()
        .map(|it| it["line"].clone())
        .collect();
    assert_eq!(lines.len(), 2);
}

#[test]
fn names_in_old_trees_are_told_once() {
    let ground = Ground::with_commit();
    ground.write(&format!("dir/{CANARY}.txt"), "one");
    ground.commit("one");
    ground.write("dir/other.txt", "two");
    ground.commit("two");
    fs::remove_dir_all(ground.top().join("dir")).unwrap();
    ground.commit("three");
    assert_eq!(
        ground.places(&["--history"]),
        ["history dir/***REDACTED:API_KEY***.txt"]
    );
}

#[test]
fn a_replaced_object_is_searched_as_it_is() {
    let ground = Ground::with_commit();
    ground.write("a.txt", CANARY);
    ground.commit("leak");
    let leak = ground.git(&["rev-parse", "HEAD:a.txt"]);
    ground.write("b.txt", "clean");
    ground.commit("clean");
    let clean = ground.git(&["rev-parse", "HEAD:b.txt"]);
    ground.git(&["replace", &leak, &clean]);
    assert_eq!(ground.places(&["--history"]), ["history a.txt:1"]);
}

#[test]
fn what_was_found_is_found_again_and_what_is_new_is_searched() {
    let ground = Ground::with_commit();
    for number in 0..20 {
        ground.write("f.txt", format!("version {number}"));
        ground.commit("next");
    }
    ground.scan(&["--history"]).status(0);
    let caches = ground.case.path().join(".local/state/secrun/scan");
    let files: Vec<_> = fs::read_dir(&caches).unwrap().collect();
    assert_eq!(files.len(), 1);
    ground
        .scan(&["--history"])
        .status(0)
        .says("searched 0 files, 0 bytes");
    ground.write("leak.txt", CANARY);
    ground.commit("leak");
    for _ in 0..2 {
        ground.scan(&["--history"]).status(1);
        assert_eq!(ground.places(&["--history"]), ["history leak.txt:1"]);
    }
}

#[test]
fn a_cache_holds_for_its_values_alone_and_damage_is_no_harm() {
    let ground = Ground::with_commit();
    ground.write("other.txt", "Qf8WkZtXm3RbNs6JyHv");
    ground.write("leak.txt", CANARY);
    ground.commit("leak");
    let state = ground.case.path().join(".local/state/secrun");
    ground.scan(&["--history"]).status(1);
    ground.write(".env", "API_KEY=Qf8WkZtXm3RbNs6JyHv\n");
    assert_eq!(ground.places(&["--history"]), ["history other.txt:1"]);
    for entry in fs::read_dir(state.join("scan")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        crate::case::assert_no_canary(&bytes, "the cache");
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    }
    assert_eq!(ground.places(&["--history"]), ["history other.txt:1"]);
    fs::write(state.join("scan-cache.key"), "short").unwrap();
    assert_eq!(ground.places(&["--history"]), ["history other.txt:1"]);
    fs::remove_dir_all(&state).unwrap();
    fs::write(&state, "no folder").unwrap();
    assert_eq!(ground.places(&["--history"]), ["history other.txt:1"]);
}

#[test]
fn since_leaves_out_what_is_older() {
    let ground = Ground::with_commit();
    ground.write("old.txt", CANARY);
    let old = ground.commit("old");
    ground.write("new.txt", format!("new {CANARY}"));
    ground.commit("new");
    assert_eq!(
        ground.places(&["--history", "--since", &old]),
        ["history new.txt:1"]
    );
    let all = ["history new.txt:1", "history old.txt:1"];
    assert_eq!(ground.places(&["--history", "--since", "2 days ago"]), all);
    assert_eq!(ground.places(&["--history", "--since", "2001-01-01"]), all);
    assert!(
        ground
            .places(&["--history", "--since", "2099-01-01"])
            .is_empty()
    );
}

#[test]
fn a_bare_repository_has_a_history() {
    let ground = Ground::with_commit();
    ground.write("leak.txt", CANARY);
    ground.commit("leak");
    ground.git(&["clone", "-q", "--bare", ".", "../bare.git"]);
    let schema = ground.top().join("secrun.toml");
    let scan = |words: &[&str]| {
        let mut command = ground.case.command();
        command
            .current_dir(ground.case.path().join("bare.git"))
            .arg("--schema")
            .arg(&schema)
            .arg("scan")
            .args(words)
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped());
        crate::case::finish(command, b"")
    };
    let output = scan(&["--history", "--format", "json"]);
    let places = super::ground::places(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(places, ["history leak.txt:1"]);
    assert_eq!(scan(&["--staged"]).status.code(), Some(2));
    assert_eq!(scan(&[]).status.code(), Some(2));
}

#[test]
fn a_damaged_object_is_told_and_the_others_are_searched() {
    let ground = Ground::with_commit();
    ground.write("bad.txt", "some text that will be damaged");
    ground.write("leak.txt", CANARY);
    ground.commit("leak");
    let bad = ground.git(&["rev-parse", "HEAD:bad.txt"]);
    let path = ground
        .top()
        .join(".git/objects")
        .join(&bad[..2])
        .join(&bad[2..]);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    fs::remove_file(&path).unwrap();
    fs::write(&path, bytes).unwrap();
    let outcome = ground.scan(&["--history", "--format", "json"]).status(1);
    assert_eq!(
        super::ground::places(&outcome.stdout),
        ["history leak.txt:1"]
    );
    let unread = not_read(&outcome.stdout);
    assert_eq!(unread.len(), 1, "{unread:?}");
    assert_eq!(unread[0].0, bad);
}

#[test]
fn a_large_object_is_searched_while_it_is_read() {
    let ground = Ground::with_commit();
    let mut text = b"line\n".repeat(1 << 20);
    text.extend_from_slice(format!("{CANARY}\n").as_bytes());
    ground.write("large.txt", text);
    ground.commit("large");
    assert_eq!(
        ground.places(&["--history"]),
        [format!("history large.txt:{}", (1 << 20) + 1)]
    );
    ground.write("large.txt", "small");
    ground.commit("small");
    assert_eq!(ground.places(&["--history"]).len(), 1);
}
