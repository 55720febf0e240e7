//! What a search found as GitLab's report of secret detection, version 15. It
//! has no extract of the source: an extract would carry the value.

mod document;

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::core::message::ShownPath;
use crate::core::report::Problem;
use crate::render::gitlab::document::{
    At, Commit, Document, Identifier, Message, Program, Scan, Vendor, Vulnerability,
};
use crate::render::leak;
use crate::render::state;
use crate::scan::{CommitNote, Location, NotRead, ScanReport, Skipped};
use crate::schema::model::Date;

/// The version of the report's form that this is.
const FORM: &str = "15.0.1";

/// What stands for a commit where there is none yet.
const NO_COMMIT: &str = "0000000000000000000000000000000000000000";

/// The most that GitLab takes of a description and of a name.
const LONGEST: usize = 250;

/// The report of a search that took this time.
#[must_use]
pub fn scan(report: &ScanReport, started: SystemTime, ended: SystemTime) -> String {
    let mut seen = BTreeMap::new();
    let findings = report.in_order();
    let found = findings
        .into_iter()
        .map(|it| (it.problem(), &it.location, it.encoding.name()));
    let looks = report.token_matches_in_order();
    let looks = looks
        .into_iter()
        .map(|it| (it.problem(), &it.location, it.form));
    let all = found.chain(looks);
    let vulnerabilities = all.map(|(problem, location, form)| {
        let id = identity(&problem, location, form, &mut seen);
        Vulnerability::of(&problem, location, form, id)
    });
    let vulnerabilities = vulnerabilities.collect();
    written("success", started, ended, messages(report), vulnerabilities)
}

/// The report of a search that could not be made.
#[must_use]
pub fn failure(problems: &[Problem], started: SystemTime, ended: SystemTime) -> String {
    let fatal = problems.iter().map(|problem| Message {
        level: if problem.is_error() { "fatal" } else { "warn" },
        value: placed(problem),
    });
    written("failure", started, ended, fatal.collect(), Vec::new())
}

