//! The fingerprint block that `run` prints before its program starts.

use crate::core::message::counted;
use crate::core::report::{Candidate, Entry, KeyKind, Report, Status};
use crate::render::colour::{Colour, Tone};
use crate::render::human::table::{Table, cell, plain};
use crate::render::phrases::keys;

/// A heading with the counts, then a line for each secret of the run.
pub fn block(report: &Report, colour: Colour) -> String {
    let secrets = report
        .entries
        .iter()
        .filter(|it| it.kind == KeyKind::Secret);
    let rows = secrets.map(|entry| {
        let key = plain(entry.key.as_str());
        match given(entry) {
            Some(winner) => {
                let source = cell(Tone::Faint, keys::source(winner));
                vec![key, plain(winner.fingerprint.to_string()), source]
            }
            None => vec![key, cell(keys::tone(entry.status), entry.status.name())],
        }
    });
    let rows = Table::untitled(rows).render("secrun:   ", colour);
    format!("secrun: {}\n{rows}", heading(report))
}

/// The value that the program gets: none for an optional key that is empty.
fn given(entry: &Entry) -> Option<&Candidate> {
    entry.winner().filter(|_| entry.status != Status::Unset)
}

/// `research-agents, scope coder: 2 secrets, 3 settings`.
fn heading(report: &Report) -> String {
    let count = |kind: KeyKind, noun| {
        let given = |entry: &&Entry| entry.kind == kind && given(entry).is_some();
        counted(report.entries.iter().filter(given).count(), noun)
    };
    let (secrets, settings) = (
        count(KeyKind::Secret, "secret"),
        count(KeyKind::Setting, "setting"),
    );
    let project = report.project.as_ref().map(ToString::to_string);
    let names = project.into_iter().chain(keys::narrowing(report));
    let names = names.collect::<Vec<_>>().join(", ");
    let colon = if names.is_empty() { "" } else { ": " };
    format!("{names}{colon}{secrets}, {settings}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn the_block_names_each_secret_and_counts_the_settings() {
        let mut report = sample::report();
        report
            .entries
            .retain(|entry| matches!(entry.status, Status::Ok | Status::Unset));
        report.scope = Some(sample::label("coder"));
        report.profile = Some(sample::label("ci"));
        assert_eq!(
            block(&report, Colour::Never),
            "secrun: research-agents, scope coder, profile ci: 1 secret, 1 setting\n\
             secrun:   OPENAI_API_KEY  sha256:9d1e92fc  host\n\
             secrun:   SERPER_API_KEY  unset\n"
        );
    }

    #[test]
    fn a_long_print_keeps_the_sources_aligned() {
        let mut report = sample::report();
        report.project = None;
        report
            .entries
            .retain(|entry| entry.kind == KeyKind::Secret && entry.winner().is_some());
        assert_eq!(
            block(&report, Colour::Never),
            "secrun: 2 secrets, no settings\n\
             secrun:   DATABASE_URL    sha256:[withheld: low entropy]  .env:4 as DB_URL\n\
             secrun:   OPENAI_API_KEY  sha256:9d1e92fc                 host\n"
        );
        report.entries.clear();
        assert_eq!(
            block(&report, Colour::Never),
            "secrun: no secrets, no settings\n"
        );
    }

    #[test]
    fn colour_dims_what_is_of_less_interest() {
        let mut report = sample::report();
        report
            .entries
            .retain(|entry| entry.key.as_str() == "OPENAI_API_KEY");
        assert_eq!(
            block(&report, Colour::Always),
            "secrun: research-agents: 1 secret, no settings\n\
             secrun:   OPENAI_API_KEY  sha256:9d1e92fc  \x1b[2mhost\x1b[0m\n"
        );
    }
}
