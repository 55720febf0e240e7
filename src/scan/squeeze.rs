//! The second reading of a text: without what may break a value up (white
//! space, quotes, `+`, `\` and their like), and back to the text as it is.

use zeroize::Zeroizing;

use super::engine::Window;
use crate::needle::{Encoding, Form};

/// A shorter squeezed needle is met by chance.
const MIN_LENGTH: usize = 12;

/// A longer one would have every text squeezed far beyond its window.
const MAX_LENGTH: usize = 16 * 1024;

/// What breaks a value up is not longer: a line's end, a deep indent, quotes.
const MAX_GAP: usize = 160;

/// So many bytes of the text are squeezed at once.
const BLOCK: usize = 64;

/// Whether a byte goes wherever it stands.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without a branch, many bytes are looked at at once"
)]
#[inline]
fn goes(byte: u8) -> bool {
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

/// Whether a byte goes that follows another: `\n`, `\r` and `\t` go as a whole.
#[inline]
fn goes_after(before: u8, byte: u8) -> bool {
    goes(byte) || (before == b'\\' && matches!(byte, b'n' | b'r' | b't'))
}

/// For each byte of a block, 1 where it stays.
#[inline]
fn staying(block: &[u8; BLOCK], before: u8) -> [u8; BLOCK] {
    let mut staying = [0; BLOCK];
    let mut escaped = before == b'\\';
    for (stays, byte) in staying.iter_mut().zip(block) {
        *stays = u8::from(!goes(*byte));
        escaped |= *byte == b'\\';
    }
    if escaped {
        let before = std::iter::once(&before).chain(block);
        for ((stays, byte), before) in staying.iter_mut().zip(block).zip(before) {
            *stays = u8::from(!goes_after(*before, *byte));
        }
    }
    staying
}

/// Whether needles of this encoding are looked for in the squeezed text.
fn is_broken_up(encoding: Encoding) -> bool {
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

/// How much of a text a broken needle of this length may take.
pub(super) fn reach(length: usize) -> usize {
    length * 4 + 1024
}

/// A needle without what goes; none where that is not looked for.
pub(super) fn needle(form: &Form) -> Option<Zeroizing<Vec<u8>>> {
    let good = is_broken_up(form.encoding()) && !form.is_partial();
    let needle = squeezed(form.expose());
    (good && (MIN_LENGTH..=MAX_LENGTH).contains(&needle.len())).then_some(needle)
}

fn squeezed(needle: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(needle.len()));
    let mut before = 0;
    for byte in needle {
        if !goes_after(before, *byte) {
            out.push(*byte);
        }
        before = *byte;
    }
    out
}

/// A squeezed window of a text.
#[derive(Default)]
pub(super) struct Squeezed {
    /// Room for the squeezed bytes, and how many there are.
    room: Vec<u8>,
    length: usize,
    /// How many bytes were there before each block of the text.
    marks: Vec<u32>,
    until: usize,
}

impl Squeezed {
    /// Squeezes a window, and so much of the text after it.
    pub(super) fn fill(&mut self, window: &Window<'_>, reach: usize) {
        let end = (window.until + reach).min(window.text.len());
        let after = window.text.get(window.until..end).unwrap_or_default();
        let inside = window.text.get(window.from..window.until);
        let inside = inside.unwrap_or_default();
        let before = window.from.checked_sub(1);
        let before = before.and_then(|at| window.text.get(at)).copied();
        self.length = 0;
        self.marks.clear();
        let room = inside.len() + after.len() + 2 * BLOCK;
        if self.room.len() < room {
            self.room.resize(room, 0);
        }
        self.push(inside, before.unwrap_or_default());
        self.until = self.length;
        self.push(after, inside.last().copied().unwrap_or_default());
    }

    fn push(&mut self, text: &[u8], mut before: u8) {
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        for block in blocks {
            self.push_block(block, staying(block, before));
            before = block.last().copied().unwrap_or_default();
        }
        if !rest.is_empty() {
            // White space goes.
            let mut block = [b' '; BLOCK];
            for (place, byte) in block.iter_mut().zip(rest) {
                *place = *byte;
            }
            self.push_block(&block, staying(&block, before));
        }
    }

    #[inline]
    fn push_block(&mut self, block: &[u8; BLOCK], staying: [u8; BLOCK]) {
        self.marks
            .push(u32::try_from(self.length).unwrap_or(u32::MAX));
        let room = self.room.get_mut(self.length..);
        let Some(room) = room.and_then(|room| room.first_chunk_mut::<BLOCK>()) else {
            return;
        };
        let mut length: usize = 0;
        for (byte, stays) in block.iter().zip(staying) {
            // The mask changes nothing, and spares a check.
            if let Some(place) = room.get_mut(length & (BLOCK - 1)) {
                *place = *byte;
            }
            length = length.wrapping_add(usize::from(stays));
        }
        self.length += length;
    }

    /// The squeezed bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.room.get(..self.length).unwrap_or_default()
    }

    /// How many of them are of the window itself.
    pub(super) fn until(&self) -> usize {
        self.until
    }

    /// Where a squeezed byte of the window is in the text.
    pub(super) fn origin(&self, at: usize, window: &Window<'_>) -> usize {
        let block = self.marks.partition_point(|mark| *mark as usize <= at);
        let block = block.saturating_sub(1);
        let mut left = at - self.marks.get(block).map_or(0, |mark| *mark as usize);
        let start = window.from + block * BLOCK;
        let mut before = match start.checked_sub(1) {
            Some(place) => window.text.get(place).copied().unwrap_or_default(),
            None => 0,
        };
        for (place, byte) in window.text.iter().enumerate().skip(start) {
            if !goes_after(before, *byte) {
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

/// Follows a needle through a text that begins with its first byte that stays:
/// how many bytes of the text it takes. What breaks it up is short, and, for a
/// needle of words, more than white space.
pub(super) fn follow(text: &[u8], needle: &[u8], wordy: bool) -> Option<usize> {
    let first = needle.iter().position(|byte| Some(byte) == text.first())?;
    let mut needle = needle.get(first..)?;
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
        } else if goes_after(before, byte) && gap < MAX_GAP {
            gap += 1;
            strong |= !matches!(byte, b' ' | b'\t' | b'.' | b',' | b'=');
        } else if goes(*wanted) && is_optional(*wanted) {
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

/// Whether a byte of a needle may be missing in a text that has it broken up.
fn is_optional(byte: u8) -> bool {
    byte <= 0x20 || matches!(byte, b'"' | b'\'' | b'\\')
}
