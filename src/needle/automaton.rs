//! The automaton that reads byte by byte: which needles end here, and how much
//! of one may be under way.

use aho_corasick::Anchored;
use aho_corasick::automaton::{Automaton as _, StateID};
use aho_corasick::nfa::contiguous::NFA;

use crate::needle::store::Store;

/// The automaton's state after the text so far.
pub(crate) type State = StateID;

/// All needles in one automaton. It finds every occurrence, also those that
/// overlap; it is driven by hand, because a stream of it would report the
/// first needle that ends and hold back more than is under way.
pub(crate) struct Automaton {
    nfa: NFA,
    start: State,
    /// For each state, the length of the longest beginning of a needle that
    /// the text ends with and that may go on.
    depths: Box<[u32]>,
    /// The longest needle that ends in each matching state, by its own length.
    lengths: Box<[u32]>,
}

impl Automaton {
    /// Compiles the needles. `None` if they need more than 2³¹ states.
    pub(super) fn new(needles: &Store) -> Option<Self> {
        let nfa = NFA::builder().prefilter(false).build(needles.iter()).ok()?;
        let start = nfa.start_state(Anchored::No).ok()?;
        let depths = depths(&nfa, start, needles);
        let lengths = needles
            .iter()
            .map(|needle| u32::try_from(needle.len()))
            .collect::<Result<_, _>>()
            .ok()?;
        Some(Self {
            nfa,
            start,
            depths,
            lengths,
        })
    }

    /// The state before any text.
    pub(crate) fn start(&self) -> State {
        self.start
    }

    /// The state after one more byte.
    #[inline]
    pub(crate) fn next(&self, state: State, byte: u8) -> State {
        self.nfa.next_state(Anchored::No, state, byte)
    }

    /// How many of the last bytes are the beginning of a needle, at most. A
    /// whole needle counts only where it begins a longer one.
    #[inline]
    pub(crate) fn depth(&self, state: State) -> usize {
        self.depths[state.as_usize()] as usize
    }

    /// The longest needle that ends here.
    #[inline]
    pub(crate) fn ending(&self, state: State) -> Option<usize> {
        if self.nfa.is_special(state) && self.nfa.is_match(state) {
            self.longest(state)
        } else {
            None
        }
    }

    #[cold]
    fn longest(&self, state: State) -> Option<usize> {
        (0..self.nfa.match_len(state))
            .map(|index| self.nfa.match_pattern(state, index).as_usize())
            .max_by_key(|needle| self.lengths[*needle])
    }
}

/// The depths of all states. The needles are sorted by their bytes.
fn depths(nfa: &NFA, start: State, needles: &Store) -> Box<[u32]> {
    let read = |state, byte: &u8| nfa.next_state(Anchored::No, state, *byte);
    // A state's number is its place in the automaton's words, so each has a place here.
    let mut depths = vec![0_u32; nfa.memory_usage() / size_of::<u32>() + 1];
    let mut ends = Vec::new();
    let mut all = needles.iter().peekable();
    while let Some(needle) = all.next() {
        let mut state = start;
        for (byte, depth) in needle.iter().zip(1..) {
            state = read(state, byte);
            depths[state.as_usize()] = depth;
        }
        if !all.peek().is_some_and(|next| next.starts_with(needle)) {
            ends.push((state, needle));
        }
    }
    // After a whole needle only what begins inside it may go on; that may itself be a whole one.
    ends.sort_by_key(|(_, needle)| needle.len());
    for (end, needle) in ends {
        let inside = needle.iter().skip(1).fold(start, read);
        depths[end.as_usize()] = depths[inside.as_usize()];
    }
    depths.into()
}
