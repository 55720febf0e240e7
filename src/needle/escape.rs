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

/// With a sign doubled: SQL and YAML (`''`), CSV (`""`), Compose and make (`$$`),
/// batch files and INI (`%%`).
pub(super) fn doubled(value: &[u8]) -> Vec<FormBytes> {
    let signs = [b'\'', b'"', b'$', b'%'].into_iter();
    let written = signs.filter(|sign| value.contains(sign)).map(|sign| {
        mapped(value, |byte, out| {
            out.push(byte);
            if byte == sign {
                out.push(byte);
            }
        })
    });
    written.collect()
}

/// With the numbers of all bytes but letters and digits, or of those that mark text up:
/// octal and hexadecimal digits.
pub(super) fn specials(value: &[u8]) -> Vec<FormBytes> {
    let numbers = [NUMBERS[2], NUMBERS[0], NUMBERS[1]].into_iter();
    let written = numbers.flat_map(|(before, _, push)| {
        [b"".as_slice(), b"-_.", PLAIN_SIGNS].map(|kept| {
            mapped(value, |byte, out| {
                if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
                    out.push(byte);
                } else {
                    out.extend_from_slice(before);
                    push(out, byte);
                }
            })
        })
    });
    written.collect()
}

/// Signs that escape nothing and mark nothing up.
const PLAIN_SIGNS: &[u8] = b"-_.!#%()*+,/:;=?@[]^{|}~ ";

/// As Java writes a properties file.
pub(super) fn properties(value: &[u8]) -> Vec<FormBytes> {
    let text = mapped_characters(value, |character, out| match character {
        ':' | '=' | '#' | '!' | '\\' => out.extend([b'\\', character as u8]),
        '\n' => out.extend_from_slice(b"\\n"),
        '\r' => out.extend_from_slice(b"\\r"),
        '\t' => out.extend_from_slice(b"\\t"),
        ' '..='~' => out.push(character as u8),
        _ => quote::push_unicode(character, UPPER, out),
    });
    text.into_iter().collect()
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
