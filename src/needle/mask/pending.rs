//! Bytes that are read and not yet decided, the state of each, and the rules
//! for showing them.

use zeroize::Zeroizing;

use crate::needle::mask_tables::MaskTables;

/// The state of a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Undecided: it is shown unless an occurrence includes it.
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

/// The mask of an occurrence whose beginning is already written.
const UNNAMED: &str = "***REDACTED***";

/// Bytes that are not yet decided. Places count from the first of them.
pub(super) struct PendingBuffer {
    bytes: Zeroizing<Vec<u8>>,
    marks: Vec<Mark>,
    /// How many of the bytes are written or replaced.
    shown: usize,
    /// Whether the last byte was replaced, so that a masked byte right after it needs
    /// no second mask.
    open: bool,
    labels: Vec<Label>,
    /// The bytes of the last occurrence, and the end of all occurrences so far.
    filled: std::ops::Range<usize>,
    masked_to: usize,
}

/// Bytes that are no longer needed are dropped in pieces of this size.
const PIECE: usize = 4096;

impl PendingBuffer {
    pub(super) fn new() -> Self {
        Self {
            bytes: Zeroizing::new(Vec::with_capacity(2 * PIECE)),
            marks: Vec::with_capacity(2 * PIECE),
            shown: 0,
            open: false,
            labels: Vec::new(),
            filled: 0..0,
            masked_to: 0,
        }
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// How many of them are not written yet.
    pub(super) fn held(&self) -> usize {
        self.bytes.len() - self.shown
    }

    /// Whether the last bytes are neither written nor part of an occurrence.
    pub(super) fn is_untouched(&self, bytes: usize) -> bool {
        self.masked_to.max(self.shown) + bytes <= self.bytes.len()
    }

    /// The bytes from a place on.
    pub(super) fn from(&self, start: usize) -> &[u8] {
        &self.bytes[start..]
    }

    /// Adds a byte.
    #[inline]
    pub(super) fn push(&mut self, byte: u8) {
        self.bytes.push(byte);
        self.marks.push(Mark::Plain);
    }

    /// Removes the last bytes, which must be undecided.
    pub(super) fn rewind(&mut self, bytes: usize) {
        let length = self.bytes.len().saturating_sub(bytes);
        self.bytes.truncate(length);
        self.marks.truncate(length);
    }

    /// Notes a control sequence.
    pub(super) fn code(&mut self, start: usize, end: usize) {
        for mark in &mut self.marks[start..end] {
            if *mark == Mark::Plain {
                *mark = Mark::Code;
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
        // All of it may be filled already.
        self.marks[from.min(end)..end].fill(Mark::Masked);
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
        for mark in &mut self.marks[start..end] {
            *mark = match mark {
                Mark::Plain | Mark::Masked => Mark::Masked,
                Mark::Code | Mark::Through => Mark::Through,
            };
        }
        self.masked_to = self.masked_to.max(end);
    }

    /// Notes which needle an occurrence is of, where it may begin a mask.
    fn label(&mut self, start: usize, length: usize, needle: usize) {
        let before = match start.checked_sub(1) {
            Some(before) if start > self.shown => Some(self.marks[before]),
            _ if self.open => Some(Mark::Masked),
            _ => None,
        };
        if !matches!(before, Some(Mark::Masked | Mark::Through)) {
            self.labels.push(Label {
                start,
                length,
                needle,
            });
        }
    }

    /// Writes the bytes before `limit`, with masks in place of occurrences.
    pub(super) fn show(&mut self, limit: usize, tables: &MaskTables, out: &mut Vec<u8>) {
        while self.shown < limit {
            let marks = &self.marks[self.shown..limit];
            let mark = marks[0];
            let same = marks.iter().take_while(|other| **other == mark).count();
            let end = self.shown + same;
            if mark == Mark::Masked {
                if !self.open {
                    let needle = self.needle_at(self.shown);
                    let name = needle.map_or(UNNAMED, |needle| tables.mask(needle));
                    out.extend_from_slice(name.as_bytes());
                }
                self.open = true;
            } else {
                out.extend_from_slice(&self.bytes[self.shown..end]);
                self.open &= mark == Mark::Through;
            }
            self.shown = end;
        }
        let shown = self.shown;
        self.labels.retain(|label| label.start >= shown);
    }

    /// The longest needle that begins at a place.
    fn needle_at(&self, start: usize) -> Option<usize> {
        let labels = self.labels.iter().filter(|label| label.start == start);
        let longest = labels.max_by_key(|label| label.length);
        longest.map(|label| label.needle)
    }

    /// How far the bytes may be shown while the child is silent: `few` bytes after
    /// `start`, not counting control sequences, and the bytes after them that reveal
    /// nothing of a value.
    pub(super) fn pause(&self, start: usize, few: usize) -> usize {
        let mut left = few;
        let mut end = start;
        for mark in self.marks.iter().skip(start) {
            if *mark == Mark::Plain || (*mark == Mark::Masked && left > 0) {
                match left.checked_sub(1) {
                    Some(less) => left = less,
                    None => break,
                }
            }
            end += 1;
        }
        end
    }

    /// Writes bytes that were never pending, because no occurrence can contain them.
    pub(super) fn pass(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.open &= bytes.is_empty();
        out.extend_from_slice(bytes);
    }

    /// Drops the written bytes before `keep`, once it is worth the copy. Returns by how
    /// much all places have moved.
    pub(super) fn trim(&mut self, keep: usize) -> usize {
        let drop = keep.min(self.shown);
        if drop == self.bytes.len() {
            self.bytes.clear();
            self.marks.clear();
        } else if drop >= PIECE {
            self.bytes.drain(..drop);
            self.marks.drain(..drop);
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
