//! The second reading of a text: without what may break a value up (white
//! space, quotes, `+`, `\` and their like), and back to the text as it is.

use zeroize::Zeroizing;

use super::engine::Window;
use crate::needle::Encoding;

/// A shorter squeezed needle is met by chance.
pub(super) const MIN_LENGTH: usize = 12;

/// What breaks a value up is not longer: a line's end, a deep indent, quotes.
const MAX_GAP: usize = 160;

/// So many bytes of the text are squeezed at once.
const BLOCK: usize = 64;

/// For each byte, whether it stays; the second half is for bytes that follow a
/// backslash, of which `n`, `r` and `t` go with it.
static STAYS: [u8; 512] = stays();

const fn stays() -> [u8; 512] {
    let mut table = [1; 512];
    let mut plain: u8 = 0;
    loop {
        let gone = plain <= 0x20
            || matches!(
                plain,
                b'"' | b'\'' | b'`' | b'+' | b'\\' | b'=' | b',' | b'.' | 0x7f
            );
        let escaped = matches!(plain, b'n' | b'r' | b't');
        let place = plain as usize;
        if gone {
            table[place] = 0;
        }
        if gone || escaped {
            table[place + 256] = 0;
        }
        if plain == u8::MAX {
            return table;
        }
        plain += 1;
    }
}

/// Whether a byte stays that follows another.
#[inline]
fn stays_after(before: u8, byte: u8) -> u8 {
    let place = usize::from(byte) | usize::from(before == b'\\') << 8;
    STAYS.get(place).copied().unwrap_or(1)
}

/// Whether needles of this encoding are looked for in the squeezed text.
pub(super) fn is_broken_up(encoding: Encoding) -> bool {
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

/// A needle without what goes.
pub(super) fn squeezed(needle: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(needle.len()));
    let mut before = 0;
    for byte in needle {
        if stays_after(before, *byte) == 1 {
            out.push(*byte);
        }
        before = *byte;
    }
    out
}

/// A squeezed window of a text.
#[derive(Default)]
pub(super) struct Squeezed {
    bytes: Vec<u8>,
    /// How many bytes were there before each block of the text.
    marks: Vec<u32>,
    until: usize,
}

impl Squeezed {
    /// Squeezes a window, and so much of the text after it.
    pub(super) fn fill(&mut self, window: &Window<'_>, reach: usize) {
        self.bytes.clear();
        self.marks.clear();
        let inside = window.text.get(window.from..window.until);
        let end = (window.until + reach).min(window.text.len());
        let after = window.text.get(window.until..end).unwrap_or_default();
        let before = window.from.checked_sub(1);
        let before = before.and_then(|at| window.text.get(at)).copied();
        let inside = inside.unwrap_or_default();
        self.push(inside, before.unwrap_or_default());
        self.until = self.bytes.len();
        self.push(after, inside.last().copied().unwrap_or_default());
    }

    fn push(&mut self, text: &[u8], mut before: u8) {
        for block in text.chunks(BLOCK) {
            self.marks
                .push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
            let mut out = [0; BLOCK];
            let mut length = 0;
            for byte in block {
                if let Some(place) = out.get_mut(length & (BLOCK - 1)) {
                    *place = *byte;
                }
                length += usize::from(stays_after(before, *byte));
                before = *byte;
            }
            self.bytes
                .extend_from_slice(out.get(..length).unwrap_or_default());
        }
    }

    /// The squeezed bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
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
            if stays_after(before, *byte) == 1 {
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
        } else if stays_after(before, byte) == 0 && gap < MAX_GAP {
            gap += 1;
            strong |= !matches!(byte, b' ' | b'\t' | b'.' | b',' | b'=');
        } else if stays_after(0, *wanted) == 0 && is_optional(*wanted) {
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
