//! Repositories that lack objects or have other ones: nothing that was not read is
//! clean, and it is searched once it is there.

use std::fs;
use std::path::PathBuf;

use super::ground::{Ground, not_read, places};
use crate::case::{CANARY, Outcome};

const MISSING: &str = "git does not have this object, or cannot read it";
const OTHER: &str = "its content is not the one that its id stands for";

impl Ground {
    fn object(&self, id: &str) -> PathBuf {
        let objects = self.top().join(".git/objects");
        objects.join(&id[..2]).join(&id[2..])
    }

    fn id(&self, name: &str) -> String {
        self.git(&["rev-parse", name])
    }

    /// A clone in the folder `clone`, with the schema and the value of this ground.
    fn clone_with(&self, words: &[&str]) -> Self {
        self.git(&["config", "uploadpack.allowFilter", "true"]);
        let from = format!("file://{}", self.top().display());
        let to = self.case.path().join("clone");
        let words = [&["clone", "-q"], words, &[&from, to.to_str().unwrap()]].concat();
        self.git(&words);
        let case = crate::case::Case::new()
            .host("GIT_CONFIG_NOSYSTEM", "1")
            .host("GIT_CEILING_DIRECTORIES", "/");
        fs::rename(&to, case.path().join("repo")).unwrap();
        let clone = Self {
            case: case.within("repo"),
        };
        clone.write(".env", format!("API_KEY={CANARY}\n"));
        clone.write(".git/info/exclude", ".env\n");
        clone
    }
}

/// Two commits, the older with a leak that the newer removes.
fn leaky() -> Ground {
    let ground = Ground::with_commit();
    ground.write("leak.txt", CANARY);
    ground.commit("leak");
    ground.write("leak.txt", "clean");
    ground.commit("clean");
    ground
}

/// Searches the history twice, so that the second search has a cache.
#[track_caller]
fn unread(ground: &Ground, status: i32) -> Vec<(String, String)> {
    let search = || {
        ground
            .scan(&["--history", "--format", "json"])
            .status(status)
    };
    let first = not_read(&search().stdout);
    assert_eq!(not_read(&search().stdout), first, "with a cache");
    first
}

#[track_caller]
fn finds_the_leak(ground: &Ground) {
    let outcome = ground.scan(&["--history", "--format", "json"]).status(1);
    assert_eq!(places(&outcome.stdout), ["history leak.txt:1"]);
    assert_eq!(not_read(&outcome.stdout), []);
}

/// The surfaces that do not need what is missing.
#[track_caller]
fn the_rest_is_clean(ground: &Ground) {
    ground.write("message", "a message\n");
    ground.scan(&[]).status(0);
    ground.scan(&["--staged"]).status(0);
    ground.scan(&["--message", "message"]).status(0);
    ground.remove("message");
}

#[test]
fn a_shallow_clone_says_so_until_it_is_whole() {
    let origin = leaky();
    let ground = origin.clone_with(&["--depth", "1"]);
    let says_so = |outcome: Outcome| {
        let unread = not_read(&outcome.status(2).stdout);
        assert_eq!(unread.len(), 1, "{unread:?}");
        assert_eq!(unread[0].0, ".git/shallow");
        assert!(unread[0].1.contains("fetch-depth: 0"), "{unread:?}");
    };
    for words in [
        &["--history"][..],
        &["--history"],
        &["--range", "HEAD"],
        &["--history", "--since", "2001-01-01"],
    ] {
        says_so(ground.scan(&[words, &["--format", "json"]].concat()));
    }
    ground
        .scan(&["--range", "HEAD^..HEAD"])
        .status(2)
        .tells("fetch-depth: 0");
    the_rest_is_clean(&ground);
    // A range that ends before the border needs nothing that is missing.
    let border = ground.id("HEAD");
    ground.write("new.txt", "new");
    ground.commit("new");
    ground
        .scan(&["--range", &format!("{border}..HEAD")])
        .status(0);
    ground.scan(&["--history", "--since", &border]).status(0);
    ground.git(&["fetch", "-q", "--unshallow"]);
    finds_the_leak(&ground);
}

#[test]
fn a_partial_clone_fetches_nothing_and_says_so() {
    let ground = leaky();
    let leak = ground.id("HEAD^:leak.txt");
    let ground = ground.clone_with(&["--filter=blob:none"]);
    assert_eq!(unread(&ground, 2), [(leak.clone(), MISSING.to_owned())]);
    let ranges = ["HEAD", "HEAD^^..HEAD", "HEAD^^..HEAD^"];
    for range in ranges {
        let outcome = ground
            .scan(&["--range", range, "--format", "json"])
            .status(2);
        assert_eq!(not_read(&outcome.stdout).len(), 1, "{range}");
    }
    ground.scan(&["--range", "HEAD^..HEAD"]).status(0);
    the_rest_is_clean(&ground);
    ground.git(&["cat-file", "-e", &leak]);
    finds_the_leak(&ground);
    for range in ranges {
        ground.scan(&["--range", range]).status(1);
    }
}

