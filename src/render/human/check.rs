//! The table of `check`.

use crate::core::report::{Entry, Report};
use crate::render::colour::{Colour, Tone};
use crate::render::human::table::{Cell, Table, cell, maybe, plain};
use crate::render::phrases::keys;

/// A row for each key, and a closing line with the outcome.
pub fn check(report: &Report, colour: Colour) -> String {
    let titles = ["KEY", "STATUS", "FINGERPRINT", "SOURCE"];
    let table = Table::titled(&titles, report.entries.iter().map(row));
    let table = table.map_or_else(String::new, |it| it.render("", colour) + "\n");
    let tone = match (report.errors(), report.warnings()) {
        (0, 0) => Tone::Good,
        (0, _) => Tone::Warning,
        _ => Tone::Error,
    };
    let outcome = colour.paint(tone, &keys::outcome(report));
    let narrowing = keys::narrowing(report);
    let narrowing = narrowing.map_or_else(String::new, |it| format!(" ({it})"));
    format!("{table}{outcome}{narrowing}\n")
}

fn row(entry: &Entry) -> Vec<Cell> {
    vec![
        plain(entry.key.as_str()),
        cell(keys::tone(entry.status), entry.status.name()),
        maybe(keys::fingerprint(entry)),
        maybe(entry.winner().map(keys::source)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::report::Status;
    use crate::render::tests::sample;

    #[test]
    fn every_key_has_its_row_and_the_last_line_counts() {
        assert_eq!(
            check(&sample::report(), Colour::Never),
            "\
KEY             STATUS   FINGERPRINT                     SOURCE
APP_ENV         ok       = dev                           default
DATABASE_URL    invalid  sha256:[withheld: low entropy]  .env:4 as DB_URL
GIT_READ_TOKEN  missing  -                               -
OPENAI_API_KEY  ok       sha256:9d1e92fc                 host
SERPER_API_KEY  unset    -                               -

2 problems, 1 warning
"
        );
    }

    #[test]
    fn the_last_line_says_what_the_run_was_narrowed_to() {
        let mut report = sample::report();
        report.problems.clear();
        report.entries.truncate(1);
        report.scope = Some(sample::label("coder"));
        report.profile = Some(sample::label("ci"));
        assert_eq!(
            check(&report, Colour::Never),
            "\
KEY      STATUS  FINGERPRINT  SOURCE
APP_ENV  ok      = dev        default

1 key checked: 1 set (scope coder, profile ci)
"
        );
        report.entries.clear();
        report.scope = None;
        report.profile = None;
        assert_eq!(check(&report, Colour::Never), "no keys to check\n");
    }

    #[test]
    fn statuses_are_coloured() {
        let mut report = sample::report();
        report
            .entries
            .retain(|entry| entry.status == Status::Missing);
        assert_eq!(
            check(&report, Colour::Always),
            "\x1b[1mKEY\x1b[0m             \x1b[1mSTATUS\x1b[0m   \x1b[1mFINGERPRINT\x1b[0m  \x1b[1mSOURCE\x1b[0m\n\
             GIT_READ_TOKEN  \x1b[1;31mmissing\x1b[0m  \x1b[2m-\x1b[0m            \x1b[2m-\x1b[0m\n\
             \n\
             \x1b[1;31m2 problems, 1 warning\x1b[0m\n"
        );
    }
}