fn written(
    status: &'static str,
    started: SystemTime,
    ended: SystemTime,
    messages: Vec<Message>,
    vulnerabilities: Vec<Vulnerability>,
) -> String {
    let program = || Program {
        id: "secrun",
        name: "secrun",
        version: env!("CARGO_PKG_VERSION"),
        vendor: Vendor { name: "secrun" },
    };
    let document = Document {
        version: FORM,
        scan: Scan {
            analyzer: program(),
            scanner: program(),
            kind: "secret_detection",
            status,
            start_time: moment(started),
            end_time: moment(ended),
            messages,
        },
        vulnerabilities,
    };
    // Structs of strings, numbers and lists have no way to fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

impl Vulnerability {
    fn of(problem: &Problem, location: &Location, form: &'static str, id: String) -> Self {
        let what = match &problem.key {
            Some(key) => format!("value of {key}"),
            None => format!("text like a {form} token"),
        };
        let rule = problem.code.as_str();
        let key = problem.key.as_ref().map_or(form, |key| key.as_str());
        Self {
            id,
            category: "secret_detection",
            name: shortened(&what),
            description: format!(
                "{}: {}",
                leak::place(location),
                // The hint is the solution.
                state::message(problem).lines().next().unwrap_or_default()
            ),
            severity: if problem.is_error() {
                "Critical"
            } else {
                "High"
            },
            solution: problem.hint.as_ref().map(ToString::to_string),
            identifiers: [Identifier {
                kind: "secrun_rule",
                name: shortened(&format!("{rule} {key}")),
                value: shortened(&format!("{rule}:{key}")),
            }],
            location: At::of(location),
        }
    }
}

impl At {
    fn of(location: &Location) -> Self {
        let path = location.whole_path();
        let object = location.object.as_ref();
        Self {
            file: path.map(|path| ShownPath::of_bytes(&path).to_string()),
            start_line: location.line,
            commit: match object.and_then(|object| object.commits.first()) {
                Some(commit) => Commit::of(commit),
                None => Commit {
                    sha: object.map_or_else(|| NO_COMMIT.to_owned(), |object| object.id.clone()),
                    author: None,
                    date: None,
                },
            },
        }
    }
}

impl Commit {
    fn of(note: &CommitNote) -> Self {
        Self {
            sha: note.id.clone(),
            author: Some(ShownPath::of_bytes(&note.author).to_string()),
            date: Some(note.date.clone()),
        }
    }
}

/// What was not done, and why.
fn messages(report: &ScanReport) -> Vec<Message> {
    let unread = report.unread_in_order().into_iter().map(NotRead::problem);
    let unsought = report.skipped.iter().map(Skipped::problem);
    let problems = unread.chain(unsought).chain(report.warnings.clone());
    let outcome = [leak::searched(&report.searched), leak::outcome(report)];
    let outcome = outcome.map(|value| Message {
        level: "info",
        value,
    });
    let warnings = problems.map(|problem| Message {
        level: "warn",
        value: placed(&problem),
    });
    warnings.chain(outcome).collect()
}

/// A problem after its place.
fn placed(problem: &Problem) -> String {
    let place = problem.place.as_ref();
    let place = place.map_or_else(String::new, |place| format!("{place}: "));
    format!("{place}{}", state::message(problem))
}

/// A UUID of version 8 (RFC 9562, section 5.8) that stays when a file is
/// edited: made of the rule, the key and the place without its line.
fn identity(
    problem: &Problem,
    location: &Location,
    form: &str,
    seen: &mut BTreeMap<u128, usize>,
) -> String {
    let object = location.object.as_ref().map(|object| object.id.as_bytes());
    let path = location.whole_path().unwrap_or_default();
    let key = problem.key.as_ref().map_or("", |key| key.as_str());
    let parts = [
        problem.code.as_str().as_bytes(),
        key.as_bytes(),
        form.as_bytes(),
        object.unwrap_or_default(),
        &path,
    ];
    let parts = parts.join(&0);
    let count = seen.entry(fnv1a(&parts)).or_default();
    *count += 1;
    let hash = fnv1a(&[&parts, format!("\0{count}").as_bytes()].concat());
    let hash = hash & !(0xf << 76) & !(0x3 << 62) | (0x8 << 76) | (0x2 << 62);
    let digits = format!("{hash:032x}");
    let mut text = String::with_capacity(36);
    for (index, digit) in digits.chars().enumerate() {
        if [8, 12, 16, 20].contains(&index) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

/// The 128-bit FNV-1a hash: the same in every build and on every machine.
fn fnv1a(bytes: &[u8]) -> u128 {
    let start = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    bytes.iter().fold(start, |hash: u128, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b)
    })
}

/// A moment in UTC, as the report asks for it.
fn moment(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = since.as_secs();
    let day = Date::of_unix_time(seconds);
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!("{day}T{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

/// A text of at most so many characters.
fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::*;
    use crate::render::sample;

    fn parsed(report: &ScanReport) -> Value {
        let started = UNIX_EPOCH + Duration::from_secs(1_709_164_799);
        let ended = started + Duration::from_secs(61);
        serde_json::from_str(&scan(report, started, ended)).unwrap()
    }

    #[test]
    fn the_scan_tells_when_and_what_was_left_out() {
        let document = parsed(&sample::leaks());
        assert_eq!(document["version"], "15.0.1");
        assert_eq!(document["scan"]["start_time"], "2024-02-28T23:59:59");
        assert_eq!(document["scan"]["end_time"], "2024-02-29T00:01:00");
        assert_eq!(document["scan"]["type"], "secret_detection");
        let messages = document["scan"]["messages"].as_array().unwrap();
        assert_eq!(messages.len(), 5);
        assert_eq!(
            messages[0],
            json!({"level": "warn", "value": "dist/big\\xff.zip: not read: encrypted"})
        );
    }

    #[test]
    fn what_could_not_be_done_is_a_failure() {
        let text = failure(&sample::report().problems, UNIX_EPOCH, UNIX_EPOCH);
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["scan"]["status"], "failure");
        assert_eq!(document["scan"]["start_time"], "1970-01-01T00:00:00");
        let message = &document["scan"]["messages"][0];
        assert_eq!(message["level"], "fatal");
        assert!(
            message["value"]
                .as_str()
                .unwrap()
                .starts_with(".env:4:14: DATABASE_URL: ")
        );
        assert_eq!(document["vulnerabilities"], json!([]));
    }

    #[test]
    fn findings_have_a_file_a_commit_and_an_id() {
        let document = parsed(&sample::leaks());
        let found = document["vulnerabilities"].as_array().unwrap();
        assert_eq!(found.len(), 6);
        assert_eq!(
            found[0]["location"],
            json!({"file": "app/main.py", "start_line": 12, "commit": {"sha": NO_COMMIT}})
        );
        assert_eq!(
            found[3]["location"]["commit"],
            json!({"sha": "9f86d081".repeat(5), "author": "Ann <ann@example.org>\\n::error::x",
                   "date": "2026-03-02T10:00:00+01:00"})
        );
        assert_eq!(
            found[0]["identifiers"][0],
            json!({"type": "secrun_rule", "name": "scan.leak OPENAI_API_KEY",
                   "value": "scan.leak:OPENAI_API_KEY"})
        );
        let id = found[0]["id"].as_str().unwrap();
        let parts: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12]);
        assert!(
            id[14..].starts_with('8') && "89ab".contains(&id[19..20]),
            "{id}"
        );
        let text = document.to_string();
        assert!(!text.contains("raw_source_code_extract"));
    }

    #[test]
    fn ids_outlive_edits_and_are_never_shared() {
        let ids = |report: &ScanReport| -> Vec<String> {
            let document = parsed(report);
            let found = document["vulnerabilities"].as_array().unwrap();
            found.iter().map(|it| it["id"].to_string()).collect()
        };
        let mut report = sample::leaks();
        let before = ids(&report);
        for finding in &mut report.findings {
            finding.location.line = finding.location.line.map(|line| line + 7);
        }
        assert_eq!(ids(&report), before);
        report.findings.extend(report.findings.clone());
        let all: BTreeSet<String> = ids(&report).into_iter().collect();
        assert_eq!(all.len(), 11);
        assert!(before.iter().all(|id| all.contains(id)));
    }

    #[test]
    fn the_hash_is_fnv1a() {
        // The vectors of the reference code, http://www.isthe.com/chongo/tech/comp/fnv/.
        assert_eq!(fnv1a(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fnv1a(b"foobar"), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }
}
