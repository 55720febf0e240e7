//! The search for what looks like a token, in bytes that come piece by piece.

use super::Search;
use super::haystack::Haystack;
use crate::scan::{Location, PatternHit, TokenMatch};

/// How much is searched at once.
const WINDOW: usize = 256 * 1024;

/// How far apart two ends of one token can be.
const OVERLAP: usize = 8 * 1024;

/// How much around a token is looked at for a value that it is a part of.
const AROUND: usize = 4 * 1024;

/// Bytes that wait to be searched, and what was found in those before.
#[derive(Default)]
pub(super) struct TokenScan {
    waiting: Vec<u8>,
    found: Vec<PatternHit>,
    is_binary: bool,
    /// What came before `waiting`: bytes, line ends, and bytes of the last line.
    gone: u64,
    lines: u64,
    column: u64,
}

impl TokenScan {
    /// Takes the next bytes in.
    pub(super) fn feed(&mut self, search: &Search<'_>, bytes: &[u8]) {
        if search.patterns.is_none() {
            return;
        }
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= WINDOW {
            let until = self.waiting.len() - OVERLAP;
            self.search(search, until);
            // The next token may be a part of a value that begins here.
            self.leave(until - AROUND);
        }
    }

    /// Searches the rest, and tells everything that was found.
    pub(super) fn finish(mut self, search: &Search<'_>, origin: &Haystack<'_>) -> Vec<TokenMatch> {
        self.search(search, self.waiting.len());
        let found = std::mem::take(&mut self.found);
        let looks = found.into_iter().map(|hit| TokenMatch {
            form: hit.form,
            surface: origin.surface,
            location: Location {
                line: (!self.is_binary).then_some(hit.line),
                column: (!self.is_binary).then_some(hit.column),
                offset: Some(hit.offset),
                ..origin.location(|path| search.searcher.redact(path))
            },
        });
        looks.collect()
    }

    /// Searches what begins before `until`, and was not found already.
    fn search(&mut self, search: &Search<'_>, until: usize) {
        let Some(patterns) = search.patterns else {
            return;
        };
        let text = self.waiting.as_slice();
        self.is_binary |= memchr::memchr(0, text).is_some();
        for hit in patterns.search(text) {
            let (start, length) = (at(hit.offset), at(hit.length));
            let place = PatternHit {
                line: hit.line + self.lines,
                column: hit.column + if hit.line == 1 { self.column } else { 0 },
                offset: hit.offset + self.gone,
                ..hit
            };
            let known = self
                .found
                .last()
                .is_some_and(|last| last.offset >= place.offset);
            if start < until && !known && !is_of_a_value(search, text, start, length) {
                self.found.push(place);
            }
        }
    }

    fn leave(&mut self, until: usize) {
        let gone = self.waiting.get(..until).unwrap_or_default();
        self.lines += memchr::memchr_iter(b'\n', gone).count() as u64;
        self.column = match memchr::memrchr(b'\n', gone) {
            Some(end) => (gone.len() - end - 1) as u64,
            None => self.column + gone.len() as u64,
        };
        self.gone += gone.len() as u64;
        self.waiting.drain(..until);
    }
}

fn at(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Whether a text is a part of a value of the schema's, or holds one: then it
/// is told as that.
fn is_of_a_value(search: &Search<'_>, text: &[u8], start: usize, length: usize) -> bool {
    let end = start.saturating_add(length).min(text.len());
    let token = text.get(start..end).unwrap_or_default();
    let around = start.saturating_sub(AROUND)..end.saturating_add(AROUND).min(text.len());
    let around = text.get(around).unwrap_or_default();
    let redacted = search.searcher.redact(around);
    let count = |text: &[u8]| memchr::memmem::find_iter(text, token).count();
    count(&redacted) < count(around)
}
