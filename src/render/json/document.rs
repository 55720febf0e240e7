//! The parts that JSON reports are made of. The order of fields is that of
//! the text.

use serde::Serialize;

use crate::core::binding::Provenance;
use crate::core::message::{Message, Place};
use crate::core::name::{EnvName, Label};
use crate::core::report::{self, Candidate, Entry, Print, Problem, Report};
use crate::render::state;

/// How many there are of what.
#[derive(Serialize)]
pub(super) struct Summary {
    errors: usize,
    warnings: usize,
    keys: usize,
}

/// The state of a key.
#[derive(Serialize)]
pub(super) struct State<'a> {
    key: &'a str,
    kind: &'static str,
    status: &'static str,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    fingerprint: Option<String>,
    withheld: bool,
    /// Whether that is because a secret has the same value; told where it is so.
    #[serde(skip_serializing_if = "is_false")]
    same_as_secret: bool,
    source: Option<Source<'a>>,
    shadows: Vec<Shadow<'a>>,
    scopes: Vec<&'a str>,
    declared: Position<'a>,
}

/// Where a value comes from.
#[derive(Serialize)]
struct Source<'a> {
    layer: &'static str,
    path: Option<&'a str>,
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

/// A layer that has the key and does not win.
#[derive(Serialize)]
struct Shadow<'a> {
    layer: &'static str,
    path: Option<&'a str>,
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    fingerprint: Option<String>,
    withheld: bool,
    /// Whether that is because a secret has the same value; told where it is so.
    #[serde(skip_serializing_if = "is_false")]
    same_as_secret: bool,
}

/// A place in a file.
#[derive(Serialize)]
struct Position<'a> {
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
}

/// A problem.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    severity: &'static str,
    code: &'static str,
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    key: Option<&'a str>,
    message: &'a str,
    hint: Option<&'a str>,
}

/// A fingerprint that may be withheld.
#[derive(Serialize)]
pub(super) struct Shown {
    pub(super) fingerprint: Option<String>,
    pub(super) withheld: bool,
    /// Whether that is because a secret has the same value; told where it is so.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) same_as_secret: bool,
}

/// A document as text, ended by a newline.
pub(super) fn written(document: &impl Serialize) -> String {
    // Structs of strings, numbers and lists have no way to fail.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

impl Summary {
    pub(super) fn of(report: &Report) -> Self {
        Self {
            keys: report.entries.len(),
            ..Self::of_problems(&report.problems)
        }
    }

    pub(super) fn of_problems(problems: &[Problem]) -> Self {
        let errors = problems.iter().filter(|problem| problem.is_error()).count();
        Self {
            errors,
            warnings: problems.len() - errors,
            keys: 0,
        }
    }
}

impl<'a> State<'a> {
    pub(super) fn of(entry: &'a Entry) -> Self {
        let winner = entry.winner();
        let shown = winner.map(|winner| Shown::of(&winner.print));
        let below = entry
            .candidates
            .split_last()
            .map_or(&[][..], |(_, low)| low);
        Self {
            key: entry.key.as_str(),
            kind: entry.kind.as_str(),
            status: entry.status.as_str(),
            required: entry.required,
            value: winner.and_then(value),
            withheld: shown.as_ref().is_some_and(|shown| shown.withheld),
            same_as_secret: shown.as_ref().is_some_and(|shown| shown.same_as_secret),
            fingerprint: shown.and_then(|shown| shown.fingerprint),
            source: winner.map(Source::of),
            shadows: below.iter().map(Shadow::of).collect(),
            scopes: entry.scopes.iter().map(Label::as_str).collect(),
            declared: Position {
                path: entry.declared.path.as_str(),
                line: entry.declared.line(),
                column: column(&entry.declared),
            },
        }
    }
}

impl<'a> Source<'a> {
    fn of(candidate: &'a Candidate) -> Self {
        let (path, line) = match &candidate.provenance {
            Provenance::Default | Provenance::Host => (None, None),
            Provenance::File { place } => (Some(place.path.as_str()), place.line()),
            Provenance::SecretFile { path } => (Some(path.as_str()), None),
        };
        Self {
            layer: candidate.provenance.layer(),
            path,
            line,
            name: candidate.read_as.as_ref().map(EnvName::as_str),
        }
    }
}

impl<'a> Shadow<'a> {
    fn of(candidate: &'a Candidate) -> Self {
        let source = Source::of(candidate);
        let shown = Shown::of(&candidate.print);
        Self {
            layer: source.layer,
            path: source.path,
            line: source.line,
            name: source.name,
            value: value(candidate),
            fingerprint: shown.fingerprint,
            withheld: shown.withheld,
            same_as_secret: shown.same_as_secret,
        }
    }
}

impl<'a> Told<'a> {
    pub(super) fn all(problems: impl IntoIterator<Item = &'a Problem>) -> Vec<Self> {
        problems.into_iter().map(Self::of).collect()
    }

    fn of(problem: &'a Problem) -> Self {
        let place = problem.place.as_ref();
        Self {
            severity: state::severity(problem.severity),
            code: problem.code.as_str(),
            path: place.map(|place| place.path.as_str()),
            line: place.and_then(Place::line),
            column: place.and_then(column),
            key: problem.key.as_ref().map(EnvName::as_str),
            message: problem.what.as_str(),
            hint: problem.hint.as_ref().map(Message::as_str),
        }
    }
}

impl Shown {
    pub(super) fn of(print: &Print) -> Self {
        let shown = matches!(print, Print::Plain(_) | Print::Keyed(_));
        Self {
            fingerprint: shown.then(|| print.to_string()),
            withheld: print.is_withheld(),
            same_as_secret: *print == Print::SameAsSecret,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks like this")]
fn is_false(told: &bool) -> bool {
    !*told
}

fn value(candidate: &Candidate) -> Option<&str> {
    candidate.shown.as_ref().map(report::Shown::as_str)
}

fn column(place: &Place) -> Option<usize> {
    place.position.map(|position| position.column)
}
