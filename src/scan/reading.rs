//! One text under search, window by window: what is found in it becomes hits.

use super::place::{Kind, Lines, Place};
use super::searcher::{Found, Hit, Searcher};
use crate::needle::Encoding;

/// What a search finds before it is told: a needle at a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) key: usize,
    pub(super) encoding: Encoding,
    pub(super) partial: bool,
}

/// A text that is being searched.
pub(super) struct Reading<'s> {
    searcher: &'s Searcher,
    member: &'s [Vec<u8>],
    lines: Lines,
    /// For each key, its last hit.
    last: Vec<Option<Last>>,
    matches: Vec<Match>,
}

/// A hit that a longer one may take the place of.
#[derive(Clone, Copy)]
struct Last {
    length: u64,
    end: u64,
    /// Its number among those that were found.
    hit: usize,
}

impl<'s> Reading<'s> {
    /// Begins a text, of which some of the beginning is given.
    pub(super) fn new(searcher: &'s Searcher, member: &'s [Vec<u8>], sample: &[u8]) -> Self {
        Self::of(searcher, member, Kind::of(sample))
    }

    /// Begins a name, which has no lines.
    pub(super) fn of_name(searcher: &'s Searcher, member: &'s [Vec<u8>]) -> Self {
        Self::of(searcher, member, Kind::Binary)
    }

    fn of(searcher: &'s Searcher, member: &'s [Vec<u8>], kind: Kind) -> Self {
        Self {
            searcher,
            member,
            lines: Lines::new(kind),
            last: Vec::new(),
            matches: Vec::new(),
        }
    }

    /// Searches for what begins in a text from `from` to before `until`. The
    /// text begins at `base`; windows follow each other without a gap.
    pub(super) fn window(
        &mut self,
        text: &[u8],
        base: u64,
        (from, until): (usize, usize),
        found: &mut Found,
    ) {
        let mut matches = std::mem::take(&mut self.matches);
        matches.clear();
        self.searcher.sweep(text, (from, until), &mut matches);
        matches.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end), it.encoding));
        for it in &matches {
            self.tell(it, text, base, found);
        }
        self.matches = matches;
    }

    /// Counts the lines up to a place, as the text before it goes away.
    pub(super) fn leave(&mut self, text: &[u8], base: u64, to: u64) {
        self.lines.advance(text, base, to);
    }

    /// Makes a match a hit, unless one of the same key is there.
    fn tell(&mut self, it: &Match, text: &[u8], base: u64, found: &mut Found) {
        let (start, end) = (base + it.start as u64, base + it.end as u64);
        if self.last.is_empty() {
            self.last = vec![None; self.searcher.keys().len()];
        }
        let Some(last) = self.last.get_mut(it.key) else {
            return;
        };
        let length = end - start;
        let overlaps = last.filter(|last| start < last.end);
        if let Some(before) = overlaps
            && length <= before.length
        {
            *last = Some(Last {
                end: before.end.max(end),
                ..before
            });
            return;
        }
        let Some(key) = self.searcher.keys().get(it.key) else {
            return;
        };
        self.lines.advance(text, base, start);
        let (line, column) = self.lines.position();
        let hit = Hit {
            key: key.clone(),
            encoding: it.encoding,
            place: Place {
                member: self.member.to_vec(),
                line,
                column,
                offset: start,
            },
            partial: it.partial,
        };
        let number = overlaps.map_or(found.hits.len(), |before| before.hit);
        match found.hits.get_mut(number) {
            Some(old) => *old = hit,
            None => found.hits.push(hit),
        }
        *last = Some(Last {
            length,
            end: overlaps.map_or(end, |before| before.end.max(end)),
            hit: number,
        });
    }
}
