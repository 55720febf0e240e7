//! Base64 and hexadecimal forms.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use super::form::{Encoding, Forms, Text, copy, mapped};
use crate::core::hex::{self, LOWER, UPPER};

/// Shorter pieces of base64 are met by chance.
const MIN_BASE64: usize = 10;

/// A shorter last line is looked for only together with the others: it would
/// slow every search down, and says little.
const MIN_LAST_LINE: usize = 20;

/// Of a longer value only its own base64 is a needle, in one line: each other
/// form would be as long again.
const HUGE: usize = 16 * 1024;

/// Where tools break base64: MIME and `base64`, and PEM.
const BASE64_LINES: [usize; 2] = [76, 64];

/// Adds the base64 forms: the value by itself, and at each place that it may
/// have in a longer text, without the characters that its neighbours change.
pub(super) fn base64(value: &[u8], forms: &mut Forms) {
    if value.len() > HUGE {
        forms.add(Encoding::Base64, Text::new(STANDARD.encode(value).into()));
        return;
    }
    anywhere(value, forms);
    let lines = Text::new(STANDARD.encode(value).into_bytes());
    for width in BASE64_LINES {
        wrapped(&lines, width, forms);
    }
    // `echo` adds a line break of its own.
    let mut echoed = Text::new(Vec::with_capacity(value.len() + 1));
    echoed.extend_from_slice(value);
    echoed.push(b'\n');
    for text in [value, &echoed] {
        for padded in [STANDARD.encode(text), STANDARD_NO_PAD.encode(text)] {
            add(Encoding::Base64, Some(&Text::new(padded.into())), forms);
        }
        for padded in [URL_SAFE.encode(text), URL_SAFE_NO_PAD.encode(text)] {
            add(Encoding::Base64Url, Some(&Text::new(padded.into())), forms);
        }
    }
}

/// Adds the base64 forms of a value that is searched for. Those in lines are
/// found without.
pub(super) fn sought(value: &[u8], forms: &mut Forms) {
    if value.len() > HUGE {
        forms.add(Encoding::Base64, Text::new(STANDARD.encode(value).into()));
    } else {
        anywhere(value, forms);
    }
}

/// Adds the base64 of a value at each place that it may have in a longer text.
pub(super) fn anywhere(value: &[u8], forms: &mut Forms) {
    for (encoding, engine) in [
        (Encoding::Base64, &STANDARD_NO_PAD),
        (Encoding::Base64Url, &URL_SAFE_NO_PAD),
    ] {
        for before in 0..3 {
            let mut shifted = Text::new(vec![0; before]);
            shifted.reserve_exact(value.len());
            shifted.extend_from_slice(value);
            let text = Text::new(engine.encode(&*shifted).into_bytes());
            let whole = shifted.len() * 8 / 6;
            let first = [0, 2, 3].get(before).copied().unwrap_or_default();
            add(encoding, text.get(first..whole), forms);
        }
    }
}

fn add(encoding: Encoding, text: Option<&[u8]>, forms: &mut Forms) {
    if let Some(text) = text.filter(|text| text.len() >= MIN_BASE64) {
        forms.add(encoding, copy(text));
    }
}

/// Adds the hexadecimal forms.
pub(super) fn hex(value: &[u8], forms: &mut Forms) {
    for digits in [LOWER, UPPER] {
        let text = mapped(value, |byte, out| hex::push(out, byte, digits));
        forms.add(Encoding::Hex, text);
    }
}

/// Adds what both byte orders of UTF-16 have in common.
pub(super) fn utf16(value: &[u8], forms: &mut Forms) {
    if !value.is_ascii() {
        return;
    }
    let mut text = mapped(value, |byte, out| out.extend_from_slice(&[byte, 0]));
    text.pop();
    forms.add(Encoding::Utf16Le, text);
}

/// Adds the lines of a text that is broken into lines of one width, and, as
/// the last line may be short, all of them with the breaks between.
fn wrapped(text: &[u8], width: usize, forms: &mut Forms) {
    if text.len() <= width {
        return;
    }
    for line_break in [b"\n".as_slice(), b"\r\n"] {
        let mut joined = Text::new(Vec::with_capacity(text.len() + text.len() / width * 2 + 2));
        for line in text.chunks(width) {
            if !joined.is_empty() {
                joined.extend_from_slice(line_break);
            }
            joined.extend_from_slice(line);
        }
        forms.add(Encoding::Base64, joined);
    }
    for line in text.chunks(width) {
        if line.len() >= MIN_LAST_LINE {
            forms.add(Encoding::Base64, copy(line));
        }
    }
}
