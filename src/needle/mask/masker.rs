//! The masker: takes a text in pieces and gives it back with every needle
//! replaced. It knows nothing of files and processes.
//!
//! The bytes of all occurrences of all needles are replaced, in the text as
//! it is and in the text as a terminal shows it, without control sequences.
//! Occurrences that overlap or touch make one mask, named by the longest
//! needle at its beginning. What comes out does not depend on how the text is
//! cut into pieces: a byte is held back exactly as long as it may belong to a
//! needle that is under way.

use std::fmt;

use zeroize::Zeroizing;

use crate::needle::automaton::{Recovery, State};
use crate::needle::mask::continuation::Continuation;
use crate::needle::mask::control::{ControlSequence, ESCAPE, Progress};
use crate::needle::mask::pending::PendingBuffer;
use crate::needle::mask::visible::VisibleText;
use crate::needle::mask_tables::MaskTables;
use crate::needle::needles::Needles;

/// How many bytes of a possible needle are shown while the child is silent: a prompt
/// may end with the first bytes of a value.
const RELEASED: usize = 4;

/// The sieve reads a beginning of this length again.
const FORGOTTEN: usize = 3;

/// How many bytes are held before the decided ones are written.
const FULL: usize = 4096;

/// A stream that is being masked; without needles, it passes as it is.
pub struct Masker<'n>(Option<Reader<'n>>);

struct Reader<'n> {
    tables: &'n MaskTables,
    pending: PendingBuffer,
    raw: State,
    recent: Recovery,
    /// The text as a terminal shows it, where that differs.
    visible: Option<VisibleText>,
    /// A value that may go on after the end of a line.
    continuation: Option<Continuation>,
}

impl<'n> Masker<'n> {
    pub fn new(needles: &'n Needles) -> Self {
        Self(needles.tables().map(|tables| Reader {
            tables,
            pending: PendingBuffer::new(),
            raw: State::default(),
            recent: Recovery::default(),
            visible: None,
            continuation: None,
        }))
    }

    /// Reads a piece, and appends to `out` what may be shown.
    pub fn push(&mut self, input: &[u8], out: &mut Vec<u8>) {
        match &mut self.0 {
            Some(stream) => stream.push(input, out),
            None => out.extend_from_slice(input),
        }
    }

    /// Called after a pause in the input: shows at most four bytes of a needle that is
    /// under way, once, and keeps waiting for the rest.
    pub fn idle(&mut self, out: &mut Vec<u8>) {
        if let Some(stream) = &mut self.0 {
            stream.idle(out);
        }
    }

    /// How many bytes are held back.
    pub fn held(&self) -> usize {
        self.0.as_ref().map_or(0, |stream| stream.pending.held())
    }

    /// Called at the end of the input: a truncated needle of eight bytes or more is
    /// masked, and a shorter one is shown.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        if let Some(stream) = &mut self.0 {
            stream.finish(out);
        }
    }
}

impl fmt::Debug for Masker<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Masker([redacted])")
    }
}

