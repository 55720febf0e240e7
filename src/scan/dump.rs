//! Hex dumps: a value in the columns of `xxd`, `hexdump -C` or `od`. A few of
//! its bytes in hexadecimal lead to it.

use zeroize::Zeroizing;

/// The number of bytes in an anchor.
const LENGTH: usize = 7;

/// Longer values are not searched for in dumps.
const MAX_VALUE: usize = 4096;

/// The longest line of a dump, and the most spaces in a row.
const MAX_LINE: usize = 250;
const MAX_SPACES: usize = 4;

/// How a dump groups bytes, and from which bytes of a value its anchors begin:
/// wherever the value begins, one of them lies in a single group of a row.
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

/// The anchors of a value.
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
                    text.extend([byte >> 4, byte & 15].map(|it| digits[usize::from(it)]));
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

/// Where a value begins and ends in the dump around an anchor.
pub(super) fn find(text: &[u8], at: usize, value: &[u8]) -> Option<(usize, usize)> {
    let before = &text[at.saturating_sub(2 * MAX_LINE)..at];
    let mut lines = memchr::memrchr_iter(b'\n', before).skip(1);
    let start = at - before.len() + lines.next().map_or(0, |line| line + 1);
    (start..=at).find_map(|start| {
        let end = follow(text, start, value)?;
        // A value that ends before the anchor is a different one.
        (end > at).then_some((start, end))
    })
}

/// Where a value ends that begins here.
fn follow(text: &[u8], start: usize, value: &[u8]) -> Option<usize> {
    let mut at = start;
    for (number, byte) in value.iter().enumerate() {
        if number > 0 {
            let spaces = spaces(text, at);
            if spaces > MAX_SPACES || !is_pair(text, at + spaces, *byte) {
                // The row may end here, although what follows it may look like bytes.
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

/// Where the next row begins with this byte, if it does.
fn next_row(text: &[u8], at: usize, byte: u8) -> Option<usize> {
    let line = &text[at..text.len().min(at + MAX_LINE)];
    let row = at + memchr::memchr(b'\n', line)? + 1;
    let first = row + spaces(text, row);
    if is_pair(text, first, byte) {
        return Some(first);
    }
    let address = text[first..].iter().take(20);
    let address = address.take_while(|byte| byte.is_ascii_hexdigit() || **byte == b'x');
    let mut after = first + address.count();
    if text.get(after) == Some(&b':') {
        after += 1;
    }
    let first = after + spaces(text, after);
    (after < first && is_pair(text, first, byte)).then_some(first)
}

/// How many spaces follow; past the most in a row, it does not matter.
fn spaces(text: &[u8], at: usize) -> usize {
    let spaces = text[at..]
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'));
    spaces.take(MAX_SPACES + 8).count()
}

/// Whether the two digits of a byte stand at a place.
fn is_pair(text: &[u8], at: usize, byte: u8) -> bool {
    let digit = |place: usize| {
        let byte = text.get(place).copied()?;
        char::from(byte).to_digit(16)
    };
    let pair = digit(at).zip(digit(at + 1));
    pair.is_some_and(|(high, low)| high << 4 | low == u32::from(byte))
}
