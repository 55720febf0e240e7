//! Searches one text window by window, in memory that does not grow with it.

use std::io::{self, Read};

use crate::scan::hit::{Found, Hit};
use crate::scan::needle_finder::Match;
use crate::scan::place::{HitPlace, LineCounter, TextKind};
use crate::scan::searcher::Searcher;
use crate::scan::squeeze::Squeezed;
use crate::scan::window::{BEFORE, SearchMode, Window};

/// How much of a text is searched at once.
pub(super) const WINDOW: usize = 256 * 1024;

/// A text under search: turns matches into hits with their places.
pub(super) struct Reading<'s> {
    searcher: &'s Searcher,
    member: &'s [Vec<u8>],
    lines: LineCounter,
    mode: SearchMode,
    /// The last hit of each key; empty before the first match.
    last: Vec<Option<Last>>,
    matches: Vec<Match>,
    squeezed: Squeezed,
}

/// A hit that a longer one may replace.
#[derive(Clone, Copy)]
struct Last {
    length: u64,
    end: u64,
    index: usize,
}

impl<'s> Reading<'s> {
    pub(super) fn new(searcher: &'s Searcher, member: &'s [Vec<u8>], kind: TextKind) -> Self {
        Self {
            searcher,
            member,
            lines: LineCounter::new(kind),
            mode: match kind {
                TextKind::Text => SearchMode::Text,
                TextKind::Wide(_) | TextKind::Binary => SearchMode::Binary,
            },
            last: Vec::new(),
            matches: Vec::new(),
            squeezed: Squeezed::default(),
        }
    }

    /// Searches a window; windows follow each other without a gap.
    pub(super) fn window(&mut self, window: &Window<'_>, found: &mut Found) {
        let mut matches = std::mem::take(&mut self.matches);
        matches.clear();
        let finder = self.searcher.finder();
        finder.sweep(window, self.mode, &mut self.squeezed, &mut matches);
        for it in &matches {
            self.add(it, window, found);
        }
        self.matches = matches;
    }

    /// Makes a match a hit, unless an overlapping one of its key is as long.
    fn add(&mut self, it: &Match, window: &Window<'_>, found: &mut Found) {
        let (start, end) = (window.base + it.start as u64, window.base + it.end as u64);
        let length = end - start;
        if self.last.is_empty() {
            self.last = vec![None; self.searcher.keys().len()];
        }
        let last = &mut self.last[it.key];
        let overlapping = last.filter(|last| start < last.end);
        let end = overlapping.map_or(end, |last| last.end.max(end));
        if let Some(longer) = overlapping.filter(|last| length <= last.length) {
            *last = Some(Last { end, ..longer });
            return;
        }
        self.lines.move_to(window.text, window.base, start);
        let (line, column) = self.lines.position();
        let hit = Hit {
            key: self.searcher.keys()[it.key].clone(),
            encoding: it.encoding,
            place: HitPlace {
                member: self.member.to_vec(),
                line,
                column,
                offset: start,
            },
            partial: it.partial,
        };
        let index = if let Some(shorter) = overlapping {
            found.hits[shorter.index] = hit;
            Some(shorter.index)
        } else {
            found.add(hit, self.member)
        };
        if let Some(index) = index {
            *last = Some(Last { length, end, index });
        }
    }
}

/// A text that arrives in pieces, or from a reader.
pub(super) struct Stream<'s> {
    searcher: &'s Searcher,
    member: &'s [Vec<u8>],
    reading: Option<Reading<'s>>,
    text: Vec<u8>,
    /// How many bytes came before the text.
    base: u64,
    /// Where in the text the next window begins.
    start: usize,
    /// How many bytes after a place decide what begins there.
    ahead: usize,
    width: usize,
}

impl<'s> Stream<'s> {
    /// `member` leads to a member of a container, or is empty.
    pub(super) fn new(searcher: &'s Searcher, member: &'s [Vec<u8>]) -> Self {
        Self::with_width(searcher, member, WINDOW)
    }

    pub(super) fn with_width(searcher: &'s Searcher, member: &'s [Vec<u8>], width: usize) -> Self {
        Self {
            searcher,
            member,
            reading: None,
            text: Vec::new(),
            base: 0,
            start: 0,
            ahead: searcher.finder().ahead(),
            width,
        }
    }

    /// Searches a reader to its end, or to its first error.
    pub(super) fn search(mut self, from: &mut dyn Read, found: &mut Found) -> io::Result<()> {
        let whole = self.width + self.ahead;
        self.text.reserve(BEFORE + whole);
        loop {
            let wanted = ((self.start + whole).saturating_sub(self.text.len())) as u64;
            let read = (&mut *from).take(wanted).read_to_end(&mut self.text);
            if let Ok(read) = read
                && read as u64 == wanted
            {
                self.sweep(found);
            } else {
                self.finish(found);
                return read.map(drop);
            }
        }
    }

    pub(super) fn push(&mut self, piece: &[u8], found: &mut Found) {
        self.text.extend_from_slice(piece);
        if self.text.len() >= self.start + self.width + self.ahead {
            self.sweep(found);
        }
    }

    /// Searches what is left at the end of the text.
    pub(super) fn finish(mut self, found: &mut Found) {
        self.window(self.text.len(), found);
    }

    /// Searches the text except its end, which needs what follows.
    fn sweep(&mut self, found: &mut Found) {
        let until = self.text.len().saturating_sub(self.ahead).max(self.start);
        let gone = until.saturating_sub(BEFORE);
        let base = self.base + gone as u64;
        self.window(until, found);
        if let Some(reading) = &mut self.reading {
            reading.lines.count_to(&self.text, self.base, base);
        }
        self.text.drain(..gone);
        self.base = base;
        self.start = until - gone;
    }

    fn window(&mut self, until: usize, found: &mut Found) {
        let (searcher, member) = (self.searcher, self.member);
        let begin = || Reading::new(searcher, member, TextKind::of(&self.text));
        let reading = self.reading.get_or_insert_with(begin);
        let window = Window {
            text: &self.text,
            base: self.base,
            from: self.start,
            until,
        };
        reading.window(&window, found);
    }
}
