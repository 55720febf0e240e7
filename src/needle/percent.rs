//! Percent-encoded forms.

use super::form::{Encoding, Forms, LOWER, UPPER, mapped, push_hex};

/// What encoders keep besides letters and digits.
const KEPT: [&[u8]; 6] = [
    // RFC 3986, Python's `quote(safe="")`.
    b"-._~",
    // Python's `quote`.
    b"-._~/",
    // `encodeURIComponent`.
    b"-._~!*'()",
    // `encodeURI`.
    b"-._~!*'();,/?:@&=+$#",
    // Go's `url.PathEscape`.
    b"-._~$&+=:@",
    // Forms of the web.
    b"-._*",
];

/// Of those, the ones that may write a space as `+`.
const FORMS: [&[u8]; 2] = [b"-._~", b"-._*"];

/// Adds the percent-encoded forms.
pub(super) fn forms(value: &[u8], forms: &mut Forms) {
    for digits in [UPPER, LOWER] {
        for kept in KEPT {
            encode(value, kept, b"%20", digits, forms);
        }
        if value.contains(&b' ') {
            for kept in FORMS {
                encode(value, kept, b"+", digits, forms);
            }
        }
    }
}

fn encode(value: &[u8], kept: &[u8], space: &[u8], digits: &[u8; 16], forms: &mut Forms) {
    let text = mapped(value, |byte, out| {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(byte);
        } else if byte == b' ' {
            out.extend_from_slice(space);
        } else {
            out.push(b'%');
            push_hex(out, byte, digits);
        }
    });
    forms.add(Encoding::Url, text);
}

/// The text that is percent-encoded; what is not well formed stays.
pub(super) fn decode(text: &[u8]) -> super::form::Text {
    let mut out = super::form::Text::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let byte = match after {
            [high, low, ..] if *first == b'%' => digit(*high).zip(digit(*low)),
            _ => None,
        };
        if let Some((high, low)) = byte {
            out.push(high << 4 | low);
            rest = after.get(2..).unwrap_or_default();
        } else {
            out.push(*first);
            rest = after;
        }
    }
    out
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
