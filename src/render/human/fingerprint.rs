//! The tables of `fingerprint`, alone and against another machine.

use crate::core::report::{Candidate, Compared, Entry, Fingerprint, Report, Verdict};
use crate::render::colour::{Colour, Tone};
use crate::render::human::table::{Cell, Table, cell, maybe, plain};
use crate::render::phrases::keys;

const WITHHELD: &str = "\nwithheld: the value is easy to guess, and a plain fingerprint would \
                        confirm a guess; use `--keyed` or `--exact`\n";

const NOT_COMPARABLE: &str = "not comparable: secrun cannot tell whether these keys agree; the \
                              exit status ignores them\n";

const NO_KEYS: &str = "no keys\n";

/// A row for each key with the value that wins, and under it one for each
/// layer that is shadowed, the nearest first.
pub fn fingerprints(report: &Report, colour: Colour) -> String {
    let rows = report.entries.iter().flat_map(rows);
    let Some(table) = Table::titled(&["KEY", "FINGERPRINT", "SOURCE"], rows) else {
        return NO_KEYS.to_owned();
    };
    let candidates = report.entries.iter().flat_map(|entry| &entry.candidates);
    let secrets = candidates.filter(|candidate| candidate.shown.is_none());
    table.render("", colour) + withheld(secrets.map(|candidate| &candidate.fingerprint))
}

/// A row for each key: same, different, or only on one side; then the counts.
pub fn comparison(rows: &[Compared], colour: Colour) -> String {
    let cells = rows.iter().map(|row| {
        vec![
            plain(row.key.as_str()),
            cell(tone(row.verdict), spaced(row.verdict)),
            maybe(row.here.as_ref().map(Fingerprint::to_string)),
            maybe(row.there.as_ref().map(Fingerprint::to_string)),
        ]
    });
    let Some(table) = Table::titled(&["KEY", "RESULT", "HERE", "THERE"], cells) else {
        return NO_KEYS.to_owned();
    };
    let fingerprints = rows
        .iter()
        .flat_map(|row| row.here.iter().chain(&row.there));
    let table = table.render("", colour) + withheld(fingerprints);
    let unknown = rows.iter().any(|row| row.verdict == Verdict::NotComparable);
    let note = if unknown { NOT_COMPARABLE } else { "" };
    format!("{table}\n{}\n{note}", counts(rows))
}

fn rows(entry: &Entry) -> Vec<Vec<Cell>> {
    let key = plain(entry.key.as_str());
    let Some((winner, shadowed)) = entry.candidates.split_last() else {
        return vec![vec![key, cell(Tone::Faint, entry.status.name())]];
    };
    let winner = vec![key, plain(shown(winner)), plain(keys::source(winner))];
    let shadowed = shadowed.iter().rev().map(|candidate| {
        let source = format!("{} (shadowed)", keys::source(candidate));
        let fingerprint = cell(Tone::Faint, shown(candidate));
        vec![plain(""), fingerprint, cell(Tone::Faint, source)]
    });
    [winner].into_iter().chain(shadowed).collect()
}

/// The fingerprint. If it is withheld, the value of a setting says more, where
/// it may be shown.
fn shown(candidate: &Candidate) -> String {
    if candidate.fingerprint == Fingerprint::Withheld {
        keys::value_or_print(candidate)
    } else {
        candidate.fingerprint.to_string()
    }
}

/// Explains the word if it was used.
fn withheld<'a>(mut fingerprints: impl Iterator<Item = &'a Fingerprint>) -> &'static str {
    if fingerprints.any(|fingerprint| *fingerprint == Fingerprint::Withheld) {
        WITHHELD
    } else {
        ""
    }
}

fn spaced(verdict: Verdict) -> String {
    verdict.name().replace('-', " ")
}

const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Same => Tone::Good,
        Verdict::Differs => Tone::Error,
        Verdict::OnlyHere | Verdict::OnlyThere | Verdict::NotComparable => Tone::Warning,
    }
}

