//! Forms that are searched for and not masked: every byte as a number, quotes
//! doubled, UTF-16, and what mail and zsh make of a text.

use super::form::{Encoding, Forms, Text, mapped};
use super::{markup, quote};
use crate::core::hex::{self, LOWER, UPPER};

/// What stands before each byte of a form that writes them as numbers, and
/// between them.
struct Numbers {
    before: &'static [u8],
    between: &'static [u8],
    base: Base,
}

#[derive(Clone, Copy)]
enum Base {
    Lower,
    Upper,
    Octal,
    Decimal,
}

const NUMBERS: [Numbers; 10] = [
    // Python, C, JavaScript.
    numbers(b"\\x", b"", Base::Lower),
    numbers(b"\\x", b"", Base::Upper),
    numbers(b"\\", b"", Base::Octal),
    // URLs.
    numbers(b"%", b"", Base::Lower),
    numbers(b"%", b"", Base::Upper),
    // Lists of bytes.
    numbers(b"", b",", Base::Decimal),
    numbers(b"", b", ", Base::Decimal),
    numbers(b"0x", b", ", Base::Lower),
    numbers(b"", b":", Base::Lower),
    numbers(b"", b":", Base::Upper),
];

const fn numbers(before: &'static [u8], between: &'static [u8], base: Base) -> Numbers {
    Numbers {
        before,
        between,
        base,
    }
}

/// Adds the forms that write every byte as a number.
pub(super) fn numbered(value: &[u8], forms: &mut Forms) {
    for style in NUMBERS {
        let mut out = Text::new(Vec::with_capacity(value.len() * 8));
        for byte in value {
            if !out.is_empty() {
                out.extend_from_slice(style.between);
            }
            out.extend_from_slice(style.before);
            push_number(&mut out, *byte, style.base);
        }
        forms.add(Encoding::Escaped, out);
    }
}

/// Adds the forms that write every character as a number.
pub(super) fn characters(value: &[u8], forms: &mut Forms) {
    let Ok(text) = std::str::from_utf8(value) else {
        return;
    };
    for digits in [LOWER, UPPER] {
        let mut out = Text::new(Vec::with_capacity(text.len() * 12));
        for character in text.chars() {
            quote::unicode(character, digits, &mut out);
        }
        forms.add(Encoding::Escaped, out);
    }
    for digits in [None, Some(LOWER), Some(UPPER)] {
        let mut out = Text::new(Vec::with_capacity(text.len() * 10));
        for character in text.chars() {
            markup::reference(character, digits, &mut out);
        }
        forms.add(Encoding::Escaped, out);
    }
}

fn push_number(out: &mut Vec<u8>, byte: u8, base: Base) {
    match base {
        Base::Lower => hex::push(out, byte, LOWER),
        Base::Upper => hex::push(out, byte, UPPER),
        Base::Octal => out.extend([byte >> 6, byte >> 3 & 7, byte & 7].map(|it| b'0' + it)),
        Base::Decimal => {
            let digits = [byte / 100, byte / 10 % 10, byte % 10];
            let zeros = digits.iter().take(2).take_while(|digit| **digit == 0);
            let zeros = zeros.count();
            out.extend(digits.iter().skip(zeros).map(|digit| b'0' + digit));
        }
    }
}

/// Adds the forms in SQL and YAML (`''`), and in CSV (`""`).
pub(super) fn doubled(value: &[u8], forms: &mut Forms) {
    for quote in [b'\'', b'"'] {
        if value.contains(&quote) {
            let text = mapped(value, |byte, out| {
                out.push(byte);
                if byte == quote {
                    out.push(byte);
                }
            });
            forms.add(Encoding::Doubled, text);
        }
    }
}

/// Adds the form in mail (RFC 2045, 6.7), without its line breaks.
pub(super) fn quoted_printable(value: &[u8], forms: &mut Forms) {
    let text = mapped(value, |byte, out| match byte {
        b'=' | 0x80.. | 0..0x20 => {
            out.push(b'=');
            hex::push(out, byte, UPPER);
        }
        _ => out.push(byte),
    });
    forms.add(Encoding::QuotedPrintable, text);
}

/// Adds the form in the history of zsh: bytes that zsh uses itself are
/// `0x83` and the byte with one bit turned.
pub(super) fn zsh(value: &[u8], forms: &mut Forms) {
    let text = mapped(value, |byte, out| match byte {
        0 | 0x83..=0xa2 => out.extend_from_slice(&[0x83, byte ^ 0x20]),
        _ => out.push(byte),
    });
    forms.add(Encoding::Zsh, text);
}

/// Adds the forms in UTF-16, without the zero byte at the beginning or end:
/// for ASCII that is one form for both orders, and its place tells which it is.
pub(super) fn utf16(value: &[u8], forms: &mut Forms) {
    let Some((low, high)) = units(value) else {
        return;
    };
    let low = low.strip_suffix(b"\0").unwrap_or(&low);
    let high = high.strip_prefix(b"\0").unwrap_or(&high);
    forms.add(Encoding::Utf16Le, super::form::copy(low));
    forms.add(Encoding::Utf16Be, super::form::copy(high));
}

/// A text in UTF-16, low byte first and high byte first.
pub(super) fn units(value: &[u8]) -> Option<(Text, Text)> {
    let text = std::str::from_utf8(value).ok()?;
    let mut low = Text::new(Vec::with_capacity(value.len() * 2));
    let mut high = Text::new(Vec::with_capacity(value.len() * 2));
    for unit in text.encode_utf16() {
        low.extend_from_slice(&unit.to_le_bytes());
        high.extend_from_slice(&unit.to_be_bytes());
    }
    Some((low, high))
}
