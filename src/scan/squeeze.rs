//! A text without the characters that may split a value (white space, quotes,
//! `+`, `\`), and the map back to offsets in the text.

use zeroize::Zeroizing;

use crate::needle::{Encoding, Form};
use crate::scan::window::Window;

/// A shorter needle could match by chance.
const MIN_LENGTH: usize = 12;

/// A longer needle would force every window to be squeezed far past its end.
const MAX_LENGTH: usize = 16 * 1024;

/// The longest gap in a split value: a line end, a deep indent, quotes.
const MAX_GAP: usize = 160;

/// How many bytes are squeezed at once.
const BLOCK: usize = 64;

/// Whether a byte is dropped everywhere.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches the compiler vectorises the loop"
)]
#[inline]
fn is_dropped(byte: u8) -> bool {
    (byte <= b' ')
        | (byte == b'"')
        | (byte == b'\'')
        | (byte == b'`')
        | (byte == b'+')
        | (byte == b'\\')
        | (byte == b'=')
        | (byte == b',')
        | (byte == b'.')
        | (byte == 0x7f)
}

/// Whether a byte is dropped after another one: `\n`, `\r` and `\t` are
/// dropped whole.
#[inline]
fn is_dropped_after(before: u8, byte: u8) -> bool {
    is_dropped(byte) || (before == b'\\' && matches!(byte, b'n' | b'r' | b't'))
}

/// 1 for each byte of a block that stays.
#[inline]
fn staying(block: &[u8; BLOCK], before: u8) -> [u8; BLOCK] {
    let mut staying = [0; BLOCK];
    let mut escaped = before == b'\\';
    for (stays, byte) in staying.iter_mut().zip(block) {
        *stays = u8::from(!is_dropped(*byte));
        escaped |= *byte == b'\\';
    }
    if escaped {
        let before = std::iter::once(&before).chain(block);
        for ((stays, byte), before) in staying.iter_mut().zip(block).zip(before) {
            *stays = u8::from(!is_dropped_after(*before, *byte));
        }
    }
    staying
}

/// Whether values in this encoding may be split.
fn may_be_split(encoding: Encoding) -> bool {
    !matches!(
        encoding,
        Encoding::Utf16Le
            | Encoding::Utf16Be
            | Encoding::Zsh
            | Encoding::Line
            | Encoding::LineBreaks
            | Encoding::Collapsed
    )
}

/// How much of a text a split needle of this length may take.
pub(super) fn reach(length: usize) -> usize {
    length * 4 + 1024
}

/// The squeezed needle of a form that may be split.
pub(super) fn needle(form: &Form) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = form.expose();
    let mut needle = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let mut before = 0;
    for byte in bytes {
        if !is_dropped_after(before, *byte) {
            needle.push(*byte);
        }
        before = *byte;
    }
    let is_good = may_be_split(form.encoding()) && !form.is_partial();
    (is_good && (MIN_LENGTH..=MAX_LENGTH).contains(&needle.len())).then_some(needle)
}

/// A squeezed window of a text. Keeps its memory for the next one.
#[derive(Default)]
pub(super) struct Squeezed {
    /// Room for the squeezed bytes, and how many there are.
    room: Vec<u8>,
    length: usize,
    /// How many squeezed bytes come before each block of the text.
    marks: Vec<usize>,
    until: usize,
}

impl Squeezed {
    /// Squeezes a window, and `reach` bytes of the text after it.
    pub(super) fn fill(&mut self, window: &Window<'_>, reach: usize) {
        let text = window.text;
        let inside = &text[window.from..window.until];
        let after = &text[window.until..text.len().min(window.until + reach)];
        self.length = 0;
        self.marks.clear();
        // Each of the two may end in a block that is not full.
        let room = inside.len() + after.len() + 2 * BLOCK;
        if self.room.len() < room {
            self.room.resize(room, 0);
        }
        self.push(inside, byte_before(text, window.from));
        self.until = self.length;
        self.push(after, byte_before(text, window.until));
    }

    fn push(&mut self, text: &[u8], mut before: u8) {
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        for block in blocks {
            self.push_block(block, staying(block, before));
            before = block[BLOCK - 1];
        }
        if !rest.is_empty() {
            // Spaces are left out.
            let mut block = [b' '; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            self.push_block(&block, staying(&block, before));
        }
    }

    #[inline]
    fn push_block(&mut self, block: &[u8; BLOCK], staying: [u8; BLOCK]) {
        self.marks.push(self.length);
        let room = &mut self.room[self.length..][..BLOCK];
        let mut length: usize = 0;
        for (byte, stays) in block.iter().zip(staying) {
            // The mask changes nothing, and spares a bounds check.
            room[length & (BLOCK - 1)] = *byte;
            length += usize::from(stays);
        }
        self.length += length;
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.room[..self.length]
    }

    /// How many of the bytes belong to the window itself.
    pub(super) fn until(&self) -> usize {
        self.until
    }

    /// Where in the text a squeezed byte of the window is.
    pub(super) fn origin(&self, at: usize, window: &Window<'_>) -> usize {
        // The first mark is 0, so one of them is not past the byte.
        let block = self.marks.partition_point(|mark| *mark <= at) - 1;
        let mut left = at - self.marks[block];
        let start = window.from + block * BLOCK;
        let mut before = byte_before(window.text, start);
        for (place, byte) in window.text.iter().enumerate().skip(start) {
            if !is_dropped_after(before, *byte) {
                if left == 0 {
                    return place;
                }
                left -= 1;
            }
            before = *byte;
        }
        start
    }
}

/// The byte before a place; 0 at the beginning of a text.
fn byte_before(text: &[u8], at: usize) -> u8 {
    at.checked_sub(1).map_or(0, |before| text[before])
}

/// How many bytes of a text a split needle takes, of which the first byte that
/// stays begins the text. Gaps are short, and in a needle of words more than
/// white space.
pub(super) fn follow(text: &[u8], needle: &[u8], wordy: bool) -> Option<usize> {
    let first = needle.iter().position(|byte| Some(byte) == text.first())?;
    let mut needle = &needle[first..];
    let (mut at, mut gap, mut before) = (0, 0, 0);
    let mut strong = false;
    while let Some((wanted, rest)) = needle.split_first() {
        let byte = *text.get(at)?;
        if byte == *wanted {
            if gap > 0 && wordy && !strong {
                return None;
            }
            (gap, strong) = (0, false);
            needle = rest;
        } else if is_dropped_after(before, byte) && gap < MAX_GAP {
            gap += 1;
            strong |= !matches!(byte, b' ' | b'\t' | b'.' | b',' | b'=');
        } else if is_dropped(*wanted) && is_optional(*wanted) {
            needle = rest;
            continue;
        } else {
            return None;
        }
        before = byte;
        at += 1;
    }
    Some(at)
}

/// Whether a byte of a needle may be missing where the needle is split.
fn is_optional(byte: u8) -> bool {
    byte <= 0x20 || matches!(byte, b'"' | b'\'' | b'\\')
}
