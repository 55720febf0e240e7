//! The tables of `fingerprint`, alone and against another machine.

use crate::core::report::{Candidate, Compared, Entry, Print, Report, Verdict};
use crate::render::colour::{Colour, Tone};
use crate::render::state;
use crate::render::text::table::{Cell, Table, cell, nothing, plain};

const WITHHELD: &str = "withheld: the value is easy to guess, and its plain fingerprint would \
                        prove a guess right; use `--keyed` or `--exact`\n";

const NOT_COMPARABLE: &str = "not comparable: whether such keys agree is not known, and the \
                              status says nothing of them\n";

/// A row for each key with the value that wins, and under it one for each
/// layer that is shadowed, the nearest first.
#[must_use]
pub fn fingerprints(report: &Report, colour: Colour) -> String {
    if report.entries.is_empty() {
        return "no keys\n".to_owned();
    }
    let mut table = Table::titled(&["KEY", "FINGERPRINT", "SOURCE"]);
    for entry in &report.entries {
        push_entry(&mut table, entry);
    }
    let candidates = report.entries.iter().flat_map(|entry| &entry.candidates);
    let secrets = candidates.filter(|candidate| candidate.shown.is_none());
    let mut text = table.render("", colour);
    push_withheld(&mut text, secrets.map(|candidate| &candidate.print));
    text
}

/// A row for each key: same, different, or only on one side; then the counts.
#[must_use]
pub fn comparison(rows: &[Compared], colour: Colour) -> String {
    if rows.is_empty() {
        return "no keys\n".to_owned();
    }
    let mut table = Table::titled(&["KEY", "RESULT", "HERE", "THERE"]);
    for row in rows {
        let print = |side: &Option<Print>| side.as_ref().map_or_else(nothing, print);
        table.push(vec![
            plain(row.key.as_str()),
            cell(tone(row.verdict), words(row.verdict)),
            print(&row.here),
            print(&row.there),
        ]);
    }
    let mut text = table.render("", colour);
    let prints = rows
        .iter()
        .flat_map(|row| row.here.iter().chain(&row.there));
    push_withheld(&mut text, prints);
    text.push('\n');
    text.push_str(&counts(rows));
    text.push('\n');
    if rows.iter().any(|row| row.verdict == Verdict::NotComparable) {
        text.push_str(NOT_COMPARABLE);
    }
    text
}

fn push_entry(table: &mut Table, entry: &Entry) {
    let key = plain(entry.key.as_str());
    let Some((winner, shadowed)) = entry.candidates.split_last() else {
        table.push(vec![key, cell(Tone::Faint, entry.status.as_str())]);
        return;
    };
    table.push(vec![
        key,
        plain(shown(winner)),
        plain(state::source(winner)),
    ]);
    for candidate in shadowed.iter().rev() {
        table.push(vec![
            plain(""),
            cell(Tone::Faint, shown(candidate)),
            cell(
                Tone::Faint,
                format!("{} (shadowed)", state::source(candidate)),
            ),
        ]);
    }
}

/// The fingerprint; where it is withheld, the value of a setting that may be
/// shown says more.
fn shown(candidate: &Candidate) -> String {
    match candidate.print {
        Print::Withheld => state::value_or_print(candidate),
        Print::Plain(_) | Print::Keyed(_) | Print::SameAsSecret | Print::Empty => {
            candidate.print.to_string()
        }
    }
}

fn print(print: &Print) -> Cell {
    plain(print.to_string())
}

/// Says what `withheld` means, where the word was used.
fn push_withheld<'a>(text: &mut String, prints: impl IntoIterator<Item = &'a Print>) {
    if prints.into_iter().any(|print| *print == Print::Withheld) {
        text.push('\n');
        text.push_str(WITHHELD);
    }
}

const fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "same",
        Verdict::Differs => "differs",
        Verdict::OnlyHere => "only here",
        Verdict::OnlyThere => "only there",
        Verdict::NotComparable => "not comparable",
    }
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
    let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
    let told = verdicts
        .into_iter()
        .filter(|verdict| count(*verdict) > 0)
        .map(|verdict| format!("{} {}", count(verdict), words(verdict)));
    told.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample::{self, plain as digits};

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
            .insert(0, sample::host(Print::Withheld));
        assert_eq!(
            fingerprints(&report, Colour::Never),
            "\
KEY           FINGERPRINT                     SOURCE
DATABASE_URL  sha256:[withheld: low entropy]  .env:4 as DB_URL
              sha256:[withheld: low entropy]  host (shadowed)

withheld: the value is easy to guess, and its plain fingerprint would prove a guess right; use `--keyed` or `--exact`
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
        report.entries[0].candidates[0].print = digits("ef260e9a");
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
        let row = |key: &str, here: Option<Print>, there: Option<Print>| {
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
        let rows = [row("PIN", Some(Print::Withheld), Some(Print::Withheld))];
        assert_eq!(
            comparison(&rows, Colour::Never),
            "\
KEY  RESULT          HERE                            THERE
PIN  not comparable  sha256:[withheld: low entropy]  sha256:[withheld: low entropy]

withheld: the value is easy to guess, and its plain fingerprint would prove a guess right; use `--keyed` or `--exact`

1 not comparable
not comparable: whether such keys agree is not known, and the status says nothing of them
"
        );
        assert_eq!(comparison(&[], Colour::Never), "no keys\n");
    }
}
