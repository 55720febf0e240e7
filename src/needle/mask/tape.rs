//! The tape: bytes that are read and not yet decided, with what is known of
//! each, and the rules by which they are shown.

use zeroize::Zeroizing;

use crate::needle::Engine;

/// What is known of a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing: it is shown, unless an occurrence takes it in.
    Plain,
    /// Part of a control sequence.
    Code,
    /// Part of an occurrence.
    Masked,
    /// Part of a control sequence inside an occurrence: shown, after the mask.
    Through,
}

/// Where an occurrence begins, of which needle.
struct Label {
    start: usize,
    length: usize,
    needle: usize,
}

/// Bytes that are not yet decided. Places count from the tape's first byte.
pub(super) struct Tape {
    bytes: Zeroizing<Vec<u8>>,
    kinds: Vec<Kind>,
    /// How many of the bytes are out, or replaced.
    shown: usize,
    /// Whether the last byte out was replaced, so that a masked one right
    /// after it needs no second mask.
    open: bool,
    labels: Vec<Label>,
    /// The bytes that occurrences took in last, and the end of all of them.
    filled: std::ops::Range<usize>,
    masked_to: usize,
}

/// Bytes that are done with are dropped in pieces of this size.
const PIECE: usize = 4096;

impl Tape {
    pub(super) fn new() -> Self {
        Self {
            bytes: Zeroizing::new(Vec::with_capacity(2 * PIECE)),
            kinds: Vec::with_capacity(2 * PIECE),
            shown: 0,
            open: false,
            labels: Vec::new(),
            filled: 0..0,
            masked_to: 0,
        }
    }

    /// How many bytes are on the tape.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// How many of them are not out yet.
    pub(super) fn held(&self) -> usize {
        self.bytes.len() - self.shown
    }

    /// Whether the last bytes are part of no occurrence and not out.
    pub(super) fn is_untouched(&self, bytes: usize) -> bool {
        self.masked_to.max(self.shown) + bytes <= self.bytes.len()
    }

    /// The bytes from a place on.
    pub(super) fn from(&self, start: usize) -> &[u8] {
        self.bytes.get(start..).unwrap_or_default()
    }

    /// Takes a byte in.
    #[inline]
    pub(super) fn push(&mut self, byte: u8) {
        self.bytes.push(byte);
        self.kinds.push(Kind::Plain);
    }

    /// Takes the last bytes off again, which nothing has touched.
    pub(super) fn rewind(&mut self, bytes: usize) {
        let length = self.bytes.len().saturating_sub(bytes);
        self.bytes.truncate(length);
        self.kinds.truncate(length);
    }

    /// Notes a control sequence.
    pub(super) fn code(&mut self, start: usize, end: usize) {
        for kind in self.kinds.get_mut(start..end).unwrap_or_default() {
            if *kind == Kind::Plain {
                *kind = Kind::Code;
            }
        }
    }

    /// Notes an occurrence in the text as it is.
    pub(super) fn mask(&mut self, start: usize, end: usize, length: usize, needle: usize) {
        let start = start.max(self.shown);
        if start >= end {
            return;
        }
        self.label(start, length, needle);
        // Occurrences that overlap would fill the same bytes again and again.
        let joins = self.filled.contains(&start) || start == self.filled.end;
        let from = if joins { self.filled.end } else { start };
        if let Some(kinds) = self.kinds.get_mut(from..end) {
            kinds.fill(Kind::Masked);
        }
        let first = if joins { self.filled.start } else { start };
        self.filled = first..end.max(from);
        self.masked_to = self.masked_to.max(end);
    }

    /// Notes an occurrence in the text without its control sequences.
    pub(super) fn mask_through(&mut self, start: usize, end: usize, length: usize, needle: usize) {
        let start = start.max(self.shown);
        if start >= end {
            return;
        }
        self.label(start, length, needle);
        for kind in self.kinds.get_mut(start..end).unwrap_or_default() {
            *kind = match kind {
                Kind::Plain | Kind::Masked => Kind::Masked,
                Kind::Code | Kind::Through => Kind::Through,
            };
        }
        self.masked_to = self.masked_to.max(end);
    }

    /// Notes which needle an occurrence is of, where it may begin a mask.
    fn label(&mut self, start: usize, length: usize, needle: usize) {
        let before = match start.checked_sub(1) {
            Some(before) if start > self.shown => self.kinds.get(before).copied(),
            _ if self.open => Some(Kind::Masked),
            _ => None,
        };
        if !matches!(before, Some(Kind::Masked | Kind::Through)) {
            self.labels.push(Label {
                start,
                length,
                needle,
            });
        }
    }

    /// Shows the bytes before `limit`, and masks in the place of occurrences.
    pub(super) fn show(&mut self, limit: usize, engine: &Engine, out: &mut Vec<u8>) {
        while let Some(kinds) = self.kinds.get(self.shown..limit) {
            let Some(kind) = kinds.first().copied() else {
                break;
            };
            let same = kinds.iter().take_while(|other| **other == kind).count();
            let end = self.shown + same;
            if kind == Kind::Masked {
                if !self.open {
                    out.extend_from_slice(engine.mask(self.needle_at(self.shown)).as_bytes());
                }
                self.open = true;
            } else {
                out.extend_from_slice(self.bytes.get(self.shown..end).unwrap_or_default());
                self.open &= kind == Kind::Through;
            }
            self.shown = end;
        }
        let shown = self.shown;
        self.labels.retain(|label| label.start >= shown);
    }

    /// The longest needle that begins at a place.
    fn needle_at(&self, start: usize) -> usize {
        self.labels
            .iter()
            .filter(|label| label.start == start)
            .max_by_key(|label| label.length)
            .map_or(usize::MAX, |label| label.needle)
    }

    /// How far the tape may be shown when the child is silent: `few` bytes
    /// after `start`, not counting control sequences, and what follows them
    /// that shows nothing of a value.
    pub(super) fn pause(&self, start: usize, few: usize) -> usize {
        let mut left = few;
        let mut end = start;
        for kind in self.kinds.iter().skip(start) {
            if *kind == Kind::Plain || (*kind == Kind::Masked && left > 0) {
                match left.checked_sub(1) {
                    Some(less) => left = less,
                    None => break,
                }
            }
            end += 1;
        }
        end
    }

    /// Shows bytes that were never on the tape, and that no occurrence holds.
    pub(super) fn pass(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.open &= bytes.is_empty();
        out.extend_from_slice(bytes);
    }

    /// Drops what is out and before `keep`, once it is worth it. Returns by
    /// how much all places have moved.
    pub(super) fn trim(&mut self, keep: usize) -> usize {
        let drop = keep.min(self.shown);
        if drop == self.bytes.len() {
            self.bytes.clear();
            self.kinds.clear();
        } else if drop >= PIECE {
            self.bytes.drain(..drop);
            self.kinds.drain(..drop);
        } else {
            return 0;
        }
        self.shown -= drop;
        self.masked_to = self.masked_to.saturating_sub(drop);
        self.filled.start = self.filled.start.saturating_sub(drop);
        self.filled.end = self.filled.end.saturating_sub(drop);
        for label in &mut self.labels {
            label.start = label.start.saturating_sub(drop);
        }
        drop
    }
}
