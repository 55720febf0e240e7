//! SARIF 2.1.0, in the subset that GitHub code scanning shows. It has no
//! snippets: a snippet would carry the value.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::core::message::Position;
use crate::core::report::{Code, Problem, Report};
use crate::render::document::{joined, list, optional, text};
use crate::render::identity::{fnv1a_64, numbered};
use crate::render::phrases::{keys, search};
use crate::scan::{self, ScanReport};
use crate::schema::model::SCHEMA_FILE;

/// The most results that GitHub takes of a run; it refuses a longer log.
const LIMIT: usize = 25_000;

const START: Position = Position { line: 1, column: 1 };

/// The kinds of problems, by the first part of their codes.
const FAMILIES: &[(&str, &str)] = &[
    ("code", "Code that disagrees with the schema."),
    (
        "drift",
        "A line of an env file that other parsers read differently.",
    ),
    ("dotenv", "A broken line in an env file."),
    ("empty", "A key whose value is empty."),
    ("enum", "A value that is not one of those in the schema."),
    ("forbidden", "A value that the schema forbids."),
    (
        "format",
        "A value that does not match its provider's format.",
    ),
    (
        "live-key",
        "A provider's live key where the profile forbids one.",
    ),
    ("group-writable", "A file that others may write to."),
    ("missing", "A required key that is not set."),
    ("not-portable", "A name that shells cannot set."),
    ("scan", "A leaked secret, or text that looks like one."),
    ("schema", "A schema that is not valid."),
    ("shadowed", "A value that another layer overrides."),
    (
        "same-as-secret",
        "A setting that has the value of a secret.",
    ),
    ("too-long", "A value that is too long for an environment."),
    ("type", "A value that does not match its type."),
    ("readable", "An env file that everyone can read."),
    ("tracked", "A file with a live value that git tracks."),
    (
        "undeclared",
        "A key in an env file that the schema does not declare.",
    ),
    ("untrusted", "A schema that another user may have written."),
    ("writable", "A file that everyone may write to."),
];

/// The description of any other kind.
const OTHER: &str = "A key or a value that does not meet the schema.";

/// How bad a kind of problem is, where it is more than a mistake.
const SEVERITIES: &[(&str, &str)] = &[("scan.leak", "9.1"), ("scan.looks-like", "7.0")];

const HELP_SCAN: &str = "Replace the key at its provider, then remove the value. Git history \
                         stays in every clone.";

const HELP: &str = "Run `secrun check` to see all problems, and `secrun explain KEY` to see \
                    where the value of a key comes from and which rule it must meet.";

/// The problems of a report.
pub fn check(report: &Report) -> String {
    let (errors, warnings): (Vec<&Problem>, Vec<&Problem>) =
        report.problems.iter().partition(|it| it.is_error());
    // Past the limit something is left out, and errors must not be.
    let results = errors.into_iter().chain(warnings).map(|problem| {
        let path = problem
            .place
            .as_ref()
            .map_or("", |place| place.path.as_str());
        SarifResult {
            problem: problem.clone(),
            location: location_of(problem, report),
            identity: identity(problem, path.as_bytes(), &[]),
            properties: None,
        }
    });
    log(&results.take(LIMIT).collect::<Vec<_>>(), &[])
}

/// One result for each finding, a warning for what looks like a token. What
/// was not read and not searched for are notifications of the run.
pub fn scan(report: &ScanReport) -> String {
    let findings = report.in_order().into_iter().map(|it| {
        let own = json!({
            "key": it.key.as_str(),
            "encoding": it.encoding.name(),
            "surface": it.surface.name(),
            "partial": it.partial,
        });
        let fingerprint = it.fingerprint.as_deref();
        found(
            it.problem(),
            &it.location,
            it.encoding.name(),
            own,
            fingerprint,
        )
    });
    let tokens = report.token_matches_in_order().into_iter().map(|it| {
        let surface = it.surface.name();
        let own = json!({ "key": null, "encoding": null, "surface": surface, "partial": false });
        found(it.problem(), &it.location, "", own, None)
    });
    let results: Vec<_> = findings.chain(tokens).take(LIMIT).collect();
    log(&results, &search::notes(report).collect::<Vec<_>>())
}

