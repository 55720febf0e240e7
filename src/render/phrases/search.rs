//! The phrases and numbers that several reports of a search have in common.

use std::collections::BTreeSet;

use crate::core::message::{ShownPath, counted};
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::scan::{Finding, Location, NotRead, ScanReport, Skipped, Tally};

/// The text before the list of keys to replace.
pub(crate) const ROTATE: &str = "rotate now (their current values are in git history):";

/// Where a finding is, as text: `path!member:line:column`, `path@offset` where
/// there are no lines, `commit 0123456789ab:line:column` where there is no path.
pub(crate) fn place(location: &Location) -> String {
    let text = match (location.whole_path(), &location.object) {
        (Some(path), _) => ShownPath::foreign(&path).to_string(),
        (None, Some(object)) => format!("{} {}", object.kind.name(), object.short_id()),
        (None, None) => "-".to_owned(),
    };
    match (location.line, location.column, location.offset) {
        (Some(line), Some(column), _) => format!("{text}:{line}:{column}"),
        (Some(line), None, _) => format!("{text}:{line}"),
        (None, _, Some(offset)) => format!("{text}@{offset}"),
        (None, _, None) => text,
    }
}

/// The form that a value was found in.
pub(crate) fn encoding(finding: &Finding) -> String {
    let name = finding.encoding.name();
    if finding.partial {
        format!("{name}, partial")
    } else {
        name.to_owned()
    }
}

/// The gaps of a search, in places and in values, and its warnings.
pub(crate) fn notes(report: &ScanReport) -> impl Iterator<Item = Problem> {
    let unread = report.unread_in_order().into_iter().map(NotRead::problem);
    let skipped = report.skipped.iter().map(Skipped::problem);
    unread.chain(skipped).chain(report.warnings.clone())
}

/// How many keys have findings.
pub(crate) fn keys(report: &ScanReport) -> usize {
    let keys: BTreeSet<&EnvName> = report.findings.iter().map(|it| &it.key).collect();
    keys.len()
}

/// The outcome: `3 findings of 2 keys, 1 place not read`.
pub(crate) fn outcome(report: &ScanReport) -> String {
    let tracked = report.tracked().count();
    let mut parts = match report.findings.len() {
        0 if tracked > 0 => Vec::new(),
        0 => vec!["no secret values found".to_owned()],
        count => vec![format!(
            "{} of {}",
            counted(count, "finding"),
            counted(keys(report), "key")
        )],
    };
    let mut also = |count: usize, noun, rest: &str| {
        if count > 0 {
            parts.push(format!("{}{rest}", counted(count, noun)));
        }
    };
    also(tracked, "value", " in files that git tracks");
    also(report.token_matches.len(), "possible token", "");
    also(report.not_read.len(), "place", " not read");
    also(report.allowed, "finding", " allowed");
    parts.join(", ")
}

/// How much was searched: `searched 12 files, 3,204 objects, 1.4 MiB`.
pub(crate) fn searched(tally: &Tally) -> String {
    let objects = (tally.objects > 0).then(|| amount(tally.objects, "object"));
    let files = (tally.files > 0 || tally.objects == 0).then(|| amount(tally.files, "file"));
    let parts: Vec<String> = files.into_iter().chain(objects).collect();
    format!("searched {}, {}", parts.join(", "), size(tally.bytes))
}

/// Unlike [`counted`], says `0 files` and groups digits.
fn amount(count: u64, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{} {noun}s", grouped(count)),
    }
}

/// A number with its digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of bytes in the unit that suits it.
fn size(bytes: u64) -> String {
    let mut unit = 1_u64 << 10;
    for name in ["KiB", "MiB", "GiB", "TiB"] {
        let tenths = bytes.saturating_mul(10) / unit;
        if bytes >= unit && (tenths < 10_240 || name == "TiB") {
            return format!("{}.{} {name}", grouped(tenths / 10), tenths % 10);
        }
        unit = unit.saturating_mul(1 << 10);
    }
    amount(bytes, "byte")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn sizes_are_read_at_a_glance() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1023, "1,023 bytes"),
            (1024, "1.0 KiB"),
            (1_048_575, "1,023.9 KiB"),
            (1_500_000_000, "1.3 GiB"),
            (u64::MAX, "1,677,721.5 TiB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn places_say_what_there_is() {
        let report = sample::leaks();
        let places: Vec<String> = report
            .in_order()
            .iter()
            .map(|it| place(&it.location))
            .collect();
        assert_eq!(
            places,
            [
                "app/main.py:12:9",
                "data/cache.db@8192",
                "dist/app.whl!inner.zip!a\\nb.txt:1:3",
                "old/config.py:3:1",
                "commit 3b18e512dba7:5:2",
            ]
        );
    }

    #[test]
    fn the_outcome_counts() {
        let mut report = sample::leaks();
        assert_eq!(
            outcome(&report),
            "5 findings of 2 keys, 1 possible token, 1 place not read, 2 findings allowed"
        );
        assert_eq!(
            searched(&report.searched),
            "searched 1,204 files, 31 objects, 5.0 MiB"
        );
        report = ScanReport::default();
        assert_eq!(outcome(&report), "no secret values found");
        assert_eq!(searched(&report.searched), "searched 0 files, 0 bytes");
    }
}
