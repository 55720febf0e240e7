//! JSON: one document for each report. Version 1 changes only by addition.

use serde_json::{Value, json};

use crate::core::binding::Provenance;
use crate::core::message::{Message, Place, Shown, ShownPath};
use crate::core::name::{EnvName, Label};
use crate::core::report::{
    Candidate, ChildName, Compared, Entry, ExplainNotes, Fingerprint, Problem, Report, Severity,
    Verdict,
};
use crate::env::fingerprints::Policy;
use crate::render::document::{joined, list, optional, text};
use crate::render::phrases::search;
use crate::scan::{CommitNote, Finding, Location, ObjectPlace, ScanReport, TokenMatch};

/// The version of the format.
pub(super) const VERSION: u64 = 1;

/// The program and its version.
pub(super) const TOOL: &str = concat!("secrun ", env!("CARGO_PKG_VERSION"));

pub fn check(report: &Report) -> String {
    keys("check", report, Policy::Guarded)
}

/// The document of `fingerprint`; saved, it is what `--against` reads.
pub fn fingerprints(report: &Report, policy: Policy) -> String {
    keys("fingerprint", report, policy)
}

/// The text of a document: the version of the format and of the program, then these
/// members.
fn document(members: Value) -> String {
    text(&joined([
        json!({ "version": VERSION, "tool": TOOL }),
        members,
    ]))
}

fn keys(command: &str, report: &Report, policy: Policy) -> String {
    let members = json!({
        "command": command,
        "exact": (policy == Policy::Exact).then_some(true),
        "project": report.project.as_ref().map(Label::as_str),
        "scope": report.scope.as_ref().map(Label::as_str),
        "profile": report.profile.as_ref().map(Label::as_str),
        "summary": summary(&report.problems, report.entries.len()),
        "keys": list(&report.entries, key_state),
        "problems": list(&report.problems, problem),
    });
    document(optional(members, ["exact"]))
}

pub fn explain(report: &Report, key: &EnvName, notes: &ExplainNotes) -> String {
    let about = report.problems.iter().filter(|it| it.concerns(key));
    document(json!({
        "command": "explain",
        "project": report.project.as_ref().map(Label::as_str),
        "scope": report.scope.as_ref().map(Label::as_str),
        "profile": report.profile.as_ref().map(Label::as_str),
        "name": key.as_str(),
        "state": report.entries.iter().find(|it| it.key == *key).map(key_state),
        "reason": notes.reason.as_ref().map(Message::as_str),
        "rule": list(&notes.rule, |line| json!(line.as_str())),
        "description": notes.description.as_ref().map(Message::as_str),
        "docs": notes.docs.as_ref().map(Message::as_str),
        "contact": notes.contact.as_ref().map(Message::as_str),
        "problems": list(about, problem),
    }))
}

/// The document of a command that could not do its job. The kind is the
/// error's fixed word, such as `schema`.
pub fn failure(kind: &'static str, problems: &[Problem]) -> String {
    document(json!({
        "failure": kind,
        "summary": summary(problems, 0),
        "problems": list(problems, problem),
    }))
}

/// The document of `fingerprint --against`.
pub fn comparison(rows: &[Compared]) -> String {
    let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
    document(json!({
        "command": "fingerprint",
        "summary": {
            "same": count(Verdict::Same),
            "differs": count(Verdict::Differs),
            "only_here": count(Verdict::OnlyHere),
            "only_there": count(Verdict::OnlyThere),
            "not_comparable": count(Verdict::NotComparable),
        },
        "compared": list(rows, |row| json!({
            "key": row.key.as_str(),
            "verdict": row.verdict.name(),
            "here": row.here.as_ref().map(fingerprint),
            "there": row.there.as_ref().map(fingerprint),
        })),
    }))
}

/// The document of `check --print-env`: names, never values.
pub fn environment(rows: &[ChildName]) -> String {
    document(json!({
        "command": "check",
        "environment": list(rows, |row| json!({
            "name": row.name.as_str(),
            "why": row.why.as_str(),
        })),
    }))
}

