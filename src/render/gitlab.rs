//! GitLab's report of secret detection, version 15. It has no extract of the
//! source: an extract would carry the value.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::core::message::{Message, ShownPath};
use crate::core::report::Problem;
use crate::render::document::{list, optional, text};
use crate::render::identity::{fnv1a_128, numbered, uuid};
use crate::render::phrases::{keys, search};
use crate::scan::{Location, ScanReport};
use crate::schema::model::Date;

/// The commit id if there is no commit yet.
const NO_COMMIT: &str = "0000000000000000000000000000000000000000";

/// GitLab's limit for the length of a name.
const LONGEST: usize = 250;

/// The report of a search that took this time.
pub fn scan(report: &ScanReport, started: SystemTime, ended: SystemTime) -> String {
    let mut seen = BTreeMap::new();
    let findings = report.in_order().into_iter().map(|it| {
        let (key, encoding) = (it.key.as_str(), it.encoding.name());
        (it.problem(), &it.location, key, encoding)
    });
    let tokens = report.token_matches_in_order().into_iter();
    let tokens = tokens.map(|it| (it.problem(), &it.location, it.form, it.form));
    let found = findings
        .chain(tokens)
        .map(|(problem, location, name, form)| {
            let id = identity(&problem, location, form, &mut seen);
            vulnerability(&problem, location, name, &id)
        });
    let found: Vec<Value> = found.collect();
    let warnings = search::notes(report).map(|problem| ("warn", keys::placed(&problem)));
    let outcome = [search::searched(&report.searched), search::outcome(report)];
    let messages = warnings.chain(outcome.map(|text| ("info", text)));
    document("success", started, ended, messages, &found)
}

/// The report of a search that could not be made.
pub fn failure(problems: &[Problem], started: SystemTime, ended: SystemTime) -> String {
    let messages = problems.iter().map(|problem| {
        let level = if problem.is_error() { "fatal" } else { "warn" };
        (level, keys::placed(problem))
    });
    document("failure", started, ended, messages, &[])
}

fn document(
    status: &str,
    started: SystemTime,
    ended: SystemTime,
    messages: impl Iterator<Item = (&'static str, String)>,
    vulnerabilities: &[Value],
) -> String {
    let program = json!({
        "id": "secrun",
        "name": "secrun",
        "version": env!("CARGO_PKG_VERSION"),
        "vendor": { "name": "secrun" },
    });
    text(&json!({
        "version": "15.0.1",
        "scan": {
            "analyzer": program,
            "scanner": program,
            "type": "secret_detection",
            "status": status,
            "start_time": moment(started),
            "end_time": moment(ended),
            "messages": list(messages, |(level, value)| json!({ "level": level, "value": value })),
        },
        "vulnerabilities": vulnerabilities,
    }))
}

/// A finding, of this key or of a token of this form.
fn vulnerability(problem: &Problem, location: &Location, name: &str, id: &str) -> Value {
    let what = match &problem.key {
        Some(key) => format!("value of {key}"),
        None => format!("text like a {name} token"),
    };
    let rule = problem.code.as_str();
    let path = location.whole_path();
    let place = json!({
        "file": path.map(|path| ShownPath::foreign(&path).to_string()),
        "start_line": location.line,
        "commit": commit(location),
    });
    json!({
        "id": id,
        "category": "secret_detection",
        "name": shortened(&what),
        "description": format!("{}: {}", search::place(location), keys::named(problem)),
        "severity": if problem.is_error() { "Critical" } else { "High" },
        "solution": problem.hint.as_ref().map(Message::as_str),
        "identifiers": [{
            "type": "secrun_rule",
            "name": shortened(&format!("{rule} {name}")),
            "value": shortened(&format!("{rule}:{name}")),
        }],
        "location": optional(place, ["file", "start_line"]),
    })
}

fn commit(location: &Location) -> Value {
    let Some(object) = &location.object else {
        return json!({ "sha": NO_COMMIT });
    };
    match object.commits.first() {
        None => json!({ "sha": object.id }),
        Some(commit) => json!({
            "sha": commit.id,
            "author": ShownPath::foreign(&commit.author).as_str(),
            "date": commit.date,
        }),
    }
}

/// An id that survives edits of a file: a hash of the rule, the key and the place
/// without its line.
fn identity(
    problem: &Problem,
    location: &Location,
    form: &str,
    seen: &mut BTreeMap<u128, usize>,
) -> String {
    let (path, object) = (location.whole_path(), location.object.as_ref());
    let parts = [
        problem.code.as_str().as_bytes(),
        problem
            .key
            .as_ref()
            .map_or("", |key| key.as_str())
            .as_bytes(),
        form.as_bytes(),
        object.map_or("", |object| object.id.as_str()).as_bytes(),
        path.as_deref().unwrap_or(b""),
    ];
    let parts = parts.join(&0);
    let count = numbered(fnv1a_128(&parts), seen);
    uuid(fnv1a_128(
        &[&parts, format!("\0{count}").as_bytes()].concat(),
    ))
}

/// A time in UTC, in the format that the report requires. A clock before 1970 counts as
/// 1970.
fn moment(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    let day = Date::of_unix_time(seconds);
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!("{day}T{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use super::*;
    use crate::render::tests::sample;

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
}
