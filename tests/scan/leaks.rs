//! A repository with 84 leaks and 49 decoys, made from random values: all
//! leaks are found with the right key and line, no decoy is, and nothing of a
//! value is shown in any format.

mod codec;
mod container;
mod decoys;
pub(crate) mod dice;
mod elsewhere;
mod secrets;
mod tree;

use std::collections::{BTreeSet, HashSet};
use std::fs;

use serde_json::Value;

use self::dice::Dice;
use self::secrets::Secrets;
use super::ground::Ground;

/// A file with a secret in it.
struct Leak {
    /// The path, and after `!` the members of containers.
    place: String,
    key: &'static str,
    /// The first and the last line that it may be found in; none in binary
    /// content.
    lines: Option<(u64, u64)>,
    /// Whether it is another form than the value itself, or in a container.
    encoded: bool,
    content: Vec<u8>,
}

/// A leak that a search must find.
#[derive(Debug)]
struct Expected {
    /// The words that make the search look there.
    words: &'static [&'static str],
    surface: &'static str,
    place: String,
    key: &'static str,
    lines: Option<(u64, u64)>,
}

/// Every search of the fixture.
const SEARCHES: [&[&str]; 5] = [
    &[],
    &["--staged"],
    &["--history"],
    &["--all"],
    &["--home", "../home"],
];

const FORMATS: [&str; 6] = ["human", "json", "sarif", "github", "gitlab", "junit"];

/// Makes the repository; what is to be found in it.
fn fixture(ground: &Ground, seed: u64) -> (Secrets, Vec<Expected>) {
    let mut dice = Dice(seed);
    let secrets = Secrets::new(&mut dice);
    ground.write("secrun.toml", secrets.schema());
    ground.write(".env", secrets.env());
    ground.write(".gitignore", ".env\n.env.local\nlogs/\n");
    for (path, content) in decoys::decoys(&secrets, &mut dice) {
        ground.write(&path, content);
    }
    let leaks = tree::leaks(&secrets);
    let (tracked, untracked): (Vec<_>, Vec<_>) = leaks
        .into_iter()
        .enumerate()
        .partition(|(at, _)| at % 2 == 0);
    let mut expected = Vec::new();
    let mut write = |leaks: Vec<(usize, Leak)>, surface: &'static str| {
        for (_, leak) in leaks {
            let path = leak.place.split('!').next().unwrap();
            let path = path.replace("***REDACTED:JWT_SECRET***", secrets.value("JWT_SECRET"));
            ground.write(&path, leak.content);
            let named = leak.place.contains("***");
            expected.push(Expected {
                words: &[],
                surface: if named { "file-name" } else { surface },
                place: leak.place,
                key: leak.key,
                lines: leak.lines,
            });
        }
    };
    write(tracked, "tracked");
    ground.commit("begin");
    let noted = elsewhere::history(ground, &secrets);
    write(untracked, "untracked");
    elsewhere::staged(ground, &secrets);
    elsewhere::beside(ground, &secrets);
    expected.extend(elsewhere::expected(ground, &noted));
    assert_eq!(expected.len(), 84);
    (secrets, expected)
}

/// Writes all leaks and decoys into a repository.
pub(crate) fn fill(ground: &Ground) {
    fixture(ground, 1);
}

/// Whether a finding is the expected one.
fn is(finding: &Value, expected: &Expected) -> bool {
    let text = |name: &str| finding[name].as_str().unwrap_or_default();
    let (path, member) = expected
        .place
        .split_once('!')
        .unwrap_or((&expected.place, ""));
    let last = |members: &str| members.rsplit('!').next().unwrap_or_default().to_owned();
    // What a gzip or zstd file holds has no name of its own.
    let nameless = ["boxes/app.log.gz", "boxes/trace.zst"].contains(&path);
    let is_member = last(text("member")) == last(member) || (nameless && text("member").is_empty());
    let line = finding["line"].as_u64();
    let is_line = match (expected.lines, line) {
        (Some((first, last)), Some(line)) => (first..=last).contains(&line),
        (None, line) => line.is_none(),
        (Some(_), None) => false,
    };
    text("key") == expected.key
        && text("surface") == expected.surface
        && text("path") == path
        && is_member
        && is_line
}

