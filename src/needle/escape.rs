//! Forms that occur in files and not on terminals: every byte as a number,
//! doubled quotes, and the encodings of mail and zsh.

use crate::core::hex::{self, LOWER, UPPER};
use crate::needle::form::{FormBytes, mapped, mapped_characters};
use crate::needle::{markup, quote};

type Number = fn(&mut Vec<u8>, u8);

const LOWER_HEX: Number = |out, byte| hex::push(out, byte, LOWER);
const UPPER_HEX: Number = |out, byte| hex::push(out, byte, UPPER);
const DECIMAL: Number = |out, byte| out.extend_from_slice(byte.to_string().as_bytes());

/// The text before each byte, the text between two, and the form of the number.
const NUMBERS: [(&[u8], &[u8], Number); 10] = [
    // Python, C, JavaScript.
    (b"\\x", b"", LOWER_HEX),
    (b"\\x", b"", UPPER_HEX),
    (b"\\", b"", quote::push_octal),
    // URLs.
    (b"%", b"", LOWER_HEX),
    (b"%", b"", UPPER_HEX),
    // Lists of bytes.
    (b"", b",", DECIMAL),
    (b"", b", ", DECIMAL),
    (b"0x", b", ", LOWER_HEX),
    (b"", b":", LOWER_HEX),
    (b"", b":", UPPER_HEX),
];

/// Every byte as a number.
pub(super) fn bytes(value: &[u8]) -> Vec<FormBytes> {
    let written = |(before, between, push): (&[u8], &[u8], Number)| {
        mapped(value, |byte, out| {
            if !out.is_empty() {
                out.extend_from_slice(between);
            }
            out.extend_from_slice(before);
            push(out, byte);
        })
    };
    NUMBERS.map(written).into()
}

/// Every character as a number.
pub(super) fn characters(value: &[u8]) -> Vec<FormBytes> {
    let units = [LOWER, UPPER].map(|digits| {
        mapped_characters(value, |character, out| {
            quote::push_unicode(character, digits, out);
        })
    });
    let references = [None, Some(LOWER), Some(UPPER)].map(|digits| {
        mapped_characters(value, |character, out| {
            markup::push_reference(character, digits, out);
        })
    });
    units.into_iter().chain(references).flatten().collect()
}

/// With quotes doubled: SQL and YAML (`''`), CSV (`""`).
pub(super) fn doubled(value: &[u8]) -> Vec<FormBytes> {
    let quotes = [b'\'', b'"'].into_iter();
    let written = quotes.filter(|quote| value.contains(quote)).map(|quote| {
        mapped(value, |byte, out| {
            out.push(byte);
            if byte == quote {
                out.push(byte);
            }
        })
    });
    written.collect()
}

/// Quoted-printable, as in mail (RFC 2045, 6.7), without the line breaks.
pub(super) fn quoted_printable(value: &[u8]) -> Vec<FormBytes> {
    vec![mapped(value, |byte, out| match byte {
        b'=' | 0x80.. | 0..0x20 => {
            out.push(b'=');
            hex::push(out, byte, UPPER);
        }
        _ => out.push(byte),
    })]
}

/// As zsh writes its history: a byte that zsh uses itself becomes `0x83` and the byte
/// with one bit flipped.
pub(super) fn zsh(value: &[u8]) -> Vec<FormBytes> {
    vec![mapped(value, |byte, out| match byte {
        0 | 0x83..=0xa2 => out.extend_from_slice(&[0x83, byte ^ 0x20]),
        _ => out.push(byte),
    })]
}
