//! One text under search, window by window: what is found in it becomes hits.

use super::engine::{Manner, Match, Window};
use super::place::{Kind, Lines, Place};
use super::searcher::{Found, Hit, Searcher, Unreadable};
use super::squeeze::Squeezed;

/// The most hits that are told of one file or object, with all in it.
const MOST_HITS: usize = 10_000;

/// A text that is being searched.
pub(super) struct Reading<'s> {
    searcher: &'s Searcher,
    member: &'s [Vec<u8>],
    lines: Lines,
    manner: Manner,
    /// For each key, its last hit.
    last: Vec<Option<Last>>,
    matches: Vec<Match>,
    squeezed: Squeezed,
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
            manner: match kind {
                Kind::Text => Manner::Text,
                Kind::Wide(_) | Kind::Binary => Manner::Binary,
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
        let engine = self.searcher.engine();
        engine.sweep(window, self.manner, &mut self.squeezed, &mut matches);
        for it in &matches {
            self.tell(it, window.text, window.base, found);
        }
        self.matches = matches;
    }

    /// Counts the lines up to a place, as the text before it goes away.
    pub(super) fn leave(&mut self, text: &[u8], base: u64, to: u64) {
        self.lines.leave(text, base, to);
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
        self.lines.go(text, base, start);
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
        if let Some(old) = found.hits.get_mut(number) {
            *old = hit;
        } else if number < MOST_HITS {
            found.hits.push(hit);
        } else {
            return found.pass_by(self.member, Unreadable::TooMany);
        }
        *last = Some(Last {
            length,
            end: overlaps.map_or(end, |before| before.end.max(end)),
            hit: number,
        });
    }
}