#[test]
fn an_object_that_is_missing_garbled_or_another_is_told_and_searched_when_it_is_back() {
    let ground = leaky();
    let paths = [
        "HEAD^:leak.txt",
        "HEAD^^{tree}",
        "HEAD^",
        "HEAD",
        "HEAD^{tree}",
    ];
    let ids = paths.map(|name| ground.id(name));
    let other = fs::read(ground.object(&ground.id("HEAD:leak.txt"))).unwrap();
    for id in &ids {
        let path = ground.object(id);
        let good = fs::read(&path).unwrap();
        let garbled = [&good[..good.len() / 2], b"garbled"].concat();
        for bad in [None, Some(b"".to_vec()), Some(garbled), Some(other.clone())] {
            fs::remove_file(&path).unwrap();
            if let Some(bad) = &bad {
                fs::write(&path, bad).unwrap();
            }
            let state = ground.case.path().join(".local");
            let _ = fs::remove_dir_all(&state);
            for _ in 0..2 {
                let outcome = ground.scan(&["--history", "--format", "json"]);
                let unread = not_read(&outcome.stdout);
                assert!(
                    unread.iter().any(|(path, _)| path == id),
                    "{id} {bad:?} {unread:?}"
                );
                let found = id != &ids[0];
                outcome.status(if found { 1 } else { 2 });
            }
            let _ = fs::remove_file(&path);
            fs::write(&path, &good).unwrap();
            finds_the_leak(&ground);
        }
    }
}

#[test]
fn a_range_and_the_index_see_an_object_that_is_another() {
    let ground = leaky();
    let leak = ground.id("HEAD^:leak.txt");
    let path = ground.object(&leak);
    let good = fs::read(&path).unwrap();
    let other = fs::read(ground.object(&ground.id("HEAD:leak.txt"))).unwrap();
    ground.git(&["reset", "-q", "--soft", "HEAD^^"]);
    ground.git(&["read-tree", "ORIG_HEAD^"]);
    for (bad, in_history, in_index) in [
        (other, OTHER, OTHER),
        (
            b"x".to_vec(),
            MISSING,
            "its object is not in this clone, or is damaged",
        ),
    ] {
        fs::remove_file(&path).unwrap();
        fs::write(&path, bad).unwrap();
        let range = ["--range", "ORIG_HEAD^^..ORIG_HEAD", "--format", "json"];
        let outcome = ground.scan(&range).status(2);
        assert_eq!(
            not_read(&outcome.stdout),
            [(leak.clone(), in_history.to_owned())]
        );
        let outcome = ground.scan(&["--staged", "--format", "json"]).status(2);
        assert_eq!(
            not_read(&outcome.stdout),
            [("leak.txt".to_owned(), in_index.to_owned())]
        );
    }
    fs::remove_file(&path).unwrap();
    fs::write(&path, good).unwrap();
    assert_eq!(ground.places(&["--staged"]), ["staged leak.txt:1"]);
    assert_eq!(
        ground.places(&["--range", "ORIG_HEAD^^..ORIG_HEAD"]),
        ["history leak.txt:1"]
    );
}

#[test]
fn sha_256_and_large_objects_are_checked_too() {
    let ground = Ground::bare_of_git();
    ground.git(&["init", "-q", "-b", "main", "--object-format=sha256"]);
    ground.write("large.txt", b"line\n".repeat(1 << 20));
    ground.write("other.txt", b"lone\n".repeat(1 << 20));
    ground.commit("large");
    ground.scan(&["--history"]).status(0);
    fs::remove_dir_all(ground.case.path().join(".local")).unwrap();
    let [large, other] = ["HEAD:large.txt", "HEAD:other.txt"].map(|name| ground.id(name));
    fs::remove_file(ground.object(&large)).unwrap();
    fs::copy(ground.object(&other), ground.object(&large)).unwrap();
    assert_eq!(unread(&ground, 2), [(large, OTHER.to_owned())]);
}

#[test]
fn a_repository_without_objects_is_not_clean() {
    let ground = leaky();
    ground.scan(&["--history"]).status(1);
    let objects = ground.top().join(".git/objects");
    fs::remove_dir_all(&objects).unwrap();
    fs::create_dir(&objects).unwrap();
    ground.scan(&["--history"]).status(2);
    ground.scan(&["--range", "HEAD"]).status(2);
    ground.scan(&["--staged"]).status(2);
    // Without a commit there is nothing to read.
    Ground::new().scan(&["--history"]).status(0);
}

#[test]
fn an_index_that_is_cut_off_is_not_clean() {
    let ground = Ground::with_commit();
    for name in ["a", "b", "c"] {
        ground.write(&format!("{name}.txt"), format!("{name} {CANARY}"));
    }
    ground.git(&["add", "-A"]);
    let path = ground.top().join(".git/index");
    let good = fs::read(&path).unwrap();
    for length in (0..good.len()).step_by(7) {
        fs::write(&path, &good[..length]).unwrap();
        let status = ground.scan(&["--staged"]).status.code().unwrap();
        assert!([1, 2].contains(&status), "{length}: {status}");
    }
    fs::write(&path, &good[..40]).unwrap();
    let staged = ground.scan(&["--staged", "--format", "json"]).status(2);
    assert_eq!(not_read(&staged.stdout)[0].0, ".git/index");
    fs::write(&path, good).unwrap();
    assert_eq!(ground.findings(&["--staged"]).len(), 3);
    // Two forms of a whole index that end in another way, or elsewhere.
    ground.git(&["update-index", "--split-index"]);
    let is_whole = || {
        let outcome = ground.scan(&["--staged", "--format", "json"]).status(1);
        assert_eq!(not_read(&outcome.stdout), []);
    };
    is_whole();
    ground.git(&["update-index", "--no-split-index"]);
    ground.git(&["config", "index.skipHash", "true"]);
    ground.write("d.txt", "clean");
    ground.git(&["add", "-A"]);
    is_whole();
}