/// Every piece of 8 bytes of what is secret.
fn pieces(secrets: &Secrets) -> HashSet<Vec<u8>> {
    let private = secrets.all.iter().flat_map(|secret| &secret.private);
    private
        .flat_map(|part| part.as_bytes().windows(8).map(<[u8]>::to_vec))
        .collect()
}

#[track_caller]
fn assert_private(text: &str, pieces: &HashSet<Vec<u8>>, about: &str) {
    let told = text.as_bytes().windows(8).find(|it| pieces.contains(*it));
    assert!(
        told.is_none(),
        "a piece of a value is told by {about}:\n{text}"
    );
}

#[track_caller]
fn check(seed: u64) {
    let ground = Ground::new();
    let (secrets, expected) = fixture(&ground, seed);
    let pieces = pieces(&secrets);
    let (mut missed, mut flagged) = (Vec::new(), BTreeSet::new());
    for words in SEARCHES {
        let outcome = ground.scan(&[words, &["--format", "json"]].concat());
        let report: Value = serde_json::from_str(&outcome.stdout)
            .unwrap_or_else(|_| panic!("{words:?} {} {}", outcome.stdout, outcome.stderr));
        let findings = report["findings"].as_array().unwrap();
        let here = expected.iter().filter(|it| it.words == words);
        for leak in here.filter(|leak| !findings.iter().any(|it| is(it, leak))) {
            let path = leak.place.split('!').next().unwrap();
            let near = findings.iter().filter(|it| it["path"] == path);
            let near: Vec<String> = near.map(Value::to_string).collect();
            missed.push(format!("{leak:?}\n    there: {}", near.join("\n    ")));
        }
        for finding in findings {
            let path = finding["path"].as_str().unwrap_or_default();
            let wrong = expected.iter().any(|it| {
                let place = it.place.split('!').next().unwrap_or_default();
                !place.is_empty() && place == path && finding["key"] != it.key
            });
            if path.starts_with("decoys/") || wrong {
                flagged.insert(finding.to_string());
            }
        }
        let outcome = outcome.status(1);
        assert_private(&outcome.stderr, &pieces, "stderr");
    }
    let missed: Vec<&str> = missed.iter().map(String::as_str).collect();
    let flagged: Vec<&str> = flagged.iter().map(String::as_str).collect();
    assert!(
        missed.is_empty() && flagged.is_empty(),
        "seed {seed}: {} of 84 missed:\n{}\n{} flagged:\n{}",
        missed.len(),
        missed.join("\n"),
        flagged.len(),
        flagged.join("\n")
    );
    // All places at once.
    let words = [
        "--all",
        "--staged",
        "--history",
        "--home",
        "../home",
        "--format",
    ];
    for format in FORMATS {
        let outcome = ground.scan(&[&words[..], &[format]].concat()).status(1);
        assert_private(&outcome.stdout, &pieces, &format!("--format {format}"));
        assert_private(&outcome.stderr, &pieces, &format!("stderr of {format}"));
    }
}

#[test]
fn all_84_leaks_are_found_and_none_of_the_49_decoys() {
    for seed in [1, 0x5eed, 20_261_125] {
        check(seed);
    }
}

#[test]
fn the_summary_of_a_job_tells_no_value() {
    let ground = Ground::new();
    let (secrets, _) = fixture(&ground, 7);
    let summary = ground.case.path().join("summary.md");
    let mut command = ground.case.command();
    command
        .args(["scan", "--all", "--history"])
        .env("GITHUB_STEP_SUMMARY", &summary)
        .stdout(std::process::Stdio::piped());
    let output = crate::case::finish(command, b"");
    assert_eq!(output.status.code(), Some(1));
    let text = fs::read_to_string(summary).unwrap();
    assert!(text.starts_with("## secrun scan: "), "{text}");
    assert_private(&text, &pieces(&secrets), "the summary");
}
