//! What a search found as a SARIF log.

use std::collections::BTreeMap;

use crate::core::report::{Code, Problem};
use crate::render::sarif::location::Location;
use crate::render::sarif::log::{LIMIT, Notification, Outcome, Properties};
use crate::render::sarif::log::{fnv1a, seen_before, written};
use crate::scan::{self, Finding, NotRead, ScanReport, Skipped, TokenMatch};

/// One result for each finding, a warning for what looks like a token; what
/// was not read and not searched for are notifications of the run.
#[must_use]
pub fn scan(report: &ScanReport) -> String {
    let findings = report.in_order();
    let looks = report.token_matches_in_order();
    let found = findings.into_iter().map(Told::of_finding);
    let told: Vec<Told<'_>> = found
        .chain(looks.into_iter().map(Told::of_looks))
        .take(LIMIT)
        .collect();
    let mut codes: Vec<Code> = told.iter().map(|it| it.problem.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut seen = BTreeMap::new();
    let results = told.into_iter().map(|it| it.outcome(&codes, &mut seen));
    let results = results.collect();
    let unread = report.unread_in_order().into_iter().map(NotRead::problem);
    let unsought = report.skipped.iter().map(Skipped::problem);
    let notes = unread.chain(unsought).chain(report.warnings.clone());
    written(
        &codes,
        results,
        notes.map(|it| Notification::of(&it)).collect(),
    )
}

/// A finding, or what looks like one.
struct Told<'a> {
    problem: Problem,
    location: &'a scan::Location,
    properties: Properties,
}

impl<'a> Told<'a> {
    fn of_finding(finding: &'a Finding) -> Self {
        Self {
            problem: finding.problem(),
            location: &finding.location,
            properties: Properties {
                key: Some(finding.key.to_string()),
                encoding: Some(finding.encoding.name()),
                surface: finding.surface.name(),
                partial: finding.partial,
                fingerprint: finding.fingerprint.clone(),
                ..Properties::of(&finding.location)
            },
        }
    }

    fn of_looks(looks: &'a TokenMatch) -> Self {
        Self {
            problem: looks.problem(),
            location: &looks.location,
            properties: Properties {
                surface: looks.surface.name(),
                ..Properties::of(&looks.location)
            },
        }
    }

    fn outcome(self, codes: &[Code], seen: &mut BTreeMap<u64, usize>) -> Outcome {
        let path = self.location.whole_path();
        let location =
            Location::of_bytes(path.as_deref(), self.location.line, self.location.column);
        let hash = seen_before(self.identity(), seen);
        let mut outcome = Outcome::of(&self.problem, location, hash, codes);
        outcome.properties = Some(self.properties);
        outcome
    }

    /// A hash of what stays when a file is edited; nothing of the value.
    fn identity(&self) -> u64 {
        let path = self.location.whole_path().unwrap_or_default();
        let properties = &self.properties;
        let parts = [
            self.problem.code.as_str().as_bytes(),
            &path,
            properties.key.as_deref().unwrap_or_default().as_bytes(),
            properties.encoding.unwrap_or_default().as_bytes(),
            properties.object.as_deref().unwrap_or_default().as_bytes(),
        ];
        fnv1a(parts.join(&0).into_iter())
    }
}

impl Properties {
    fn of(location: &scan::Location) -> Self {
        let object = location.object.as_ref();
        let commit = object.and_then(|object| object.commits.first());
        Self {
            key: None,
            encoding: None,
            surface: "",
            partial: false,
            offset: location.offset,
            object: object.map(|object| object.id.clone()),
            commit: commit.map(|commit| commit.id.clone()),
            fingerprint: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::render::sample;

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
}