fn found(
    problem: Problem,
    place: &scan::Location,
    encoding: &str,
    own: Value,
    fingerprint: Option<&str>,
) -> SarifResult {
    let of_place = json!({
        "offset": place.offset,
        "object": object(place),
        "commit": commit(place),
        "fingerprint": fingerprint,
    });
    SarifResult {
        location: location_in(place),
        identity: of_scan(&problem, place, encoding),
        properties: Some(joined([own, of_place])),
        problem,
    }
}

/// A result before it is written.
struct SarifResult {
    problem: Problem,
    location: Value,
    identity: u64,
    properties: Option<Value>,
}

/// The log: one run with its rules, its results, and what else was noted.
fn log(found: &[SarifResult], notes: &[Problem]) -> String {
    let codes: BTreeSet<Code> = found.iter().map(|it| it.problem.code).collect();
    let mut seen = BTreeMap::new();
    let results = list(found, |it| result(it, &codes, &mut seen));
    let invocations = (!notes.is_empty()).then(|| {
        json!([{
            "executionSuccessful": !notes.iter().any(Problem::is_error),
            "toolExecutionNotifications": list(notes, |note| json!({
                "level": note.severity.name(),
                "message": { "text": keys::placed(note) },
            })),
        }])
    });
    let run = json!({
        "tool": {
            "driver": {
                "name": "secrun",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": list(&codes, |code| rule(*code)),
            },
        },
        "invocations": invocations,
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    text(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [optional(run, ["invocations"])],
    }))
}

fn result(found: &SarifResult, codes: &BTreeSet<Code>, seen: &mut BTreeMap<u64, usize>) -> Value {
    let problem = &found.problem;
    let count = numbered(found.identity, seen);
    let result = json!({
        "ruleId": problem.code.as_str(),
        "ruleIndex": codes.iter().position(|code| *code == problem.code),
        "level": problem.severity.name(),
        "message": { "text": keys::message(problem) },
        "locations": [found.location],
        "partialFingerprints": {
            "primaryLocationLineHash": format!("{:016x}:{count}", found.identity),
        },
        "properties": found.properties,
    });
    optional(result, ["properties"])
}

/// A kind of problem.
fn rule(code: Code) -> Value {
    let description = describe(code);
    let mut severities = SEVERITIES.iter();
    let severity = severities.find(|(known, _)| *known == code.as_str());
    let properties = json!({
        "tags": ["security"],
        // From 0 to 10: critical from 9, high from 7.
        "security-severity": severity.map(|(_, severity)| severity),
    });
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": description },
        "fullDescription": { "text": description },
        "help": { "text": if severity.is_some() { HELP_SCAN } else { HELP } },
        "properties": optional(properties, ["security-severity"]),
    })
}

fn describe(code: Code) -> &'static str {
    let family = code.as_str().split('.').next();
    let known = FAMILIES.iter().find(|(name, _)| Some(*name) == family);
    known.map_or(OTHER, |(_, text)| *text)
}

/// The problem's own place, else where its key is declared, else the
/// beginning of the schema: GitHub shows no result without a place.
fn location_of(problem: &Problem, report: &Report) -> Value {
    let mut declared = report.entries.iter();
    let declared = declared.find(|entry| Some(&entry.key) == problem.key.as_ref());
    let place = problem.place.as_ref();
    if let Some(place) = place.or(declared.map(|entry| &entry.declared)) {
        let position = place.position.unwrap_or(START);
        return location(place.path.as_str().as_bytes(), position);
    }
    let schema = report.entries.first();
    let schema = schema.map_or(SCHEMA_FILE, |entry| entry.declared.path.as_str());
    location(schema.as_bytes(), START)
}

/// A place that was searched; the beginning of the schema if it is not in a file.
fn location_in(place: &scan::Location) -> Value {
    let Some(path) = place.whole_path() else {
        return location(SCHEMA_FILE.as_bytes(), START);
    };
    let number = |number: Option<u64>| number.and_then(|it| usize::try_from(it).ok());
    let position = Position {
        line: number(place.line).unwrap_or(START.line),
        column: number(place.column).unwrap_or(START.column),
    };
    location(&path, position)
}

fn location(path: &[u8], position: Position) -> Value {
    let absolute = path.starts_with(b"/");
    let scheme = if absolute { "file://" } else { "" };
    let artifact = json!({
        "uri": format!("{scheme}{}", encoded(path)),
        "uriBaseId": (!absolute).then_some("%SRCROOT%"),
    });
    json!({
        "physicalLocation": {
            "artifactLocation": optional(artifact, ["uriBaseId"]),
            "region": { "startLine": position.line, "startColumn": position.column },
        },
    })
}

