//! The tables of `scan`.

use crate::core::message::ShownPath;
use crate::core::name::EnvName;
use crate::render::colour::{Colour, Tone};
use crate::render::human::table::{Cell, Table, cell, maybe, plain};
use crate::render::phrases::search;
use crate::scan::{Finding, ObjectPlace, ScanReport, Surface};

/// A table each of the findings, their commits, the possible tokens, and what
/// was left out; then the keys to rotate, and the outcome.
pub fn scan(report: &ScanReport, colour: Colour) -> String {
    let findings = report.in_order();
    let tables = [
        found(&findings),
        history(&findings),
        tokens(report),
        not_read(report),
        skipped(report),
    ];
    let tables = tables.into_iter().flatten();
    let mut text: String = tables.map(|it| it.render("", colour) + "\n").collect();
    if !report.rotate.is_empty() {
        let names: Vec<&str> = report.rotate.iter().map(EnvName::as_str).collect();
        let words = colour.paint(Tone::Error, search::ROTATE);
        text.extend([&words, " ", &names.join(", "), "\n"]);
    }
    text.push_str(&search::searched(&report.searched));
    let tone = match (report.findings.len(), report.problems().len()) {
        (0, 0) => Tone::Good,
        (0, _) => Tone::Warning,
        _ => Tone::Error,
    };
    format!("{text}\n{}\n", colour.paint(tone, &search::outcome(report)))
}

fn found(findings: &[&Finding]) -> Option<Table> {
    let titles = ["KEY", "PLACE", "ENCODING", "SURFACE", "FINGERPRINT"];
    let rows = findings.iter().map(|finding| {
        vec![
            cell(Tone::Error, finding.key.as_str()),
            plain(search::place(&finding.location)),
            plain(search::encoding(finding)),
            plain(finding.surface.name()),
            maybe(finding.fingerprint.as_ref()),
        ]
    });
    Table::titled(&titles, rows)
}

/// The findings in the history, each with the first commit of its object.
fn history(findings: &[&Finding]) -> Option<Table> {
    let titles = ["IN HISTORY", "OBJECT", "COMMIT", "DATE", "AUTHOR", ""];
    let mut findings = findings.to_vec();
    findings.retain(|finding| finding.surface == Surface::History);
    let rows = findings.into_iter().filter_map(|finding| {
        let object = finding.location.object.as_ref()?;
        Some(commit_row(finding, object))
    });
    Table::titled(&titles, rows)
}

fn commit_row(finding: &Finding, object: &ObjectPlace) -> Vec<Cell> {
    let kind = format!("{} {}", object.kind.name(), object.short_id());
    let commit = object.commits.first();
    let text = |text: &[u8]| ShownPath::foreign(text).to_string();
    let fate = match commit {
        None => plain("in no commit"),
        Some(commit) if commit.pushed => cell(Tone::Error, commit.fate()),
        Some(commit) => plain(commit.fate()),
    };
    vec![
        plain(finding.key.as_str()),
        plain(kind),
        maybe(commit.map(|commit| commit.short_id().to_string())),
        maybe(commit.map(|commit| text(commit.date.as_bytes()))),
        maybe(commit.map(|commit| text(&commit.author))),
        fate,
    ]
}

fn tokens(report: &ScanReport) -> Option<Table> {
    let tokens = report.token_matches_in_order().into_iter();
    let rows = tokens.map(|token| {
        vec![
            cell(Tone::Warning, token.form),
            plain(search::place(&token.location)),
            plain(token.surface.name()),
        ]
    });
    Table::titled(&["LOOKS LIKE", "PLACE", "SURFACE"], rows)
}

fn not_read(report: &ScanReport) -> Option<Table> {
    let unread = report.unread_in_order().into_iter();
    let rows = unread.map(|it| {
        let path = ShownPath::foreign(&it.path).to_string();
        vec![plain(path), plain(it.why.as_str())]
    });
    Table::titled(&["NOT READ", "WHY"], rows)
}

fn skipped(report: &ScanReport) -> Option<Table> {
    let rows = report.skipped.iter().map(|it| {
        let why = it.why.words_of_search();
        vec![plain(it.key.as_str()), plain(why.as_str())]
    });
    Table::titled(&["NOT SEARCHED FOR", "WHY"], rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    #[test]
    fn everything_has_its_table() {
        assert_eq!(
            scan(&sample::leaks(), Colour::Never),
            "\
KEY             PLACE                                ENCODING           SURFACE  FINGERPRINT
OPENAI_API_KEY  app/main.py:12:9                     raw                tracked  sha256:9d1e92fc
JWT_SECRET      data/cache.db@8192                   utf-16le, partial  ignored  -
OPENAI_API_KEY  dist/app.whl!inner.zip!a\\nb.txt:1:3  base64             tracked  -
OPENAI_API_KEY  old/config.py:3:1                    raw                history  -
JWT_SECRET      commit 3b18e512dba7:5:2              raw                history  -

IN HISTORY      OBJECT               COMMIT        DATE                       AUTHOR
OPENAI_API_KEY  blob 0a1b2c3d0a1b    9f86d0819f86  2026-03-02T10:00:00+01:00  Ann <ann@example.org>\\n::error::x  pushed
JWT_SECRET      commit 3b18e512dba7  -             -                          -                                  in no commit

LOOKS LIKE  PLACE          SURFACE
github      notes.txt:2:7  untracked

NOT READ          WHY
dist/big\\xff.zip  encrypted

NOT SEARCHED FOR  WHY
PIN               too short to search for: under 8 bytes

rotate now (their current values are in git history): JWT_SECRET, OPENAI_API_KEY
searched 1,204 files, 31 objects, 5.0 MiB
5 findings of 2 keys, 1 possible token, 1 place not read, 2 findings allowed
"
        );
    }

    #[test]
    fn a_clean_scan_says_what_was_searched() {
        let mut report = ScanReport::default();
        report.searched.files = 3;
        report.searched.bytes = 900;
        assert_eq!(
            scan(&report, Colour::Never),
            "searched 3 files, 900 bytes\nno secret values found\n"
        );
        assert!(scan(&report, Colour::Always).ends_with("\x1b[32mno secret values found\x1b[0m\n"));
    }
}
