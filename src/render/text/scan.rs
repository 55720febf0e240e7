//! The tables of `scan`.

use crate::core::message::ShownPath;
use crate::core::name::EnvName;
use crate::render::colour::{Colour, Tone};
use crate::render::leak;
use crate::render::text::table::{Cell, Table, cell, nothing, plain};
use crate::scan::{Finding, ObjectPlace, ScanReport, Surface};

/// A row for each finding, then what is known of those in the history, what
/// looks like a token, what was left out, and a closing line.
#[must_use]
pub fn scan(report: &ScanReport, colour: Colour) -> String {
    let findings = report.in_order();
    let tables = [
        found(&findings),
        history(&findings),
        looks(report),
        not_read(report),
        skipped(report),
    ];
    let mut text = String::new();
    for table in tables.into_iter().flatten() {
        text.push_str(&table.render("", colour));
        text.push('\n');
    }
    if !report.rotate.is_empty() {
        let names: Vec<&str> = report.rotate.iter().map(EnvName::as_str).collect();
        let words = "rotate now (their current values are in git history):";
        let words = colour.paint(Tone::Error, words);
        text.extend([words.as_str(), " ", &names.join(", "), "\n"]);
    }
    text.push_str(&leak::searched(&report.searched));
    let tone = match (report.findings.len(), report.problems().len()) {
        (0, 0) => Tone::Good,
        (0, _) => Tone::Warning,
        _ => Tone::Error,
    };
    format!("{text}\n{}\n", colour.paint(tone, &leak::outcome(report)))
}

fn found(findings: &[&Finding]) -> Option<Table> {
    let titles = ["KEY", "PLACE", "ENCODING", "SURFACE", "FINGERPRINT"];
    let rows = findings.iter().map(|finding| {
        vec![
            cell(Tone::Error, finding.key.as_str()),
            plain(leak::place(&finding.location)),
            plain(leak::encoding(finding)),
            plain(finding.surface.name()),
            finding.fingerprint.as_ref().map_or_else(nothing, plain),
        ]
    });
    titled(&titles, rows)
}

/// The commits of those findings that have any, the first one of each object.
fn history(findings: &[&Finding]) -> Option<Table> {
    let titles = ["IN HISTORY", "OBJECT", "COMMIT", "DATE", "AUTHOR", ""];
    let objects = findings
        .iter()
        .filter(|finding| finding.surface == Surface::History)
        .filter_map(|finding| Some((*finding, finding.location.object.as_ref()?)));
    titled(
        &titles,
        objects.map(|(finding, object)| commit_row(finding, object)),
    )
}

fn commit_row(finding: &Finding, object: &ObjectPlace) -> Vec<Cell> {
    let kind = format!("{} {}", object.kind.name(), object.short_id());
    let mut row = vec![plain(finding.key.as_str()), plain(kind)];
    match object.commits.first() {
        None => row.extend([nothing(), nothing(), nothing(), plain("in no commit")]),
        Some(commit) => {
            let tone = if commit.pushed {
                Tone::Error
            } else {
                Tone::Plain
            };
            row.extend([
                plain(commit.short_id().to_string()),
                plain(ShownPath::of_bytes(commit.date.as_bytes()).to_string()),
                plain(ShownPath::of_bytes(&commit.author).to_string()),
                cell(tone, commit.fate()),
            ]);
        }
    }
    row
}

fn looks(report: &ScanReport) -> Option<Table> {
    let looks = report.token_matches_in_order();
    let rows = looks.iter().map(|looks| {
        vec![
            cell(Tone::Warning, looks.form),
            plain(leak::place(&looks.location)),
            plain(looks.surface.name()),
        ]
    });
    titled(&["LOOKS LIKE", "PLACE", "SURFACE"], rows)
}

fn not_read(report: &ScanReport) -> Option<Table> {
    let unread = report.unread_in_order();
    let rows = unread.iter().map(|it| {
        let path = ShownPath::of_bytes(&it.path).to_string();
        vec![plain(path), plain(it.why.as_str())]
    });
    titled(&["NOT READ", "WHY"], rows)
}

fn skipped(report: &ScanReport) -> Option<Table> {
    let rows = report.skipped.iter().map(|it| {
        let why = it.why.words_of_search();
        vec![plain(it.key.as_str()), plain(why.as_str())]
    });
    titled(&["NOT SEARCHED FOR", "WHY"], rows)
}

/// A table, unless it has no rows.
fn titled(titles: &[&str], rows: impl Iterator<Item = Vec<Cell>>) -> Option<Table> {
    let mut rows = rows.peekable();
    rows.peek()?;
    let mut table = Table::titled(titles);
    rows.for_each(|row| table.push(row));
    Some(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

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
5 findings of 2 keys, 1 text that may be a token, 1 place not read, 2 findings allowed
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
            "searched 3 files, 900 bytes\nno value of a secret was found\n"
        );
        assert!(
            scan(&report, Colour::Always)
                .ends_with("\x1b[32mno value of a secret was found\x1b[0m\n")
        );
    }
}