/// Percent-encodes all but slashes and the unreserved characters of RFC 3986,
/// section 2.3, and the `!` and `*` that stand before members and round the
/// names of what is redacted.
fn encoded(path: &[u8]) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path {
        if byte.is_ascii_alphanumeric() || b"-._~/!*".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            append!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn object(place: &scan::Location) -> Option<&str> {
    place.object.as_ref().map(|object| object.id.as_str())
}

fn commit(place: &scan::Location) -> Option<&str> {
    let commits = &place.object.as_ref()?.commits;
    commits.first().map(|commit| commit.id.as_str())
}

fn of_scan(problem: &Problem, place: &scan::Location, encoding: &str) -> u64 {
    let object = object(place).unwrap_or("");
    let path = place.whole_path();
    let path = path.as_deref().unwrap_or(b"");
    identity(problem, path, &[encoding.as_bytes(), object.as_bytes()])
}

/// The hash by which GitHub recognises a result of an earlier run. It covers only what
/// stays the same when a file is edited, so neither the line nor the value.
fn identity(problem: &Problem, path: &[u8], more: &[&[u8]]) -> u64 {
    let key = problem.key.as_ref().map_or("", |key| key.as_str());
    let parts = [problem.code.as_str().as_bytes(), path, key.as_bytes()];
    fnv1a_64(&[&parts, more].concat().join(&0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    fn parsed(report: &Report) -> Value {
        serde_json::from_str(&check(report)).unwrap()
    }

    #[test]
    fn the_log_has_what_github_asks_for() {
        let log = parsed(&sample::report());
        assert_eq!(
            log["$schema"],
            "https://json.schemastore.org/sarif-2.1.0.json"
        );
        assert_eq!(log["version"], "2.1.0");
        let driver = &log["runs"][0]["tool"]["driver"];
        assert_eq!(driver["name"], "secrun");
        assert_eq!(driver["semanticVersion"], env!("CARGO_PKG_VERSION"));
        let ids: Vec<&Value> = driver["rules"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| &rule["id"])
            .collect();
        assert_eq!(ids, ["missing", "shadowed", "type.url"]);
        for rule in driver["rules"].as_array().unwrap() {
            for field in ["shortDescription", "fullDescription", "help"] {
                assert!(rule[field]["text"].is_string(), "{field}");
            }
            assert_eq!(rule["properties"]["tags"], json!(["security"]));
        }
    }

    #[test]
    fn a_result_has_level_message_place_and_identity() {
        let log = parsed(&sample::report());
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), 3);
        let mut first = results[0].clone();
        let hash = first["partialFingerprints"]["primaryLocationLineHash"].take();
        assert_eq!(hash.as_str().unwrap().len(), 18);
        assert_eq!(
            first,
            json!({
                "ruleId": "type.url", "ruleIndex": 2, "level": "error",
                "message": {"text": "DATABASE_URL: not a `url`: no scheme\nhint: begin it with `postgres://`"},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": ".env", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 4, "startColumn": 14},
                }}],
                "partialFingerprints": {"primaryLocationLineHash": null},
            })
        );
        assert_eq!(results[1]["ruleId"], "missing", "errors come first");
        let missing = &results[1]["locations"][0]["physicalLocation"];
        assert_eq!(missing["artifactLocation"]["uri"], "secrun.toml");
        assert_eq!(missing["region"]["startLine"], 12);
        assert_eq!(results[2]["level"], "warning");
        assert!(!check(&sample::report()).contains("snippet"));
    }

    #[test]
    fn identities_outlive_edits_and_are_never_shared() {
        let problem = |line| {
            Problem::error("dotenv.bad-key", message!("not a name"))
                .at(sample::place(".env", line, 1))
        };
        let hashes = |lines: [usize; 2]| {
            let mut report = sample::report();
            report.problems = lines.into_iter().map(problem).collect();
            let log = parsed(&report);
            let results = log["runs"][0]["results"].as_array().unwrap().clone();
            let hash =
                |result: &Value| result["partialFingerprints"]["primaryLocationLineHash"].clone();
            results.iter().map(hash).collect::<Vec<_>>()
        };
        let before = hashes([1, 2]);
        assert_eq!(before, hashes([7, 9]));
        assert_ne!(before[0], before[1]);
    }

    #[test]
    fn a_clean_report_is_a_log_without_results() {
        let mut report = sample::report();
        report.problems.clear();
        let log = parsed(&report);
        assert_eq!(log["runs"][0]["results"], json!([]));
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"], json!([]));
    }

    #[test]
    fn there_is_one_result_for_each_finding() {
        let log: Value = serde_json::from_str(&scan(&sample::leaks())).unwrap();
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let severities = rules
            .iter()
            .map(|rule| (&rule["id"], &rule["properties"]["security-severity"]));
        let expected = [json!("scan.leak"), json!("scan.looks-like")];
        let numbers = [json!("9.1"), json!("7.0")];
        assert!(severities.eq(expected.iter().zip(&numbers)));
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), 6);
        let uris: Vec<&Value> = results
            .iter()
            .map(|it| &it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
            .collect();
        assert_eq!(
            uris,
            [
                "app/main.py",
                "data/cache.db",
                "dist/app.whl!inner.zip!a%0Ab.txt",
                "old/config.py",
                "secrun.toml",
                "notes.txt",
            ]
        );
        assert_eq!(
            results[3]["properties"],
            json!({"key": "OPENAI_API_KEY", "encoding": "raw", "surface": "history",
                   "partial": false, "offset": null, "object": "0a1b2c3d".repeat(5),
                   "commit": "9f86d081".repeat(5), "fingerprint": null})
        );
        assert_eq!(results[5]["level"], "warning");
        let notes = &run["invocations"][0]["toolExecutionNotifications"];
        let texts: Vec<&str> = notes
            .as_array()
            .unwrap()
            .iter()
            .map(|note| note["message"]["text"].as_str().unwrap())
            .collect();
        assert_eq!(texts.len(), 3);
        assert_eq!(texts[0], "dist/big\\xff.zip: not read: encrypted");
        assert!(texts[1].starts_with("PIN: too short to search for: under 8 bytes"));
        assert!(!scan(&sample::leaks()).contains("snippet"));
    }

    #[test]
    fn no_two_results_have_one_identity() {
        let mut report = sample::leaks();
        report.findings.extend(report.findings.clone());
        let log: Value = serde_json::from_str(&scan(&report)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let mut hashes: Vec<&Value> = results
            .iter()
            .map(|it| &it["partialFingerprints"]["primaryLocationLineHash"])
            .collect();
        hashes.sort_by_key(|hash| hash.as_str());
        hashes.dedup();
        assert_eq!(hashes.len(), 11);
    }

    #[test]
    fn a_code_is_described_by_its_family() {
        let case = |code: &'static str| describe(Code::new(code));
        assert_eq!(case("missing"), "A required key that is not set.");
        assert_eq!(case("type.int"), "A value that does not match its type.");
        assert_eq!(case("never-heard-of"), OTHER);
    }

    #[track_caller]
    fn place(problem: &Problem, report: &Report, uri: &str, line: usize, column: usize) {
        let place = &location_of(problem, report)["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], uri);
        let region = json!({"startLine": line, "startColumn": column});
        assert_eq!(place["region"], region);
    }

    #[test]
    fn a_problem_without_a_place_is_put_into_the_schema() {
        let mut report = sample::report();
        let problem = Problem::error("missing", message!("required and not set"));
        place(&problem, &report, "secrun.toml", 1, 1);
        let keyed = problem.clone().about(&sample::name("GIT_READ_TOKEN"));
        place(&keyed, &report, "secrun.toml", 12, 1);
        let placed = keyed.at(sample::place("a/.env", 3, 5));
        place(&placed, &report, "a/.env", 3, 5);
        let mut whole = sample::place(".env", 3, 5);
        whole.position = None;
        place(&problem.clone().at(whole), &report, ".env", 1, 1);
        report.entries[0].declared = sample::place("sub/keys.toml", 9, 1);
        place(&problem, &report, "sub/keys.toml", 1, 1);
        report.entries.clear();
        place(&problem, &report, "secrun.toml", 1, 1);
    }

    #[test]
    fn paths_are_percent_encoded() {
        assert_eq!(
            encoded("a b/é%:#?.env".as_bytes()),
            "a%20b/%C3%A9%25%3A%23%3F.env"
        );
        let artifact =
            |path: &[u8]| location(path, START)["physicalLocation"]["artifactLocation"].take();
        let relative = json!({"uri": "../a", "uriBaseId": "%SRCROOT%"});
        assert_eq!(artifact(b"../a"), relative);
        assert_eq!(artifact(b"/a b"), json!({"uri": "file:///a%20b"}));
    }
}
