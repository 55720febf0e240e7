//! The phrases for keys and problems that several formats have in common.

use crate::core::message::counted;
use crate::core::report::{Candidate, Entry, Problem, Report, Status};
use crate::render::colour::Tone;

/// A problem after its source and its key, if it has them.
pub(crate) fn named(problem: &Problem) -> String {
    let source = problem.source.as_ref().map(ToString::to_string);
    let key = problem.key.as_ref().map(ToString::to_string);
    let parts = source.into_iter().chain(key);
    let parts: Vec<String> = parts.chain([problem.what.to_string()]).collect();
    parts.join(": ")
}

/// A problem without its place, and its hint on a second line.
pub(crate) fn message(problem: &Problem) -> String {
    match &problem.hint {
        Some(hint) => format!("{}\nhint: {hint}", named(problem)),
        None => named(problem),
    }
}

/// A problem after its place, and its hint on a second line.
pub(crate) fn placed(problem: &Problem) -> String {
    match &problem.place {
        Some(place) => format!("{place}: {}", message(problem)),
        None => message(problem),
    }
}

/// The tone of a status.
pub(crate) const fn tone(status: Status) -> Tone {
    match status {
        Status::Ok => Tone::Good,
        Status::Missing | Status::Invalid | Status::Unknown => Tone::Error,
        Status::Unset => Tone::Faint,
    }
}

/// The fingerprint of the winning value, `= value` for a setting that may be
/// shown, nothing for a key that no layer has.
pub(crate) fn fingerprint(entry: &Entry) -> Option<String> {
    entry.winner().map(value_or_print)
}

/// The value of a setting that may be shown, else the fingerprint.
pub(crate) fn value_or_print(candidate: &Candidate) -> String {
    match &candidate.shown {
        Some(shown) => format!("= {}", shown.as_str()),
        None => candidate.fingerprint.to_string(),
    }
}

/// Where a value comes from, and the alias that it was read under, if any.
pub(crate) fn source(candidate: &Candidate) -> String {
    match &candidate.read_as {
        Some(alias) => format!("{} as {alias}", candidate.provenance),
        None => candidate.provenance.to_string(),
    }
}

/// The limits of the run: `scope coder, profile ci`.
pub(crate) fn narrowing(report: &Report) -> Option<String> {
    let scope = report.scope.as_ref().map(|it| format!("scope {it}"));
    let profile = report.profile.as_ref().map(|it| format!("profile {it}"));
    match (scope, profile) {
        (Some(scope), Some(profile)) => Some(format!("{scope}, {profile}")),
        (scope, profile) => scope.or(profile),
    }
}

/// The outcome: `2 problems, 1 warning`, `7 keys checked: 2 set, 5 optional and unset`.
pub(crate) fn outcome(report: &Report) -> String {
    let mut parts = Vec::new();
    match (report.errors(), report.entries.len()) {
        (0, 0) => parts.push("no keys to check".to_owned()),
        (0, keys) => {
            let of = |status| report.entries.iter().filter(move |it| it.status == status);
            let checked = counted(keys, "key");
            parts.push(format!("{checked} checked: {} set", of(Status::Ok).count()));
            match of(Status::Unset).count() {
                0 => {}
                unset => parts.push(format!("{unset} optional and unset")),
            }
        }
        (errors, _) => parts.push(counted(errors, "problem").to_string()),
    }
    if report.warnings() > 0 {
        parts.push(counted(report.warnings(), "warning").to_string());
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn the_outcome_counts_what_it_must() {
        let mut report = sample::report();
        assert_eq!(outcome(&report), "2 problems, 1 warning");
        report.problems.retain(|problem| !problem.is_error());
        assert_eq!(
            outcome(&report),
            "5 keys checked: 2 set, 1 optional and unset, 1 warning"
        );
        report.problems.clear();
        assert_eq!(
            outcome(&report),
            "5 keys checked: 2 set, 1 optional and unset"
        );
        report.entries.truncate(1);
        assert_eq!(outcome(&report), "1 key checked: 1 set");
        report.entries.clear();
        assert_eq!(outcome(&report), "no keys to check");
    }
}
