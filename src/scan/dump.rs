//! Dumps: a value in the hexadecimal columns of `xxd`, `hexdump -C`, `od` and
//! their like. A few of its bytes, written so, lead to it.

use zeroize::Zeroizing;

/// How many bytes lead to a value.
const LENGTH: usize = 7;

/// A longer value is not looked for in dumps.
const MAX_VALUE: usize = 4096;

/// A line of a dump is not longer, and has not so many spaces in a row.
const MAX_LINE: usize = 250;
const MAX_SPACES: usize = 4;

/// How a dump writes bytes, and where in a value those are that lead to it:
/// some of them stand in one row, and in one half of it, wherever it begins.
struct Style {
    places: &'static [usize],
    is_space_after: fn(usize) -> bool,
}

const STYLES: [Style; 3] = [
    Style {
        places: &[0, 6],
        is_space_after: |byte| byte % 2 == 1,
    },
    Style {
        places: &[0, 6],
        is_space_after: |byte| byte % 2 == 0,
    },
    Style {
        places: &[0, 2, 4, 6],
        is_space_after: |_| true,
    },
];

/// What leads to a value.
pub(super) fn anchors(value: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    let mut anchors = Vec::new();
    if value.len() > MAX_VALUE {
        return anchors;
    }
    for style in STYLES {
        for place in style.places {
            let Some(bytes) = value.get(*place..place + LENGTH) else {
                continue;
            };
            for digits in [b"0123456789abcdef", b"0123456789ABCDEF"] {
                let mut text = Zeroizing::new(Vec::with_capacity(LENGTH * 3));
                for (number, byte) in bytes.iter().enumerate() {
                    for digit in [byte >> 4, byte & 15] {
                        text.extend(digits.get(usize::from(digit)));
                    }
                    if (style.is_space_after)(number) && number + 1 < LENGTH {
                        text.push(b' ');
                    }
                }
                anchors.push(text);
            }
        }
    }
    anchors
}

/// How much of a text a value of this length may take in a dump.
pub(super) fn reach(length: usize) -> usize {
    length.min(MAX_VALUE) * 6 + 2 * MAX_LINE
}

/// The value in the dump around a place that its bytes led to: where its first
/// digit is, and where it ends.
pub(super) fn find(text: &[u8], at: usize, value: &[u8]) -> Option<(usize, usize)> {
    let before = text.get(at.saturating_sub(2 * MAX_LINE)..at)?;
    let mut lines = memchr::memrchr_iter(b'\n', before).skip(1);
    let start = at - before.len() + lines.next().map_or(0, |line| line + 1);
    (start..=at).find_map(|start| {
        let end = follow(text, start, value)?;
        Some((start, end))
    })
}

/// Where a value ends that begins at a place of a dump.
fn follow(text: &[u8], start: usize, value: &[u8]) -> Option<usize> {
    let mut at = start;
    for (number, byte) in value.iter().enumerate() {
        if number > 0 {
            let spaces = spaces(text, at);
            if spaces > MAX_SPACES || !is_pair(text, at + spaces, *byte) {
                // What follows may look like bytes: a row's end is tried first by its digits.
                at = next_row(text, at, *byte)?;
            } else {
                at += spaces;
            }
        }
        if !is_pair(text, at, *byte) {
            return None;
        }
        at += 2;
    }
    Some(at)
}

/// Where the first byte of the next row is, if it is this one.
fn next_row(text: &[u8], at: usize, byte: u8) -> Option<usize> {
    let rest = text.get(at..)?;
    let line = rest.get(..rest.len().min(MAX_LINE))?;
    let row = at + memchr::memchr(b'\n', line)? + 1;
    let first = row + spaces(text, row);
    if is_pair(text, first, byte) {
        return Some(first);
    }
    let address = text.get(first..)?.iter().take(20);
    let address = address.take_while(|byte| byte.is_ascii_hexdigit() || **byte == b'x');
    let mut after = first + address.count();
    if text.get(after) == Some(&b':') {
        after += 1;
    }
    let first = after + spaces(text, after);
    (after < first && is_pair(text, first, byte)).then_some(first)
}

/// How many spaces stand at a place.
fn spaces(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default().iter();
    let spaces = rest.take_while(|byte| matches!(byte, b' ' | b'\t'));
    spaces.take(MAX_SPACES + 8).count()
}

/// Whether a byte is written at a place.
fn is_pair(text: &[u8], at: usize, byte: u8) -> bool {
    let digit = |place: usize| {
        let byte = text.get(place).copied()?;
        char::from(byte).to_digit(16)
    };
    let pair = digit(at).zip(digit(at + 1));
    pair.is_some_and(|(high, low)| high << 4 | low == u32::from(byte))
}
