//! Searches for what looks like a token, in bytes that come piece by piece.

use crate::scan::finding::{Location, TokenMatch};
use crate::scan::pattern::PatternHit;
use crate::scan::surface::haystack::Haystack;
use crate::scan::surface::search::Search;

/// How much is searched at once.
const WINDOW: usize = 256 * 1024;

const OVERLAP: usize = 8 * 1024;

/// How far around a token to look for a value that contains it.
const AROUND: usize = 4 * 1024;

/// The search of one text.
#[derive(Default)]
pub(super) struct TokenScan {
    waiting: Vec<u8>,
    /// The hits, each with its offset in the whole text.
    found: Vec<(u64, PatternHit)>,
    is_binary: bool,
    /// Counts of the text before `waiting`: bytes, line ends, and bytes of its line.
    gone: u64,
    lines: u64,
    column: u64,
}

impl TokenScan {
    /// Takes the next bytes.
    pub(super) fn feed(&mut self, search: &Search<'_>, bytes: &[u8]) {
        if search.patterns.is_none() {
            return;
        }
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= WINDOW {
            let until = self.waiting.len() - OVERLAP;
            self.search(search, until);
            // The next token may be part of a value that begins before it.
            self.leave(until - AROUND);
        }
    }

    /// Searches the rest, and returns everything that was found.
    pub(super) fn finish(
        mut self,
        search: &Search<'_>,
        haystack: &Haystack<'_>,
    ) -> Vec<TokenMatch> {
        self.search(search, self.waiting.len());
        let has_lines = !self.is_binary;
        let matches = self.found.into_iter().map(|(offset, hit)| TokenMatch {
            form: hit.form,
            surface: haystack.surface,
            location: Location {
                line: has_lines.then_some(hit.line),
                column: has_lines.then_some(hit.column),
                offset: Some(offset),
                ..haystack.location(search.searcher, &[])
            },
        });
        matches.collect()
    }

    /// Searches what begins before `until` and was not found before.
    fn search(&mut self, search: &Search<'_>, until: usize) {
        let Some(patterns) = search.patterns else {
            return;
        };
        let text = self.waiting.as_slice();
        self.is_binary |= memchr::memchr(0, text).is_some();
        for hit in patterns.search(text) {
            let offset = self.gone + hit.offset as u64;
            let is_known = self.found.last().is_some_and(|(last, _)| *last >= offset);
            if hit.offset < until && !is_known && !is_in_value(search, text, &hit) {
                let column = hit.column + if hit.line == 1 { self.column } else { 0 };
                let line = hit.line + self.lines;
                let hit = PatternHit {
                    line,
                    column,
                    ..hit
                };
                self.found.push((offset, hit));
            }
        }
    }

    fn leave(&mut self, until: usize) {
        let gone = &self.waiting[..until];
        self.lines += memchr::memchr_iter(b'\n', gone).count() as u64;
        self.column = match memchr::memrchr(b'\n', gone) {
            Some(end) => (gone.len() - end - 1) as u64,
            None => self.column + gone.len() as u64,
        };
        self.gone += gone.len() as u64;
        self.waiting.drain(..until);
    }
}

/// Whether a token is part of a declared value, or contains one: then it is
/// reported as that.
fn is_in_value(search: &Search<'_>, text: &[u8], hit: &PatternHit) -> bool {
    let end = hit.offset + hit.length;
    let token = &text[hit.offset..end];
    let around = &text[hit.offset.saturating_sub(AROUND)..text.len().min(end + AROUND)];
    let redacted = search.searcher.redact(around);
    let count = |text: &[u8]| memchr::memmem::find_iter(text, token).count();
    count(&redacted) < count(around)
}