/// The document of `fingerprint --verify` and `--stdin`: yes or no.
pub fn verification(key: Option<&EnvName>, matches: bool) -> String {
    document(json!({
        "command": "fingerprint",
        "key": key.map(EnvName::as_str),
        "matches": matches,
    }))
}

/// The document of `fingerprint --stdin` without a key.
pub fn standard_input(fingerprint: &Fingerprint) -> String {
    document(json!({
        "command": "fingerprint",
        "fingerprint": digits(fingerprint),
        "withheld": fingerprint.is_withheld(),
    }))
}

pub fn scan(report: &ScanReport) -> String {
    document(json!({
        "command": "scan",
        "summary": {
            "findings": report.findings.len(),
            "keys": search::keys(report),
            "looks_like": report.token_matches.len(),
            "not_read": report.not_read.len(),
            "allowed": report.allowed,
        },
        "searched": {
            "files": report.searched.files,
            "objects": report.searched.objects,
            "bytes": report.searched.bytes,
        },
        "findings": list(report.in_order(), finding),
        "looks_like": list(report.token_matches_in_order(), token_match),
        "not_read": list(report.unread_in_order(), |it| json!({
            "path": shown(&it.path),
            "why": it.why.as_str(),
        })),
        "not_searched_for": list(&report.skipped, |it| json!({
            "key": it.key.as_str(),
            "why": it.why.words_of_search().as_str(),
        })),
        "rotate": list(&report.rotate, |key| json!(key.as_str())),
        "problems": list(&report.warnings, problem),
    }))
}

fn summary(problems: &[Problem], keys: usize) -> Value {
    let of = |severity| problems.iter().filter(move |it| it.severity == severity);
    json!({
        "errors": of(Severity::Error).count(),
        "warnings": of(Severity::Warning).count(),
        "keys": keys,
    })
}

fn problem(problem: &Problem) -> Value {
    let place = problem.place.as_ref();
    let what = &problem.what;
    let message = match &problem.source {
        Some(source) => format!("{source}: {what}"),
        None => what.to_string(),
    };
    json!({
        "severity": problem.severity.name(),
        "code": problem.code.as_str(),
        "path": place.map(|place| place.path.as_str()),
        "line": place.and_then(Place::line),
        "column": place.and_then(column),
        "key": problem.key.as_ref().map(EnvName::as_str),
        "message": message,
        "hint": problem.hint.as_ref().map(Message::as_str),
    })
}

fn key_state(entry: &Entry) -> Value {
    let winner = entry.winner();
    let fingerprint = winner.map(|winner| &winner.fingerprint);
    let shadowed = entry.candidates.iter().rev().skip(1).rev();
    let state = json!({
        "key": entry.key.as_str(),
        "kind": entry.kind.name(),
        "status": entry.status.name(),
        "required": entry.required,
        "value": winner.and_then(value),
        "fingerprint": fingerprint.and_then(digits),
        "withheld": fingerprint.is_some_and(Fingerprint::is_withheld),
        "same_as_secret": fingerprint.and_then(same_as_secret),
        "source": winner.map(source),
        "shadows": list(shadowed, shadow),
        "scopes": list(&entry.scopes, |scope| json!(scope.as_str())),
        "declared": {
            "path": entry.declared.path.as_str(),
            "line": entry.declared.line(),
            "column": column(&entry.declared),
        },
    });
    optional(state, ["value", "same_as_secret"])
}

fn source(candidate: &Candidate) -> Value {
    let (path, line) = file(&candidate.provenance);
    let source = json!({
        "layer": candidate.provenance.layer(),
        "path": path,
        "line": line,
        "name": candidate.read_as.as_ref().map(EnvName::as_str),
    });
    optional(source, ["name"])
}

/// A layer that has the key and does not win.
fn shadow(candidate: &Candidate) -> Value {
    let value = optional(json!({ "value": value(candidate) }), ["value"]);
    joined([
        source(candidate),
        value,
        fingerprint(&candidate.fingerprint),
    ])
}

