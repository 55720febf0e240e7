//! Forms in HTML and XML.

use super::form::{Encoding, Forms, Text, mapped};
use crate::core::hex::{self, LOWER, UPPER};

/// How libraries write the two quotes; the rest they write alike.
const QUOTES: [(&[u8], &[u8]); 7] = [
    (b"\"", b"'"),
    (b"&quot;", b"'"),
    (b"&quot;", b"&#x27;"),
    (b"&quot;", b"&#39;"),
    (b"&quot;", b"&#039;"),
    (b"&quot;", b"&apos;"),
    (b"&#34;", b"&#39;"),
];

/// Adds the forms in HTML and XML.
pub(super) fn forms(value: &[u8], forms: &mut Forms) {
    if !value.iter().any(|byte| b"&<>\"'".contains(byte)) {
        return;
    }
    for (double, single) in QUOTES {
        let text = mapped(value, |byte, out| match byte {
            b'&' => out.extend_from_slice(b"&amp;"),
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'"' => out.extend_from_slice(double),
            b'\'' => out.extend_from_slice(single),
            _ => out.push(byte),
        });
        forms.add(Encoding::Html, text);
    }
    let numbers = mapped(value, |byte, out| match byte {
        b'&' | b'<' | b'>' | b'"' | b'\'' => {
            out.extend_from_slice(format!("&#{byte};").as_bytes());
        }
        _ => out.push(byte),
    });
    forms.add(Encoding::Html, numbers);
}

/// Adds the forms that write as its number every character but letters and
/// digits, or only those that mark text up, or only those beyond ASCII.
pub(super) fn numeric(value: &[u8], forms: &mut Forms) {
    let Ok(text) = std::str::from_utf8(value) else {
        return;
    };
    let special: fn(char) -> bool = |character| !character.is_ascii_alphanumeric();
    let foreign: fn(char) -> bool = |character| !character.is_ascii();
    let markup: fn(char) -> bool = |character| "&<>\"'".contains(character);
    for is_written in [special, markup, foreign] {
        for digits in [None, Some(LOWER), Some(UPPER)] {
            let mut out = Text::new(Vec::with_capacity(text.len() * 10));
            for character in text.chars() {
                if is_written(character) {
                    reference(character, digits, &mut out);
                } else {
                    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
            forms.add(Encoding::Html, out);
        }
    }
}

/// Writes `&#38;` or, with digits, `&#x26;`.
pub(super) fn reference(character: char, digits: Option<&[u8; 16]>, out: &mut Vec<u8>) {
    let number = u32::from(character);
    match digits {
        None => out.extend_from_slice(format!("&#{number};").as_bytes()),
        Some(digits) => {
            let mut written = Vec::new();
            for byte in number.to_be_bytes() {
                hex::push(&mut written, byte, digits);
            }
            let zeros = written.iter().take_while(|digit| **digit == b'0').count();
            out.extend_from_slice(b"&#x");
            out.extend(written.iter().skip(zeros.min(7)));
            out.push(b';');
        }
    }
}
