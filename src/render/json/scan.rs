//! The document of `scan`.

use serde::Serialize;

use crate::core::message::ShownPath;
use crate::core::name::EnvName;
use crate::render::json::document::{Told, written};
use crate::render::json::{TOOL, VERSION};
use crate::render::leak;
use crate::scan::{
    CommitNote, Finding, Location, NotRead, ObjectPlace, ScanReport, Skipped, TokenMatch,
};

/// The document of `scan`.
#[must_use]
pub fn scan(report: &ScanReport) -> String {
    let tally = &report.searched;
    written(&Scanned {
        version: VERSION,
        tool: TOOL,
        command: "scan",
        summary: Summary {
            findings: report.findings.len(),
            keys: leak::keys(report),
            looks_like: report.token_matches.len(),
            not_read: report.not_read.len(),
            allowed: report.allowed,
        },
        searched: Searched {
            files: tally.files,
            objects: tally.objects,
            bytes: tally.bytes,
        },
        findings: report.in_order().into_iter().map(Leak::of).collect(),
        looks_like: report
            .token_matches_in_order()
            .into_iter()
            .map(Look::of)
            .collect(),
        not_read: report
            .unread_in_order()
            .into_iter()
            .map(Unread::of)
            .collect(),
        not_searched_for: report.skipped.iter().map(Unsought::of).collect(),
        rotate: report.rotate.iter().map(EnvName::as_str).collect(),
        problems: Told::all(&report.warnings),
    })
}

#[derive(Serialize)]
struct Scanned<'a> {
    version: u64,
    tool: &'static str,
    command: &'static str,
    summary: Summary,
    searched: Searched,
    findings: Vec<Leak<'a>>,
    looks_like: Vec<Look<'a>>,
    not_read: Vec<Unread<'a>>,
    not_searched_for: Vec<Unsought<'a>>,
    rotate: Vec<&'a str>,
    problems: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Summary {
    findings: usize,
    keys: usize,
    looks_like: usize,
    not_read: usize,
    allowed: usize,
}

#[derive(Serialize)]
struct Searched {
    files: u64,
    objects: u64,
    bytes: u64,
}

#[derive(Serialize)]
struct Leak<'a> {
    key: &'a str,
    #[serde(flatten)]
    place: At<'a>,
    encoding: &'static str,
    partial: bool,
    surface: &'static str,
    fingerprint: Option<&'a str>,
}

#[derive(Serialize)]
struct Look<'a> {
    form: &'static str,
    #[serde(flatten)]
    place: At<'a>,
    surface: &'static str,
}

#[derive(Serialize)]
struct At<'a> {
    path: Option<String>,
    member: Option<String>,
    line: Option<u64>,
    column: Option<u64>,
    offset: Option<u64>,
    object: Option<Object<'a>>,
}

#[derive(Serialize)]
struct Object<'a> {
    id: &'a str,
    kind: &'static str,
    commits: Vec<Commit<'a>>,
}

#[derive(Serialize)]
struct Commit<'a> {
    id: &'a str,
    author: String,
    date: &'a str,
    pushed: bool,
}

#[derive(Serialize)]
struct Unread<'a> {
    path: String,
    why: &'a str,
}

#[derive(Serialize)]
struct Unsought<'a> {
    key: &'a str,
    why: String,
}

impl<'a> Leak<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            key: finding.key.as_str(),
            place: At::of(&finding.location),
            encoding: finding.encoding.name(),
            partial: finding.partial,
            surface: finding.surface.name(),
            fingerprint: finding.fingerprint.as_deref(),
        }
    }
}

impl<'a> Look<'a> {
    fn of(looks: &'a TokenMatch) -> Self {
        Self {
            form: looks.form,
            place: At::of(&looks.location),
            surface: looks.surface.name(),
        }
    }
}

impl<'a> At<'a> {
    fn of(location: &'a Location) -> Self {
        Self {
            path: location.path.as_deref().map(shown),
            member: location.member.as_deref().map(shown),
            line: location.line,
            column: location.column,
            offset: location.offset,
            object: location.object.as_ref().map(Object::of),
        }
    }
}

impl<'a> Object<'a> {
    fn of(object: &'a ObjectPlace) -> Self {
        Self {
            id: &object.id,
            kind: object.kind.name(),
            commits: object.commits.iter().map(Commit::of).collect(),
        }
    }
}

impl<'a> Commit<'a> {
    fn of(note: &'a CommitNote) -> Self {
        Self {
            id: &note.id,
            author: shown(&note.author),
            date: &note.date,
            pushed: note.pushed,
        }
    }
}

impl<'a> Unread<'a> {
    fn of(unread: &'a NotRead) -> Self {
        Self {
            path: shown(&unread.path),
            why: unread.why.as_str(),
        }
    }
}

impl<'a> Unsought<'a> {
    fn of(skipped: &'a Skipped) -> Self {
        Self {
            key: skipped.key.as_str(),
            why: skipped.why.words_of_search().to_string(),
        }
    }
}

/// Foreign text as it is shown.
fn shown(text: &[u8]) -> String {
    ShownPath::of_bytes(text).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::render::sample;

    #[test]
    fn every_finding_has_its_place_and_its_object() {
        let document: Value = serde_json::from_str(&scan(&sample::leaks())).unwrap();
        assert_eq!(document["version"], 1);
        assert_eq!(
            document["summary"],
            json!({"findings": 5, "keys": 2, "looks_like": 1, "not_read": 1, "allowed": 2})
        );
        assert_eq!(
            document["findings"][0],
            json!({"key": "OPENAI_API_KEY", "path": "app/main.py", "member": null, "line": 12,
                   "column": 9, "offset": null, "object": null, "encoding": "raw",
                   "partial": false, "surface": "tracked", "fingerprint": "sha256:9d1e92fc"})
        );
        assert_eq!(document["findings"][2]["member"], "inner.zip!a\\nb.txt");
        assert_eq!(
            document["findings"][3]["object"],
            json!({"id": "0a1b2c3d".repeat(5), "kind": "blob", "commits": [
                {"id": "9f86d081".repeat(5), "author": "Ann <ann@example.org>\\n::error::x",
                 "date": "2026-03-02T10:00:00+01:00", "pushed": true}]})
        );
        assert_eq!(
            document["not_read"],
            json!([{"path": "dist/big\\xff.zip", "why": "encrypted"}])
        );
        assert_eq!(document["not_searched_for"][0]["key"], "PIN");
        assert_eq!(document["rotate"], json!(["JWT_SECRET", "OPENAI_API_KEY"]));
        assert_eq!(document["problems"][0]["code"], "scan.allow-expired");
    }
}
