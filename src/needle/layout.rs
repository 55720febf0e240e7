//! Forms with other line breaks and white space: split, joined, or normalised.

use crate::needle::form::{FormBytes, mapped};

/// Whether a value has several lines.
pub(super) fn has_lines(value: &[u8]) -> bool {
    value.iter().copied().any(is_break)
}

/// The lines of a value, without the white space around them. The first and last line
/// of a PEM text only name its kind and are not secret.
pub(super) fn lines(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = value.split(|byte| is_break(*byte)).map(<[u8]>::trim_ascii);
    lines.filter(|line| !line.starts_with(b"-----"))
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// A value of several lines with CR LF, and with LF.
pub(super) fn line_breaks(value: &[u8]) -> [FormBytes; 2] {
    [b"\r\n".as_slice(), b"\n"].map(|line_break| {
        let mut rest = value.iter().skip(1);
        mapped(value, |byte, out| match (byte, rest.next()) {
            (b'\r', Some(b'\n')) => {}
            (b'\n', _) => out.extend_from_slice(line_break),
            _ => out.push(byte),
        })
    })
}

/// A value with every run of white space as one space.
pub(super) fn collapsed(value: &[u8]) -> FormBytes {
    let mut collapsed = FormBytes::new(Vec::with_capacity(value.len()));
    for word in value.split(u8::is_ascii_whitespace) {
        if !word.is_empty() && !collapsed.is_empty() {
            collapsed.push(b' ');
        }
        collapsed.extend_from_slice(word);
    }
    collapsed
}

/// A value with its written-out `\n` as line breaks. `None` if it has no `\n`.
pub(super) fn broken(value: &[u8]) -> Option<FormBytes> {
    let mut text = FormBytes::new(Vec::with_capacity(value.len()));
    let mut rest = value;
    while let Some(at) = memchr::memmem::find(rest, b"\\n") {
        let line = &rest[..at];
        text.extend_from_slice(line.strip_suffix(b"\\r").unwrap_or(line));
        text.push(b'\n');
        rest = &rest[at + 2..];
    }
    let found = !text.is_empty();
    text.extend_from_slice(rest);
    found.then_some(text)
}