fn fingerprint(fingerprint: &Fingerprint) -> Value {
    let shown = json!({
        "fingerprint": digits(fingerprint),
        "withheld": fingerprint.is_withheld(),
        "same_as_secret": same_as_secret(fingerprint),
    });
    optional(shown, ["same_as_secret"])
}

fn finding(finding: &Finding) -> Value {
    let found = json!({
        "encoding": finding.encoding.name(),
        "partial": finding.partial,
        "surface": finding.surface.name(),
        "fingerprint": finding.fingerprint,
    });
    let key = json!({ "key": finding.key.as_str() });
    joined([key, location(&finding.location), found])
}

fn token_match(found: &TokenMatch) -> Value {
    let surface = json!({ "surface": found.surface.name() });
    joined([
        json!({ "form": found.form }),
        location(&found.location),
        surface,
    ])
}

fn location(place: &Location) -> Value {
    json!({
        "path": place.path.as_deref().map(shown),
        "member": place.member.as_deref().map(shown),
        "line": place.line,
        "column": place.column,
        "offset": place.offset,
        "object": object(place),
    })
}

fn object(place: &Location) -> Option<Value> {
    let ObjectPlace { id, kind, commits } = place.object.as_ref()?;
    Some(json!({ "id": id, "kind": kind.name(), "commits": list(commits, commit) }))
}

fn commit(commit: &CommitNote) -> Value {
    json!({
        "id": commit.id,
        "author": shown(&commit.author),
        "date": commit.date,
        "pushed": commit.pushed,
    })
}

/// The file and line of a layer that is a file.
fn file(provenance: &Provenance) -> (Option<&str>, Option<usize>) {
    match provenance {
        Provenance::Default | Provenance::Fake | Provenance::Host => (None, None),
        Provenance::File { place } => (Some(place.path.as_str()), place.line()),
        Provenance::SecretFile { path } => (Some(path.as_str()), None),
    }
}

fn digits(fingerprint: &Fingerprint) -> Option<String> {
    matches!(fingerprint, Fingerprint::Plain(_) | Fingerprint::Keyed(_))
        .then(|| fingerprint.to_string())
}

fn same_as_secret(fingerprint: &Fingerprint) -> Option<bool> {
    (*fingerprint == Fingerprint::SameAsSecret).then_some(true)
}

fn value(candidate: &Candidate) -> Option<&str> {
    candidate.shown.as_ref().map(Shown::as_str)
}

fn column(place: &Place) -> Option<usize> {
    place.position.map(|position| position.column)
}

