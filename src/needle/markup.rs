//! Forms in HTML and XML.

use crate::core::hex::{self, LOWER, UPPER};
use crate::needle::form::{FormBytes, mapped, mapped_characters, push_char};

/// How libraries write the two quotes. They agree on everything else.
const QUOTES: [(&[u8], &[u8]); 7] = [
    (b"\"", b"'"),
    (b"&quot;", b"'"),
    (b"&quot;", b"&#x27;"),
    (b"&quot;", b"&#39;"),
    (b"&quot;", b"&#039;"),
    (b"&quot;", b"&apos;"),
    (b"&#34;", b"&#39;"),
];

const SIGNS: &[u8] = b"&<>\"'";

/// With entities for what marks text up, or with the numbers of the characters.
/// These are the ways in which other programs may have written a value;
/// `render/junit.rs` has the one in which secrun writes XML.
pub(super) fn entities(value: &[u8]) -> Vec<FormBytes> {
    if !value.iter().any(|byte| SIGNS.contains(byte)) {
        return Vec::new();
    }
    let named = QUOTES.map(|(double, single)| {
        mapped(value, |byte, out| match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'"' => out.extend_from_slice(double),
            b'\'' => out.extend_from_slice(single),
            _ => out.push(byte),
        })
    });
    let numbered = mapped(value, |byte, out| {
        if SIGNS.contains(&byte) {
            push_reference(char::from(byte), None, out);
        } else {
            out.push(byte);
        }
    });
    named.into_iter().chain([numbered]).collect()
}

/// With the numbers of all characters but letters and digits, of those that
/// mark text up, or of those beyond ASCII.
pub(super) fn references(value: &[u8]) -> Vec<FormBytes> {
    let is_written: [fn(char) -> bool; 3] = [
        |character| !character.is_ascii_alphanumeric(),
        |character| "&<>\"'".contains(character),
        |character| !character.is_ascii(),
    ];
    let written = is_written.into_iter().flat_map(|is_written| {
        [None, Some(LOWER), Some(UPPER)].map(|digits| {
            mapped_characters(value, |character, out| {
                if is_written(character) {
                    push_reference(character, digits, out);
                } else {
                    push_char(character, out);
                }
            })
        })
    });
    written.flatten().collect()
}

/// Writes `&#38;` or, with digits, `&#x26;`.
pub(super) fn push_reference(character: char, digits: Option<&[u8; 16]>, out: &mut Vec<u8>) {
    let number = u32::from(character);
    if let Some(digits) = digits {
        let mut written = Vec::with_capacity(8);
        for byte in number.to_be_bytes() {
            hex::push(&mut written, byte, digits);
        }
        let zeros = written.iter().take_while(|digit| **digit == b'0').count();
        out.extend_from_slice(b"&#x");
        out.extend_from_slice(&written[zeros.min(7)..]);
    } else {
        out.extend_from_slice(b"&#");
        out.extend_from_slice(number.to_string().as_bytes());
    }
    out.push(b';');
}