/// `3 same, 1 only here`.
fn counts(rows: &[Compared]) -> String {
    let verdicts = [
        Verdict::Same,
        Verdict::Differs,
        Verdict::OnlyHere,
        Verdict::OnlyThere,
        Verdict::NotComparable,
    ];
    let counts = verdicts.map(|verdict| {
        let count = rows.iter().filter(|row| row.verdict == verdict).count();
        (count > 0).then(|| format!("{count} {}", spaced(verdict)))
    });
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample::{self, plain as digits};

    #[test]
    fn shadowed_layers_stand_under_the_winner_nearest_first() {
        let mut report = sample::report();
        report
            .entries
            .retain(|entry| matches!(entry.key.as_str(), "OPENAI_API_KEY" | "SERPER_API_KEY"));
        report.entries[0]
            .candidates
            .insert(0, sample::file(1, digits("46970bef")));
        assert_eq!(
            fingerprints(&report, Colour::Never),
            "\
KEY             FINGERPRINT      SOURCE
OPENAI_API_KEY  sha256:9d1e92fc  host
                sha256:6727d53b  .env:3 (shadowed)
                sha256:46970bef  .env:1 (shadowed)
SERPER_API_KEY  unset
"
        );
    }

    #[test]
    fn withheld_is_explained_once() {
        let mut report = sample::report();
        report
            .entries
            .retain(|entry| entry.key.as_str() == "DATABASE_URL");
        report.entries[0]
            .candidates
            .insert(0, sample::host(Fingerprint::Withheld));
        assert_eq!(
            fingerprints(&report, Colour::Never),
            "\
KEY           FINGERPRINT                     SOURCE
DATABASE_URL  sha256:[withheld: low entropy]  .env:4 as DB_URL
              sha256:[withheld: low entropy]  host (shadowed)

withheld: the value is easy to guess, and a plain fingerprint would confirm a guess; use `--keyed` or `--exact`
"
        );
        report.entries.clear();
        assert_eq!(fingerprints(&report, Colour::Never), "no keys\n");
    }

    #[test]
    fn a_settings_value_stands_for_its_withheld_print() {
        let mut report = sample::report();
        report.entries.truncate(1);
        assert_eq!(
            fingerprints(&report, Colour::Never),
            "KEY      FINGERPRINT  SOURCE\nAPP_ENV  = dev        default\n"
        );
        report.entries[0].candidates[0].fingerprint = digits("ef260e9a");
        assert_eq!(
            fingerprints(&report, Colour::Never),
            "KEY      FINGERPRINT      SOURCE\nAPP_ENV  sha256:ef260e9a  default\n"
        );
    }

    #[test]
    fn shadowed_layers_are_dimmed() {
        let mut report = sample::report();
        report
            .entries
            .retain(|entry| entry.key.as_str() == "OPENAI_API_KEY");
        let text = fingerprints(&report, Colour::Always);
        assert!(text.ends_with(
            "                \x1b[2msha256:6727d53b\x1b[0m  \x1b[2m.env:3 (shadowed)\x1b[0m\n"
        ));
    }

    #[test]
    fn two_machines_stand_side_by_side() {
        let row = |key: &str, here: Option<Fingerprint>, there: Option<Fingerprint>| {
            Compared::new(sample::name(key), here, there)
        };
        let rows = [
            row("A_KEY", Some(digits("9d1e92fc")), Some(digits("9d1e92fc"))),
            row("B_KEY", Some(digits("9d1e92fc")), Some(digits("6727d53b"))),
            row("C_KEY", Some(digits("9d1e92fc")), None),
            row("D_KEY", None, Some(digits("6727d53b"))),
        ];
        assert_eq!(
            comparison(&rows, Colour::Never),
            "\
KEY    RESULT      HERE             THERE
A_KEY  same        sha256:9d1e92fc  sha256:9d1e92fc
B_KEY  differs     sha256:9d1e92fc  sha256:6727d53b
C_KEY  only here   sha256:9d1e92fc  -
D_KEY  only there  -                sha256:6727d53b

1 same, 1 differs, 1 only here, 1 only there
"
        );
        let rows = [row(
            "PIN",
            Some(Fingerprint::Withheld),
            Some(Fingerprint::Withheld),
        )];
        assert_eq!(
            comparison(&rows, Colour::Never),
            "\
KEY  RESULT          HERE                            THERE
PIN  not comparable  sha256:[withheld: low entropy]  sha256:[withheld: low entropy]

withheld: the value is easy to guess, and a plain fingerprint would confirm a guess; use `--keyed` or `--exact`

1 not comparable
not comparable: secrun cannot tell whether these keys agree; the exit status ignores them
"
        );
        assert_eq!(comparison(&[], Colour::Never), "no keys\n");
    }
}
