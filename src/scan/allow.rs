//! Drops findings that the schema allows from a report, and counts them.

use std::collections::BTreeSet;

use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::scan::finding::{Finding, ScanReport, Surface};
use crate::schema::model::{Allow, Date};

impl ScanReport {
    /// Drops what the rules allow on this day. Rules match paths as the report
    /// shows them. A rule without a key also allows that a file cannot be read.
    /// An expired rule allows nothing, and becomes a warning.
    pub fn allow(mut self, rules: &[Allow], today: Date) -> Self {
        let (expired, valid): (Vec<&Allow>, Vec<&Allow>) =
            rules.iter().partition(|rule| rule.has_expired(today));
        let allows = |path: Option<&[u8]>, key: Option<&EnvName>| {
            valid.iter().any(|rule| rule.covers(path, key))
        };
        self.warnings
            .extend(expired.into_iter().filter_map(warning));
        let before = self.findings.len() + self.token_matches.len();
        let all = keys_in_history(&self.findings);
        self.findings
            .retain(|it| !allows(it.location.path.as_deref(), Some(&it.key)));
        self.token_matches
            .retain(|it| !allows(it.location.path.as_deref(), None));
        self.not_read
            .retain(|it| !allows(it.path.split(|byte| *byte == b'!').next(), None));
        self.allowed += before - self.findings.len() - self.token_matches.len();
        // A key need not be rotated if everything in its history is allowed.
        let left = keys_in_history(&self.findings);
        self.rotate
            .retain(|key| left.contains(key) || !all.contains(key));
        self
    }
}

/// The keys with a finding in the history.
pub(crate) fn keys_in_history(findings: &[Finding]) -> BTreeSet<EnvName> {
    let in_history = findings
        .iter()
        .filter(|finding| finding.surface == Surface::History);
    in_history.map(|finding| finding.key.clone()).collect()
}

/// The warning about an expired rule.
fn warning(rule: &Allow) -> Option<Problem> {
    let what = message!("allowed only until {}", rule.until?);
    let hint = message!("remove the entry, or extend its `until`");
    let problem = Problem::warning("scan.allow-expired", what).hint(hint);
    let problem = problem.at(rule.place.clone());
    Some(match &rule.key {
        Some(key) => problem.about(key),
        None => problem,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::core::message::{Place, ShownPath};
    use crate::needle::Encoding;
    use crate::scan::{Location, TokenMatch};
    use crate::schema::model::PathGlob;

    const TODAY: Date = Date {
        year: 2026,
        month: 6,
        day: 30,
    };

    fn name(text: &str) -> EnvName {
        EnvName::new(text).unwrap()
    }

    fn location(path: &str) -> Location {
        Location {
            path: Some(path.into()),
            ..Location::default()
        }
    }

    fn finding(key: &str, path: &str, surface: Surface) -> Finding {
        Finding {
            key: name(key),
            encoding: Encoding::Raw,
            surface,
            location: location(path),
            partial: false,
            fingerprint: None,
        }
    }

    fn rule(path: Option<&str>, key: Option<&str>, until: Option<Date>) -> Allow {
        Allow {
            path: path.map(PathGlob::new),
            key: key.map(name),
            reason: "made up".into(),
            until,
            inside: "".into(),
            place: Place::at(&ShownPath::typed(Path::new("secrun.toml")), 9, 1),
        }
    }

    fn report() -> ScanReport {
        ScanReport {
            findings: vec![
                finding("A", "old.py", Surface::History),
                finding("B", "docs/a.md", Surface::Tracked),
                finding("B", "old.py", Surface::History),
                finding("B", "src/b.py", Surface::History),
            ],
            token_matches: vec![TokenMatch {
                form: "github",
                surface: Surface::Tracked,
                location: location("docs/a.md"),
            }],
            rotate: vec![name("A"), name("B"), name("C")],
            ..ScanReport::default()
        }
    }

    #[test]
    fn allowed_findings_are_dropped_and_counted() {
        let allowed = report().allow(&[rule(Some("docs/"), None, None)], TODAY);
        assert_eq!(
            (allowed.findings.len(), allowed.token_matches.len()),
            (3, 0)
        );
        assert_eq!(allowed.allowed, 2);
        let allowed = report().allow(&[rule(Some("docs/"), Some("B"), None)], TODAY);
        assert_eq!(
            (allowed.findings.len(), allowed.token_matches.len()),
            (3, 1)
        );
        assert_eq!(allowed.allowed, 1);
    }

    #[test]
    fn a_key_whose_history_is_allowed_need_not_be_rotated() {
        let rotate = |rule: Allow| report().allow(&[rule], TODAY).rotate;
        let all = [name("A"), name("B"), name("C")];
        assert_eq!(rotate(rule(Some("old.py"), None, None)), all[1..]);
        assert_eq!(rotate(rule(None, Some("B"), None)), [name("A"), name("C")]);
        assert_eq!(rotate(rule(Some("docs/"), Some("A"), None)), all);
    }

    #[test]
    fn an_expired_rule_allows_nothing_and_causes_a_warning() {
        let yesterday = Date { day: 29, ..TODAY };
        let report = report().allow(&[rule(None, Some("B"), Some(yesterday))], TODAY);
        assert_eq!((report.findings.len(), report.allowed), (4, 0));
        let warning = &report.warnings[0];
        assert_eq!(warning.what.as_str(), "allowed only until 2026-06-29");
        assert_eq!(
            warning.place.as_ref().unwrap().to_string(),
            "secrun.toml:9:1"
        );
        let last_day = self::report().allow(&[rule(None, Some("B"), Some(TODAY))], TODAY);
        assert_eq!((last_day.allowed, last_day.warnings.len()), (3, 0));
    }
}