impl Reader<'_> {
    fn push(&mut self, input: &[u8], out: &mut Vec<u8>) {
        let mut at = 0;
        let mut due = 0;
        let mut escape = 0;
        while at < input.len() {
            if let Some(back) = self.bytes_to_rewind(at, due) {
                at -= back;
                self.raw = State::default();
                self.pending.rewind(back);
                self.show(out);
                if escape <= at {
                    let next = memchr::memchr(ESCAPE, &input[at..]);
                    escape = next.map_or(input.len(), |next| at + next);
                }
                let stop;
                (stop, due) = self.skip(&input[..escape], at);
                self.pending.pass(&input[at..stop], out);
                at = stop;
            }
            at = self.walk(input, at, due);
            self.show(out);
        }
    }

    /// How many bytes before `at` the sieve must start from to find again what is under way.
    /// `None` if more is under way than it could find, or if one of them was `due`.
    fn bytes_to_rewind(&self, at: usize, due: usize) -> Option<usize> {
        if self.visible.is_some() || self.continuation.is_some() {
            return None;
        }
        let depth = self.raw.depth();
        (depth <= FORGOTTEN && due + depth <= at && self.pending.is_untouched(depth))
            .then_some(depth)
    }

    /// Looks for the first place where something may begin in a text that an
    /// escape character or the end of the piece follows, and up to where it
    /// is to be read from there.
    fn skip(&self, text: &[u8], at: usize) -> (usize, usize) {
        let Some(sieve) = &self.tables.automaton.sieve else {
            return (at, text.len() + 1);
        };
        let start = sieve.find(text, at, &self.tables.automaton.store);
        (start, (start + sieve.window()).min(text.len() + 1))
    }

    /// Reads bytes one by one: those that are due, and on until nothing is
    /// under way. Returns up to where.
    fn walk(&mut self, input: &[u8], from: usize, due: usize) -> usize {
        let mut at = from;
        for byte in &input[from..] {
            self.step(*byte);
            at += 1;
            if self.bytes_to_rewind(at, due).is_some() || self.pending.held() >= FULL {
                break;
            }
        }
        at
    }

    fn step(&mut self, byte: u8) {
        let before = self.raw;
        let code = self.visible.as_ref().is_some_and(|it| it.code.is_some());
        self.pending.push(byte);
        self.go_on(byte, code || byte == ESCAPE);
        let ending;
        (self.raw, ending) = self.tables.automaton.next(before, byte, &mut self.recent);
        if let Some(needle) = ending {
            let length = self.tables.automaton.store.get(needle).len();
            let end = self.pending.len();
            self.pending
                .mask(end.saturating_sub(length), end, length, needle);
            self.expect_more(needle);
        }
        if byte == ESCAPE || self.visible.is_some() {
            self.step_visible(before, byte);
        }
    }

    /// Reads the last pending byte as a terminal does.
    fn step_visible(&mut self, before: State, byte: u8) {
        let at = self.pending.len().saturating_sub(1);
        let mut visible = self
            .visible
            .take()
            .unwrap_or_else(|| VisibleText::new(before));
        if visible.code.is_some() {
            self.step_code(&mut visible, at, byte);
        } else {
            self.see_or_begin(&mut visible, at, byte);
        }
        let raw = self.raw_live();
        if !visible.settle(raw, self.pending.len()) {
            self.visible = Some(visible);
        }
    }

    /// Reads a byte that follows the beginning of a control sequence.
    fn step_code(&mut self, visible: &mut VisibleText, at: usize, byte: u8) {
        while let Some(code) = &mut visible.code {
            let start = code.start;
            let end = match code.read(byte) {
                Progress::More => return,
                Progress::Complete => at + 1,
                Progress::Replaced => at.saturating_sub(1),
                Progress::Broken => {
                    visible.code = None;
                    let held = Zeroizing::new(self.pending.from(start).to_vec());
                    for (place, byte) in (start..at).zip(held.iter()) {
                        self.see(visible, place, *byte);
                    }
                    return self.see_or_begin(visible, at, byte);
                }
            };
            self.pending.code(start, end);
            visible.complete(start, end);
            // Only a sequence that another one has replaced ends before the byte.
            visible.code = (end < at).then(|| ControlSequence::new(end));
        }
    }

    fn see_or_begin(&mut self, visible: &mut VisibleText, at: usize, byte: u8) {
        if byte == ESCAPE {
            visible.code = Some(ControlSequence::new(at));
        } else {
            self.see(visible, at, byte);
        }
    }

    fn see(&mut self, visible: &mut VisibleText, at: usize, byte: u8) {
        let automaton = &self.tables.automaton;
        let ending;
        (visible.state, ending) = automaton.next(visible.state, byte, &mut self.recent);
        if let Some(needle) = ending {
            let length = self.tables.automaton.store.get(needle).len();
            let start = visible.start_of(length, at + 1);
            self.pending.mask_through(start, at + 1, length, needle);
            self.expect_more(needle);
        }
    }

    /// After a piece of a value, the value may go on.
    fn expect_more(&mut self, needle: usize) {
        let whole = self.tables.whole(needle);
        let known = self.continuation.as_ref();
        // Pieces overlap, so most of them say what is known already.
        if known.is_none_or(|value| whole != Some((value.whole, value.found()))) {
            self.continuation = whole.map(|(whole, end)| Continuation::new(needle, whole, end));
        }
    }

    /// Reads the last pending byte as the rest of a value, or as a gap in it. In a control
    /// sequence it is neither.
    #[inline]
    fn go_on(&mut self, byte: u8, in_code: bool) {
        let Some(value) = &mut self.continuation else {
            return;
        };
        let more = if in_code {
            value.skip(0).map(|()| 0)
        } else {
            value.read(self.tables.automaton.store.get(value.whole), byte)
        };
        match more {
            Some(bytes) => {
                let end = self.pending.len();
                self.pending.mask(end - bytes, end, bytes, value.piece);
            }
            None => self.continuation = None,
        }
    }

    /// Where the beginning of a needle begins that is under way in the text as
    /// it is.
    fn raw_live(&self) -> usize {
        let depth = self.raw.depth();
        self.pending.len().saturating_sub(depth)
    }

    /// Where the beginning of a needle begins that is under way in either reading: as it is,
    /// or as a terminal shows it.
    fn live(&self) -> usize {
        let length = self.pending.len();
        let visible = self.visible.as_ref();
        let visible = visible.map_or(length, |visible| visible.live(length));
        let run = self.continuation.as_ref().map_or(0, |value| value.run);
        self.raw_live().min(visible).min(length - run)
    }

    /// Shows what is decided.
    fn show(&mut self, out: &mut Vec<u8>) {
        let live = self.live();
        self.pending.show(live, self.tables, out);
        let code = self
            .visible
            .as_ref()
            .and_then(|visible| visible.code.as_ref());
        let drop = self
            .pending
            .trim(code.map_or(live, |code| live.min(code.start)));
        if let Some(visible) = &mut self.visible {
            visible.shift(drop);
        }
    }

    fn idle(&mut self, out: &mut Vec<u8>) {
        let live = self.live();
        // In a needle with escape characters in it every byte counts.
        let raw = self.raw_live() + RELEASED;
        let limit = self.pending.pause(live, RELEASED).min(raw);
        self.pending.show(limit, self.tables, out);
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        let length = self.pending.len();
        let raw = self.raw_live();
        if let Some((from, needle)) = self.tables.truncated(self.pending.from(raw)) {
            // A complete needle that begins here names the mask better.
            self.pending.mask(raw + from, length, 0, needle);
        }
        if let Some(visible) = self.visible.take() {
            let live = visible.live(length);
            let text = Zeroizing::new(visible.text(live, self.pending.from(live)));
            if let Some((from, needle)) = self.tables.truncated(&text) {
                let end = visible.end(length);
                let start = visible.start_of(text.len() - from, end);
                self.pending.mask_through(start, end, 0, needle);
            }
        }
        self.raw = State::default();
        self.continuation = None;
        self.show(out);
    }
}
