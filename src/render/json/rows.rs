//! The documents of `fingerprint --against` and `check --print-env`.

use serde::Serialize;

use crate::core::name::EnvName;
use crate::core::report::{ChildName, Compared, Print, Verdict};
use crate::render::json::document::{Shown, written};
use crate::render::json::{TOOL, VERSION};

/// The document of `fingerprint --against`.
#[must_use]
pub fn comparison(rows: &[Compared]) -> String {
    let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
    written(&Comparison {
        version: VERSION,
        tool: TOOL,
        command: "fingerprint",
        summary: Counts {
            same: count(Verdict::Same),
            differs: count(Verdict::Differs),
            only_here: count(Verdict::OnlyHere),
            only_there: count(Verdict::OnlyThere),
            not_comparable: count(Verdict::NotComparable),
        },
        compared: rows.iter().map(Row::of).collect(),
    })
}

/// The document of `check --print-env`: names, never values.
#[must_use]
pub fn environment(rows: &[ChildName]) -> String {
    written(&Child {
        version: VERSION,
        tool: TOOL,
        command: "check",
        environment: rows.iter().map(Variable::of).collect(),
    })
}

/// The document of `fingerprint --verify` and `--stdin`: yes or no.
#[must_use]
pub fn verification(key: Option<&EnvName>, matches: bool) -> String {
    written(&Verification {
        version: VERSION,
        tool: TOOL,
        command: "fingerprint",
        key: key.map(EnvName::as_str),
        matches,
    })
}

/// The document of `fingerprint --stdin` without a key: a fingerprint.
#[must_use]
pub fn standard_input(print: &Print) -> String {
    let Shown {
        fingerprint,
        withheld,
        ..
    } = Shown::of(print);
    written(&Stdin {
        version: VERSION,
        tool: TOOL,
        command: "fingerprint",
        fingerprint,
        withheld,
    })
}

#[derive(Serialize)]
struct Verification<'a> {
    version: u64,
    tool: &'static str,
    command: &'static str,
    key: Option<&'a str>,
    matches: bool,
}

#[derive(Serialize)]
struct Stdin {
    version: u64,
    tool: &'static str,
    command: &'static str,
    fingerprint: Option<String>,
    withheld: bool,
}

#[derive(Serialize)]
struct Comparison<'a> {
    version: u64,
    tool: &'static str,
    command: &'static str,
    summary: Counts,
    compared: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Counts {
    same: usize,
    differs: usize,
    only_here: usize,
    only_there: usize,
    not_comparable: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    key: &'a str,
    verdict: &'static str,
    here: Option<Shown>,
    there: Option<Shown>,
}

#[derive(Serialize)]
struct Child<'a> {
    version: u64,
    tool: &'static str,
    command: &'static str,
    environment: Vec<Variable<'a>>,
}

#[derive(Serialize)]
struct Variable<'a> {
    name: &'a str,
    why: &'a str,
}

impl<'a> Row<'a> {
    fn of(row: &'a Compared) -> Self {
        Self {
            key: row.key.as_str(),
            verdict: word(row.verdict),
            here: row.here.as_ref().map(Shown::of),
            there: row.there.as_ref().map(Shown::of),
        }
    }
}

impl<'a> Variable<'a> {
    fn of(row: &'a ChildName) -> Self {
        Self {
            name: row.name.as_str(),
            why: row.why.as_str(),
        }
    }
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "same",
        Verdict::Differs => "differs",
        Verdict::OnlyHere => "only-here",
        Verdict::OnlyThere => "only-there",
        Verdict::NotComparable => "not-comparable",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    use crate::core::report::Print;
    use crate::render::sample;

    #[test]
    fn both_sides_of_a_comparison_are_told() {
        let rows = [
            Compared::new(
                sample::name("A_KEY"),
                Some(sample::plain("9d1e92fc")),
                Some(Print::Withheld),
            ),
            Compared::new(sample::name("B_KEY"), Some(sample::plain("9d1e92fc")), None),
        ];
        let document: Value = serde_json::from_str(&comparison(&rows)).unwrap();
        assert_eq!(document["version"], 1);
        assert_eq!(
            document["summary"],
            json!({"same": 0, "differs": 0, "only_here": 1, "only_there": 0, "not_comparable": 1})
        );
        assert_eq!(
            document["compared"],
            json!([
                {"key": "A_KEY", "verdict": "not-comparable",
                 "here": {"fingerprint": "sha256:9d1e92fc", "withheld": false},
                 "there": {"fingerprint": null, "withheld": true}},
                {"key": "B_KEY", "verdict": "only-here",
                 "here": {"fingerprint": "sha256:9d1e92fc", "withheld": false},
                 "there": null},
            ])
        );
    }

    #[test]
    fn the_environment_is_names_with_reasons() {
        let rows = [ChildName {
            name: sample::name("PATH"),
            why: message!("preset `@base`"),
        }];
        let document: Value = serde_json::from_str(&environment(&rows)).unwrap();
        assert_eq!(document["command"], "check");
        assert_eq!(
            document["environment"],
            json!([{"name": "PATH", "why": "preset `@base`"}])
        );
    }
}
