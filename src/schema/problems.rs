//! Where the problems of a schema are noted, each with its place.

use crate::core::lines::Lines;
use crate::core::message::{Message, Place, ShownPath};
use crate::core::name::{EnvName, Label};
use crate::core::report::{Problem, sort};
use crate::core::token_like::is_token_like;
use crate::schema::redact;
use crate::schema::source::Source;

/// How many words all searches for the nearest known one may look at: each
/// looks at every declared key.
const SUGGESTIONS: usize = 100_000;

/// How many errors are reported. With more, the file is something else than a schema.
const MAX_ERRORS: usize = 1_000;

/// A file of the schema, whose offsets count from `base`.
pub(super) struct File<'s> {
    pub(super) base: usize,
    pub(super) source: Source<'s>,
    pub(super) lines: Lines<'s>,
}

/// The problems found so far, and what is needed to place them.
pub(super) struct Problems<'s> {
    /// The schema, then what it extends, by their bases.
    files: &'s [File<'s>],
    found: Vec<Problem>,
    errors: usize,
    /// The key that problems are about, where that may be shown.
    pub(super) subject: Option<EnvName>,
    suggestions: usize,
}

impl<'s> Problems<'s> {
    /// `files` has at least the schema.
    pub(super) fn new(files: &'s [File<'s>]) -> Self {
        Self {
            files,
            found: Vec::new(),
            errors: 0,
            subject: None,
            suggestions: SUGGESTIONS,
        }
    }

    /// The path of the schema itself.
    pub(super) fn path(&self) -> &'s ShownPath {
        self.files[0].source.path
    }

    fn file(&self, at: usize) -> &'s File<'s> {
        // The first file begins at 0, so there is always one.
        &self.files[self.files.partition_point(|file| file.base <= at) - 1]
    }

    /// The file that an offset is in.
    pub(super) fn source(&self, at: usize) -> &'s Source<'s> {
        &self.file(at).source
    }

    /// The place of an offset.
    pub(super) fn place(&self, at: usize) -> Place {
        let file = self.file(at);
        file.lines.place(file.source.path, at - file.base)
    }

    /// The line of an offset.
    pub(super) fn line(&self, at: usize) -> usize {
        let file = self.file(at);
        file.lines.line(at - file.base)
    }

    /// Notes a problem at an offset.
    pub(super) fn note(&mut self, at: usize, problem: Problem) {
        self.errors += usize::from(problem.is_error());
        if problem.is_error() && self.errors > MAX_ERRORS {
            return;
        }
        let problem = problem.at(self.place(at));
        self.found.push(match &self.subject {
            Some(key) => problem.about(key),
            None => problem,
        });
    }

    /// Notes a problem of a whole file.
    pub(super) fn note_file(&mut self, path: &ShownPath, problem: Problem) {
        self.found.push(problem.at(Place::file(path)));
    }

    /// Notes an error with a hint.
    pub(super) fn error(
        &mut self,
        at: usize,
        code: &'static str,
        what: impl Into<Message>,
        hint: impl Into<Option<&'static str>>,
    ) {
        let problem = Problem::error(code, what.into());
        self.note(at, with_hint(problem, hint.into().map(Message::from)));
    }

    /// Notes an unknown word, with the nearest known one. The message contains the word
    /// only if it may be shown.
    pub(super) fn unknown<'k>(
        &mut self,
        at: usize,
        code: &'static str,
        what: &'static str,
        text: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let words = match redact::unknown(text) {
            Some(name) => message!("{} `{}`", what, name),
            None => Message::from(what),
        };
        let problem = Problem::error(code, words);
        let shown = known.into_iter().filter(|word| !is_token_like(word));
        let left = &mut self.suggestions;
        let near = match *left {
            0 => None,
            _ => redact::nearest(text, shown.inspect(|_| *left = left.saturating_sub(1))),
        };
        let hint = near
            .and_then(|near| EnvName::new(near).ok())
            .map(|near| message!("did you mean `{}`", near));
        self.note(at, with_hint(problem, hint));
    }

    /// Reads a variable's name; reports an invalid one, and one that looks like a
    /// token.
    pub(super) fn name(&mut self, at: usize, text: &str) -> Option<EnvName> {
        let Ok(name) = EnvName::new(text) else {
            self.error(
                at,
                "schema.name",
                "not a valid variable name",
                "use letters, digits and `_`, and do not start with a digit",
            );
            return None;
        };
        self.is_no_token(at, text).then_some(name)
    }

    /// Reads a label; reports an invalid one, and one that looks like a token.
    pub(super) fn label(&mut self, at: usize, text: &str, what: &'static str) -> Option<Label> {
        let Ok(label) = Label::new(text) else {
            self.error(
                at,
                "schema.name",
                message!("not a valid name for {}", what),
                "use at most 64 letters, digits, `_`, `-` and `.`, starting with a letter",
            );
            return None;
        };
        self.is_no_token(at, text).then_some(label)
    }

    fn is_no_token(&mut self, at: usize, text: &str) -> bool {
        let token = is_token_like(text);
        if token {
            self.error(
                at,
                "schema.token-like",
                "this name looks like a pasted token",
                "put values into an env file; replace the token if it was shared",
            );
        }
        !token
    }

    /// Whether a whole word of the schema is too odd to be text.
    pub(super) fn is_plain(&mut self, at: usize, text: &str) -> bool {
        let odd = text.chars().any(char::is_control);
        if odd {
            self.error(at, "schema.text", "contains a control character", None);
        }
        !odd
    }

    /// All problems, sorted. After a line that is not TOML the tree cannot be
    /// trusted, so of the rest only `local` problems before the first of each file
    /// are kept.
    pub(super) fn finish(mut self, broken: &[usize], local: &[&str]) -> Vec<Problem> {
        let mut found = std::mem::take(&mut self.found);
        if self.errors > MAX_ERRORS {
            let what = message!("too many problems; the others are not shown");
            let problem = Problem::error("schema.too-many-problems", what)
                .hint(message!("check that this is a schema"));
            found.push(problem.at(Place::file(self.path())));
        }
        let firsts: Vec<Place> = broken.iter().map(|at| self.place(*at)).collect();
        if !firsts.is_empty() {
            let is_before = |place: &Place| {
                let first = firsts.iter().find(|first| first.path == place.path);
                first.is_none_or(|first| place.line() < first.line())
            };
            found.retain(|problem| {
                let before = problem.place.as_ref().is_some_and(is_before);
                let code = problem.code.as_str();
                code == "schema.syntax" || (before && local.contains(&code))
            });
        }
        sort(&mut found);
        found
    }
}

fn with_hint(problem: Problem, hint: Option<Message>) -> Problem {
    match hint {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}
