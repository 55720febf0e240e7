//! The automaton that reads byte by byte: which needles end here, and how much
//! of one may be under way.
//!
//! It finds what the automaton of Aho and Corasick finds, also needles that
//! overlap. That has a state for each byte of each needle, with tables of its own;
//! here a state is a needle and how much of it was read. What may follow is the
//! needle's next byte; only where needles part is there a row to look up. Where the
//! text goes on in another way, what else may be under way is searched for in the
//! bytes read, and what ends inside a needle when the needle first occurs. So many
//! long needles take little more time and memory than their bytes.

use std::sync::OnceLock;

use crate::needle::branches::Branches;
use crate::needle::sieve::Sieve;
use crate::needle::store::Store;

/// The end of the text so far: as many of the first bytes of a needle as there can
/// be. Of all needles that begin like this, it names the first one. A whole needle counts
/// only where it begins a longer one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct State {
    needle: u32,
    depth: u32,
    /// From which depth on another needle may end inside this one.
    ending: u32,
}

impl State {
    /// How many of the last bytes may be the beginning of a needle.
    #[inline]
    pub(crate) fn depth(self) -> usize {
        self.depth as usize
    }
}

/// The state from which a text went on in another way, and what else was under way there.
/// A text that repeats itself does so again and again.
#[derive(Default)]
pub(crate) struct Recovery {
    from: State,
    to: State,
}

/// Sorted needles, each once, and the tables that read a text.
pub(crate) struct Automaton {
    pub(crate) store: Store,
    pub(crate) sieve: Option<Sieve>,
    branches: Branches,
    /// For each byte of the needles, whether they part after it, or one ends.
    marks: Box<[u64]>,
    /// The needles inside each needle, computed on first use.
    inside: Box<[OnceLock<Box<Inside>>]>,
    /// No needle is shorter.
    shortest: u32,
}

/// The other needles inside a needle, behind its beginning.
struct Inside {
    /// Where one ends, and the longest one that does.
    endings: Box<[(u32, usize)]>,
    /// The state after the needle.
    after: State,
}

/// Shorter beginnings of needles are read, and longer ones are looked up.
const SHORT: usize = 8;

impl Automaton {
    /// Compiles needles that are sorted and not empty, each once.
    pub(super) fn new(store: Store) -> Self {
        let branches = Branches::new(&store);
        let sieve = Sieve::new(&store);
        let mut marks = vec![0; store.bytes().len().div_ceil(64)];
        let ends = (0..store.len()).map(|needle| store.start(needle + 1));
        let partings = branches.places();
        let partings = partings.map(|(needle, depth)| store.start(needle) + depth);
        for after in ends.chain(partings) {
            marks[(after - 1) / 64] |= 1 << ((after - 1) % 64);
        }
        let shortest = store.iter().map(<[u8]>::len).min();
        Self {
            branches,
            marks: marks.into(),
            inside: store.iter().map(|_| OnceLock::new()).collect(),
            shortest: shortest.map_or(0, narrow),
            sieve,
            store,
        }
    }

    /// The state after one more byte, and the longest needle that ends with it.
    #[inline]
    pub(crate) fn next(
        &self,
        state: State,
        byte: u8,
        recent: &mut Recovery,
    ) -> (State, Option<usize>) {
        let next = match self.child(state, byte) {
            Some(next) => next,
            None if state.depth == 0 => state,
            None => self.recovered(state, byte, recent),
        };
        if next.depth > 0 && (next.depth >= next.ending || self.is_marked(next)) {
            self.arrived(next)
        } else {
            (next, None)
        }
    }

    /// The state that a byte leads to from this one, if there is any.
    #[inline]
    fn child(&self, state: State, byte: u8) -> Option<State> {
        let depth = state.depth + 1;
        if state.depth == 0 {
            return Some(self.state(self.branches.first(byte)?, depth));
        }
        let bytes = self.store.get(state.needle as usize);
        if bytes.get(state.depth()) == Some(&byte) {
            return Some(State { depth, ..state });
        }
        let other = self
            .is_marked(state)
            .then(|| self.branches.find(state.needle, state.depth, byte));
        other.flatten().map(|needle| self.state(needle, depth))
    }

    /// A state of a needle of which nothing is known yet.
    #[inline]
    fn state(&self, needle: u32, depth: u32) -> State {
        // A needle that ends inside begins behind the first byte.
        let ending = depth.max(self.shortest + 1);
        State {
            needle,
            depth,
            ending,
        }
    }

