//! The second reading of a text: as a terminal shows it, without control
//! sequences. It is under way only while one of them matters.

use crate::needle::automaton::State;
use crate::needle::mask::control::ControlSequence;

/// The most bytes of control sequences inside a needle that is under way. Beyond that
/// it is given up, so that no input can make the buffer grow without limit.
const MAX_HIDDEN: usize = 16 * 1024;

/// The state of the second reading.
pub(super) struct VisibleText {
    /// The automaton's state after the text without control sequences.
    pub(super) state: State,
    /// The control sequence that is being read.
    pub(super) code: Option<ControlSequence>,
    /// Where control sequences are that the beginning under way spans.
    codes: Vec<(usize, usize)>,
    /// Where the last one ended.
    last: usize,
}

impl VisibleText {
    /// Begins where both readings agree.
    pub(super) fn new(state: State) -> Self {
        Self {
            state,
            code: None,
            codes: Vec::new(),
            last: 0,
        }
    }

    /// Notes that a control sequence is complete.
    pub(super) fn complete(&mut self, start: usize, end: usize) {
        self.code = None;
        self.last = end;
        if self.state.depth() > 0 {
            self.codes.push((start, end));
        }
    }

    /// The place from which `length` bytes are read up to `end`.
    pub(super) fn start_of(&self, length: usize, end: usize) -> usize {
        let mut start = end.saturating_sub(length);
        for (first, after) in self.codes.iter().rev() {
            if *after <= start {
                break;
            }
            start = start.saturating_sub(after - first);
        }
        start
    }

    /// Where the reading stands, of a buffer of this length.
    pub(super) fn end(&self, length: usize) -> usize {
        self.code.as_ref().map_or(length, |code| code.start)
    }

    /// Where the needle under way begins; `length` if there is none.
    pub(super) fn live(&self, length: usize) -> usize {
        match self.state.depth() {
            0 => length,
            depth => self.start_of(depth, self.end(length)),
        }
    }

    /// The bytes that are read from `start` on, of the buffer's bytes from
    /// there on.
    pub(super) fn text(&self, start: usize, bytes: &[u8]) -> Vec<u8> {
        let end = self.end(start + bytes.len());
        let hidden = |place: usize| {
            self.codes
                .iter()
                .any(|(first, after)| (*first..*after).contains(&place))
        };
        let places = (start..end).zip(bytes).filter(|(place, _)| !hidden(*place));
        places.map(|(_, byte)| *byte).collect()
    }

    /// Forgets control sequences before the beginning under way. Whether both
    /// readings agree again: neither has one of them in what is under way.
    pub(super) fn settle(&mut self, raw: usize, length: usize) -> bool {
        let live = self.live(length);
        self.codes.retain(|(_, after)| *after > live);
        let hidden: usize = self.codes.iter().map(|(first, after)| after - first).sum();
        let agree = self.code.is_none() && raw >= self.last && live >= self.last;
        agree || hidden > MAX_HIDDEN
    }

    /// Follows the buffer, which has dropped bytes.
    pub(super) fn shift(&mut self, drop: usize) {
        for (first, after) in &mut self.codes {
            *first = first.saturating_sub(drop);
            *after = after.saturating_sub(drop);
        }
        self.last = self.last.saturating_sub(drop);
        if let Some(code) = &mut self.code {
            code.start = code.start.saturating_sub(drop);
        }
    }
}