/// Foreign text, made safe to show.
fn shown(text: &[u8]) -> String {
    ShownPath::foreign(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::sample;

    fn parsed(text: &str) -> Value {
        assert!(text.ends_with("}\n") && !text.ends_with("\n\n"));
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn check_tells_every_key_and_problem() {
        let document = parsed(&check(&sample::report()));
        assert_eq!(document["version"], 1);
        assert_eq!(
            document["tool"],
            format!("secrun {}", env!("CARGO_PKG_VERSION"))
        );
        assert_eq!(document["command"], "check");
        assert_eq!(document["project"], "research-agents");
        assert_eq!(document["scope"], Value::Null);
        assert_eq!(
            document["summary"],
            json!({"errors": 2, "warnings": 1, "keys": 5})
        );
        assert_eq!(
            document["keys"][3],
            json!({
                "key": "OPENAI_API_KEY", "kind": "secret", "status": "ok", "required": true,
                "fingerprint": "sha256:9d1e92fc", "withheld": false,
                "source": {"layer": "host", "path": null, "line": null},
                "shadows": [{"layer": "file", "path": ".env", "line": 3,
                             "fingerprint": "sha256:6727d53b", "withheld": false}],
                "scopes": ["coder", "researcher"],
                "declared": {"path": "secrun.toml", "line": 13, "column": 1},
            })
        );
        assert_eq!(
            document["problems"][0],
            json!({
                "severity": "error", "code": "type.url", "path": ".env", "line": 4, "column": 14,
                "key": "DATABASE_URL", "message": "not a `url`: no scheme",
                "hint": "begin it with `postgres://`",
            })
        );
        assert_eq!(document["problems"][2]["path"], Value::Null);
    }

    #[test]
    fn a_withheld_print_is_null_an_alias_is_named_and_a_setting_has_its_value() {
        let document = parsed(&check(&sample::report()));
        let key = &document["keys"][1];
        assert_eq!(key["fingerprint"], Value::Null);
        assert_eq!(key["withheld"], true);
        assert_eq!(
            key["source"],
            json!({"layer": "file", "path": ".env", "line": 4, "name": "DB_URL"})
        );
        assert_eq!(document["keys"][0]["value"], "dev");
        let missing = &document["keys"][2];
        assert_eq!(missing["source"], Value::Null);
        assert_eq!(missing["withheld"], false);
    }

    #[test]
    fn fields_keep_their_order() {
        let text = fingerprints(&sample::report(), Policy::Guarded);
        let head = concat!(
            "{\n  \"version\": 1,\n  \"tool\": \"secrun ",
            env!("CARGO_PKG_VERSION"),
            "\",\n  \"command\": \"fingerprint\",\n  \"project\": \"research-agents\",\n  \
             \"scope\": null,\n  \"profile\": null,\n  \"summary\": {\n    \"errors\": 2,\n"
        );
        assert!(text.starts_with(head), "{text}");
        let document = parsed(&text);
        let members = |value: &Value| {
            value
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(members(&document)[6..], ["summary", "keys", "problems"]);
        assert_eq!(
            members(&document["problems"][0]),
            [
                "severity", "code", "path", "line", "column", "key", "message", "hint"
            ]
        );
    }

    #[test]
    fn explain_is_about_one_key() {
        let key = sample::name("OPENAI_API_KEY");
        let document = parsed(&explain(&sample::report(), &key, &sample::notes()));
        assert_eq!(document["command"], "explain");
        assert_eq!(document["name"], "OPENAI_API_KEY");
        assert_eq!(document["state"]["key"], "OPENAI_API_KEY");
        assert_eq!(document["reason"], "the host environment is above files");
        assert_eq!(
            document["rule"],
            json!(["format `openai`", "owner `ml-platform`"])
        );
        assert_eq!(document["description"], "Asks the model");
        assert_eq!(document["docs"], "https://example.com/keys");
        assert_eq!(document["contact"], "#ml-platform");
        assert_eq!(document["problems"].as_array().unwrap().len(), 1);
        let other = explain(
            &sample::report(),
            &sample::name("OTHER"),
            &ExplainNotes::default(),
        );
        assert_eq!(parsed(&other)["state"], Value::Null);
    }

    #[test]
    fn a_failure_has_its_kind_and_problems() {
        let problem = Problem::error("schema.syntax", message!("not a valid schema"))
            .at(sample::place("a\"b\n.toml", 12, 9));
        let document = parsed(&failure("schema", &[problem]));
        assert_eq!(document["failure"], "schema");
        assert_eq!(document["summary"]["errors"], 1);
        assert_eq!(document["problems"][0]["path"], "a\"b\\n.toml");
        assert_eq!(document["problems"][0]["line"], 12);
    }

    #[test]
    fn both_sides_of_a_comparison_are_told() {
        let rows = [
            Compared::new(
                sample::name("A_KEY"),
                Some(sample::plain("9d1e92fc")),
                Some(Fingerprint::Withheld),
            ),
            Compared::new(sample::name("B_KEY"), Some(sample::plain("9d1e92fc")), None),
        ];
        let document = parsed(&comparison(&rows));
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
        let document = parsed(&environment(&rows));
        assert_eq!(document["command"], "check");
        assert_eq!(
            document["environment"],
            json!([{"name": "PATH", "why": "preset `@base`"}])
        );
    }

    #[test]
    fn every_finding_has_its_place_and_its_object() {
        let document = parsed(&scan(&sample::leaks()));
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