    /// The state that a byte leads to from what else is under way.
    #[cold]
    fn recovered(&self, mut state: State, byte: u8, recent: &mut Recovery) -> State {
        while state.depth > 0 {
            if recent.from != state {
                let to = self.beginning(&self.read(state)[1..]);
                *recent = Recovery { from: state, to };
            }
            state = recent.to;
            if let Some(next) = self.child(state, byte) {
                return next;
            }
        }
        state
    }

    /// The needle that ends in a state, and the state from which to go on.
    fn arrived(&self, state: State) -> (State, Option<usize>) {
        let needle = state.needle as usize;
        if state.depth() == self.store.get(needle).len() {
            let is_last = !self.store.begins_a_longer_one(needle);
            let next = if is_last {
                self.inside(needle).after
            } else {
                state
            };
            return (next, Some(needle));
        }
        if state.depth < state.ending {
            return (state, None);
        }
        let endings = &self.inside(needle).endings;
        let place = endings.partition_point(|(depth, _)| *depth < state.depth);
        let here = endings
            .get(place)
            .filter(|(depth, _)| *depth == state.depth);
        let next = endings.get(place + usize::from(here.is_some()));
        let ending = next.map_or(u32::MAX, |(depth, _)| *depth);
        (State { ending, ..state }, here.map(|(_, other)| *other))
    }

    /// The bytes that a state stands for.
    fn read(&self, state: State) -> &[u8] {
        &self.store.get(state.needle as usize)[..state.depth()]
    }

    /// The longest end of a text that begins a longer needle.
    fn beginning(&self, text: &[u8]) -> State {
        let mut at = 0;
        loop {
            at = self.find(text, at);
            if at >= text.len() {
                return State::default();
            }
            if let Some(state) = self.of(&text[at..]) {
                return state;
            }
            at += 1;
        }
    }

    /// The first place from `at` on where a needle may begin.
    fn find(&self, text: &[u8], at: usize) -> usize {
        let sieve = self.sieve.as_ref();
        sieve.map_or(at, |sieve| sieve.find(text, at, &self.store))
    }

    /// The state of a text that begins a longer needle.
    fn of(&self, text: &[u8]) -> Option<State> {
        let state = if text.len() > SHORT {
            let needle = self.store.first_with(text)?;
            self.state(narrow(needle), narrow(text.len()))
        } else {
            let mut bytes = text.iter();
            bytes.try_fold(State::default(), |state, byte| self.child(state, *byte))?
        };
        let needle = state.needle as usize;
        let is_whole = self.store.get(needle).len() == text.len();
        (!is_whole || self.store.begins_a_longer_one(needle)).then_some(state)
    }

    /// The needles inside a needle.
    fn inside(&self, needle: usize) -> &Inside {
        self.inside[needle].get_or_init(|| {
            let text = self.store.get(needle);
            Box::new(Inside {
                endings: self.endings(text),
                after: self.beginning(&text[1..]),
            })
        })
    }

    /// Where other needles end inside one, and not at its end.
    fn endings(&self, text: &[u8]) -> Box<[(u32, usize)]> {
        let mut endings = Vec::new();
        let shortest = self.shortest as usize;
        let mut at = 1;
        while at + shortest <= text.len() {
            at = self.find(text, at);
            for other in self.store.prefixes_of(&text[at..]) {
                let end = at + self.store.get(other).len();
                if end < text.len() {
                    endings.push((narrow(end), other));
                }
            }
            at += 1;
        }
        // If several end together, the longest was found first.
        endings.sort_by_key(|(end, _)| *end);
        endings.dedup_by_key(|(end, _)| *end);
        endings.into()
    }

    /// How many bytes all tables have before any needle was found.
    #[cfg(test)]
    pub(crate) fn size(&self) -> usize {
        let sieve = self.sieve.as_ref().map_or(0, Sieve::size);
        let tables = size_of_val(&*self.marks) + size_of_val(&*self.inside);
        self.store.size() + self.branches.size() + sieve + tables
    }

    #[inline]
    fn is_marked(&self, state: State) -> bool {
        let last = self.store.start(state.needle as usize) + state.depth() - 1;
        self.marks[last / 64] >> (last % 64) & 1 == 1
    }
}

/// A number of bytes or of needles: a store has fewer than 4 Gi of either.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
