//! The log: one run with its rules and results.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::core::report::{Code, Problem, Report};
use crate::render::sarif::location::Location;
use crate::render::sarif::rule::Rule;
use crate::render::state;

/// The most results that GitHub takes of a run; it refuses a longer log.
pub(super) const LIMIT: usize = 25_000;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The problems of a report as a SARIF log.
#[must_use]
pub fn check(report: &Report) -> String {
    let (errors, warnings): (Vec<&Problem>, Vec<&Problem>) = report
        .problems
        .iter()
        .partition(|problem| problem.is_error());
    // Past the limit something is left out, and errors must not be.
    let kept: Vec<&Problem> = errors.into_iter().chain(warnings).take(LIMIT).collect();
    let codes: BTreeSet<Code> = kept.iter().map(|problem| problem.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let mut seen = BTreeMap::new();
    let results = kept.iter().map(|problem| {
        let hash = seen_before(identity(problem), &mut seen);
        Outcome::of(problem, Location::of(problem, report), hash, &codes)
    });
    written(&codes, results.collect(), Vec::new())
}

/// A log of these results, and of what else was noted on the way.
pub(super) fn written(codes: &[Code], results: Vec<Outcome>, notes: Vec<Notification>) -> String {
    let invocation = Invocation {
        execution_successful: notes.iter().all(|note| note.level != "error"),
        tool_execution_notifications: notes,
    };
    let told = !invocation.tool_execution_notifications.is_empty();
    let run = Run {
        results,
        invocations: told.then_some([invocation]),
        tool: Tool {
            driver: Driver {
                name: "secrun",
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: codes.iter().map(|code| Rule::of(*code)).collect(),
            },
        },
        column_kind: "unicodeCodePoints",
    };
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [run],
    };
    // Structs of strings, numbers and lists have no way to fail.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    #[serde(skip_serializing_if = "Option::is_none")]
    invocations: Option<[Invocation; 1]>,
    column_kind: &'static str,
    results: Vec<Outcome>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

/// Something about the run that is no result.
#[derive(Serialize)]
pub(super) struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<Properties>,
}

/// What a result of `scan` says beside.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Properties {
    pub(super) key: Option<String>,
    pub(super) encoding: Option<&'static str>,
    pub(super) surface: &'static str,
    pub(super) partial: bool,
    pub(super) offset: Option<u64>,
    pub(super) object: Option<String>,
    pub(super) commit: Option<String>,
    pub(super) fingerprint: Option<String>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

/// What tells GitHub that two results of different runs are the same one.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints {
    primary_location_line_hash: String,
}

impl Outcome {
    /// The result that a problem is; the hash tells it from all others.
    pub(super) fn of(
        problem: &Problem,
        location: Location,
        primary_location_line_hash: String,
        codes: &[Code],
    ) -> Self {
        Self {
            rule_id: problem.code.as_str(),
            rule_index: codes.binary_search(&problem.code).unwrap_or_default(),
            level: state::severity(problem.severity),
            message: Message {
                text: state::message(problem),
            },
            locations: [location],
            partial_fingerprints: Fingerprints {
                primary_location_line_hash,
            },
            properties: None,
        }
    }
}

impl Notification {
    /// A problem that is none of the code, but of the run.
    pub(super) fn of(problem: &Problem) -> Self {
        let place = problem.place.as_ref();
        let place = place.map_or_else(String::new, |place| format!("{place}: "));
        Self {
            level: state::severity(problem.severity),
            message: Message {
                text: format!("{place}{}", state::message(problem)),
            },
        }
    }
}

/// The hash with a number after it: two of the same kind in one file are two
/// results, so they are counted.
pub(super) fn seen_before(hash: u64, seen: &mut BTreeMap<u64, usize>) -> String {
    let count = seen.entry(hash).or_default();
    *count += 1;
    format!("{hash:016x}:{count}")
}

/// A hash of code, path and key. Lines are left out, as they move when a file
/// is edited, and so is the value.
fn identity(problem: &Problem) -> u64 {
    let path = problem
        .place
        .as_ref()
        .map_or("", |place| place.path.as_str());
    let key = problem.key.as_ref().map_or("", |key| key.as_str());
    let parts = [problem.code.as_str(), "\0", path, "\0", key];
    fnv1a(parts.iter().flat_map(|part| part.bytes()))
}

/// The 64-bit FNV-1a hash: the same in every build and on every machine.
pub(super) fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    use crate::render::sample;

    fn parsed(report: &Report) -> Value {
        serde_json::from_str(&check(report)).unwrap()
    }

    #[test]
    fn the_log_has_what_github_asks_for() {
        let log = parsed(&sample::report());
        assert_eq!(log["$schema"], SCHEMA);
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
    fn the_hash_is_fnv1a() {
        // The vectors of the reference code, http://www.isthe.com/chongo/tech/comp/fnv/.
        assert_eq!(fnv1a("".bytes()), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a("a".bytes()), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a("foobar".bytes()), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_clean_report_is_a_log_without_results() {
        let mut report = sample::report();
        report.problems.clear();
        let log = parsed(&report);
        assert_eq!(log["runs"][0]["results"], json!([]));
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"], json!([]));
    }
}
