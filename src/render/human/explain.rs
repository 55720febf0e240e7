//! Everything about one key, for `explain`.

use crate::core::message::Message;
use crate::core::name::{EnvName, Label};
use crate::core::report::{Entry, ExplainNotes, Problem, Report};
use crate::render::colour::{Colour, Tone};
use crate::render::human::problem::problems;
use crate::render::human::table::{Table, cell, plain};
use crate::render::phrases::keys;

/// Every layer that has the key, which wins and why, the rule of the schema,
/// the scopes that get it, and its problems.
pub fn explain(report: &Report, key: &EnvName, notes: &ExplainNotes, colour: Colour) -> String {
    let entry = report.entries.iter().find(|entry| entry.key == *key);
    let text = match entry {
        Some(entry) => declared(entry, notes, colour),
        None => format!("{key} is not a key of this run\n"),
    };
    let about = report.problems.iter().filter(|it| it.concerns(key));
    let about: Vec<Problem> = about.cloned().collect();
    if about.is_empty() {
        return text;
    }
    text + &heading("problems", colour) + &problems(&about, colour)
}

fn declared(entry: &Entry, notes: &ExplainNotes, colour: Colour) -> String {
    let need = if entry.required {
        "required"
    } else {
        "optional"
    };
    let rule = notes.rule.iter().map(|line| format!("  {line}\n"));
    let scopes: Vec<&str> = entry.scopes.iter().map(Label::as_str).collect();
    let scopes = if scopes.is_empty() {
        "none".to_owned()
    } else {
        scopes.join(", ")
    };
    [
        colour.paint(Tone::Heading, entry.key.as_str()),
        format!(": {need} {}, ", entry.kind.name()),
        colour.paint(keys::tone(entry.status), entry.status.name()),
        "\n".to_owned(),
        about(notes, colour),
        heading("layers, low to high", colour),
        layers(entry, notes, colour),
        heading("rule", colour),
        format!("  declared at {}\n", entry.declared),
        rule.collect(),
        heading("scopes", colour),
        format!("  {scopes}\n"),
    ]
    .concat()
}

/// What the schema's author says of the key.
fn about(notes: &ExplainNotes, colour: Colour) -> String {
    let line = |before: &str, text: &Option<Message>| {
        text.as_ref()
            .map_or_else(String::new, |text| format!("  {before}{text}\n"))
    };
    let lines = [
        line("", &notes.description),
        line("get it at ", &notes.docs),
        line("ask ", &notes.contact),
    ];
    let lines = lines.concat();
    if lines.is_empty() {
        return lines;
    }
    heading("about", colour) + &lines
}

fn layers(entry: &Entry, notes: &ExplainNotes, colour: Colour) -> String {
    let because = |verdict: &str| match &notes.reason {
        Some(reason) => format!("{verdict}: {reason}"),
        None => verdict.to_owned(),
    };
    let Some((winner, shadowed)) = entry.candidates.split_last() else {
        return format!("  {}\n", because("no layer sets it"));
    };
    let row = |candidate, verdict| {
        let value = plain(keys::value_or_print(candidate));
        vec![plain(keys::source(candidate)), value, verdict]
    };
    let shadowed = shadowed.iter().map(|candidate| {
        let same =
            candidate.fingerprint == winner.fingerprint && !candidate.fingerprint.is_withheld();
        let note = if same { ", same fingerprint" } else { "" };
        row(candidate, cell(Tone::Faint, format!("shadowed{note}")))
    });
    let winner = row(winner, cell(Tone::Good, because("wins")));
    Table::untitled(shadowed.chain([winner])).render("  ", colour)
}

/// A heading after an empty line.
fn heading(title: &str, colour: Colour) -> String {
    format!("\n{}\n", colour.paint(Tone::Heading, title))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn every_layer_is_shown_with_the_reason_of_the_winner() {
        let mut report = sample::report();
        report.entries[3]
            .candidates
            .insert(0, sample::file(1, sample::plain("9d1e92fc")));
        let key = sample::name("OPENAI_API_KEY");
        assert_eq!(
            explain(&report, &key, &sample::notes(), Colour::Never),
            "\
OPENAI_API_KEY: required secret, ok

about
  Asks the model
  get it at https://example.com/keys
  ask #ml-platform

layers, low to high
  .env:1  sha256:9d1e92fc  shadowed, same fingerprint
  .env:3  sha256:6727d53b  shadowed
  host    sha256:9d1e92fc  wins: the host environment is above files

rule
  declared at secrun.toml:13:1
  format `openai`
  owner `ml-platform`

scopes
  coder, researcher

problems
secrun: warning: .env:3:1: OPENAI_API_KEY: the host environment hides another value
"
        );
    }

    #[test]
    fn a_key_that_no_layer_has_says_so() {
        let key = sample::name("GIT_READ_TOKEN");
        let notes = ExplainNotes::default();
        assert_eq!(
            explain(&sample::report(), &key, &notes, Colour::Never),
            "\
GIT_READ_TOKEN: required secret, missing

layers, low to high
  no layer sets it

rule
  declared at secrun.toml:12:1

scopes
  none

problems
secrun: error: GIT_READ_TOKEN: required and not set
secrun: hint: set it in `.env`
"
        );
    }

    #[test]
    fn a_settings_value_is_shown_and_a_foreign_key_is_no_panic() {
        let notes = ExplainNotes::default();
        let text = explain(
            &sample::report(),
            &sample::name("APP_ENV"),
            &notes,
            Colour::Never,
        );
        assert!(text.starts_with("APP_ENV: required setting, ok\n"));
        assert!(text.contains("\n  default  = dev  wins\n"));
        assert_eq!(
            explain(
                &sample::report(),
                &sample::name("OTHER"),
                &notes,
                Colour::Never
            ),
            "OTHER is not a key of this run\n"
        );
    }

    #[test]
    fn headings_and_the_state_are_coloured() {
        let key = sample::name("OPENAI_API_KEY");
        let notes = ExplainNotes::default();
        let text = explain(&sample::report(), &key, &notes, Colour::Always);
        assert!(text.starts_with("\x1b[1mOPENAI_API_KEY\x1b[0m: required secret, \x1b[32mok\x1b[0m\n\n\x1b[1mlayers, low to high\x1b[0m\n"));
    }
}
