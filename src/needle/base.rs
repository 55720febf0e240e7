//! Base64, hexadecimal digits and UTF-16.

use base64::Engine as _;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use crate::core::hex::{self, LOWER, UPPER};
use crate::needle::form::{FormBytes, copy, mapped};
use crate::needle::quote;

/// Shorter pieces of base64 occur by chance.
const MIN_BASE64: usize = 10;

/// A shorter last line is searched for only together with the others. On its own it
/// would slow down every search and prove little.
const MIN_LAST_LINE: usize = 20;

/// Where tools break base64: MIME and `base64`, and PEM.
const BASE64_LINES: [usize; 2] = [76, 64];

/// A longer value has only one base64 form, in one line: every other form would be as
/// long again.
pub(super) const HUGE: usize = 16 * 1024;

/// Base64 of a value at each of the three offsets that it can have in a longer text.
pub(super) fn base64(value: &[u8]) -> Vec<FormBytes> {
    if value.len() > HUGE {
        vec![encoded(value, &STANDARD)]
    } else {
        anywhere(value, &STANDARD_NO_PAD)
    }
}

/// [`base64()`] in the alphabet for URLs.
pub(super) fn base64_url(value: &[u8]) -> Vec<FormBytes> {
    anywhere(value, &URL_SAFE_NO_PAD)
}

/// Base64 of UTF-16, as in PowerShell's `-EncodedCommand`.
pub(super) fn base64_utf16(value: &[u8]) -> Vec<FormBytes> {
    let units = units(value, u16::to_le_bytes);
    units.map_or_else(Vec::new, |units| base64(&units))
}

/// [`base64_utf16`] in the alphabet for URLs.
pub(super) fn base64_url_utf16(value: &[u8]) -> Vec<FormBytes> {
    let units = units(value, u16::to_le_bytes);
    units.map_or_else(Vec::new, |units| base64_url(&units))
}

/// Base64 as tools print it: in lines, padded, and with the line break that
/// `echo` adds to the value.
pub(super) fn base64_printed(value: &[u8]) -> Vec<FormBytes> {
    let wholes = [
        encoded(value, &STANDARD),
        encoded(&echoed(value), &STANDARD),
    ];
    let lines = |width| wholes.iter().flat_map(move |whole| wrapped(whole, width));
    let mut texts: Vec<FormBytes> = BASE64_LINES.into_iter().flat_map(lines).collect();
    texts.extend(padded_or_not(value, [&STANDARD, &STANDARD_NO_PAD]));
    texts
}

/// Base64 of a longer text that has the value as a JSON string, as of a cloud's
/// credentials in a Kubernetes Secret.
pub(super) fn base64_json(value: &[u8]) -> Vec<FormBytes> {
    let escaped = quote::json_strings(value).filter(|text| **text != value);
    escaped.flat_map(|text| base64(&text)).collect()
}

/// A value with the line break that `echo` adds to it.
fn echoed(value: &[u8]) -> FormBytes {
    let mut echoed = FormBytes::new(Vec::with_capacity(value.len() + 1));
    echoed.extend_from_slice(value);
    echoed.push(b'\n');
    echoed
}

/// [`base64_printed`] in the alphabet for URLs, which tools do not break into lines.
pub(super) fn base64_url_printed(value: &[u8]) -> Vec<FormBytes> {
    padded_or_not(value, [&URL_SAFE, &URL_SAFE_NO_PAD])
}

fn padded_or_not(value: &[u8], engines: [&GeneralPurpose; 2]) -> Vec<FormBytes> {
    let texts = [value, &echoed(value)].map(|text| engines.map(|engine| encoded(text, engine)));
    let texts = texts.into_iter().flatten();
    texts.filter(|text| text.len() >= MIN_BASE64).collect()
}

/// Base64 without the characters that depend on the bytes next to the value.
fn anywhere(value: &[u8], engine: &GeneralPurpose) -> Vec<FormBytes> {
    let shifts = [(0, 0), (1, 2), (2, 3)];
    let texts = shifts.map(|(before, first)| {
        let mut shifted = FormBytes::new(vec![0; before]);
        shifted.reserve_exact(value.len());
        shifted.extend_from_slice(value);
        let whole = shifted.len() * 8 / 6;
        copy(&encoded(&shifted, engine)[first.min(whole)..whole])
    });
    let texts = texts.into_iter();
    texts.filter(|text| text.len() >= MIN_BASE64).collect()
}

fn encoded(value: &[u8], engine: &GeneralPurpose) -> FormBytes {
    FormBytes::new(engine.encode(value).into_bytes())
}

/// The lines of a text that is broken at one width. The last line may be too short to
/// search for, so the whole text with its breaks is a form, too.
fn wrapped(text: &[u8], width: usize) -> Vec<FormBytes> {
    if text.len() <= width {
        return Vec::new();
    }
    let joined = [b"\n".as_slice(), b"\r\n"].map(|line_break| {
        let mut joined =
            FormBytes::new(Vec::with_capacity(text.len() + text.len() / width * 2 + 2));
        for line in text.chunks(width) {
            if !joined.is_empty() {
                joined.extend_from_slice(line_break);
            }
            joined.extend_from_slice(line);
        }
        joined
    });
    let lines = text
        .chunks(width)
        .filter(|line| line.len() >= MIN_LAST_LINE);
    joined.into_iter().chain(lines.map(copy)).collect()
}

pub(super) fn hex(value: &[u8]) -> Vec<FormBytes> {
    let in_digits = |digits| mapped(value, |byte, out| hex::push(out, byte, digits));
    [LOWER, UPPER].map(in_digits).into()
}

/// UTF-16 without the zero byte at the end. For ASCII this is one form for both byte
/// orders; its offset tells which one it is.
pub(super) fn utf16_le(value: &[u8]) -> Vec<FormBytes> {
    let units = units(value, u16::to_le_bytes);
    let text = units.map(|units| copy(units.strip_suffix(b"\0").unwrap_or(&units)));
    text.into_iter().collect()
}

/// UTF-16 without the zero byte at the beginning.
pub(super) fn utf16_be(value: &[u8]) -> Vec<FormBytes> {
    let units = units(value, u16::to_be_bytes);
    let text = units.map(|units| copy(units.strip_prefix(b"\0").unwrap_or(&units)));
    text.into_iter().collect()
}

fn units(value: &[u8], bytes: fn(u16) -> [u8; 2]) -> Option<FormBytes> {
    let text = std::str::from_utf8(value).ok()?;
    let mut units = FormBytes::new(Vec::with_capacity(value.len() * 2));
    units.extend(text.encode_utf16().flat_map(bytes));
    Some(units)
}
