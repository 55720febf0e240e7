//! The workflow commands that tell GitHub Actions what to mask. This is the
//! only place that writes values to be printed.
//!
//! The runner masks, line by line, each value that it knows and some forms of
//! it (`HostContext.cs` of actions/runner). Those forms need no command.

use std::collections::BTreeSet;

use crate::core::hex::{self, UPPER};
use crate::needle::encoding::Encoding;
use crate::needle::form::{Form, FormBytes, mapped};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A line for each form that the runner would miss. A form of several lines
/// has none: its lines are forms of their own.
pub(crate) fn add_masks<'f>(forms: impl IntoIterator<Item = &'f Form>) -> FormBytes {
    let forms: Vec<&Form> = forms.into_iter().filter(|form| is_line(form)).collect();
    let plain = forms.iter().filter(|form| is_plain(form.encoding()));
    let plain: BTreeSet<&[u8]> = plain.map(|form| form.expose()).collect();
    let known: Vec<FormBytes> = plain.iter().flat_map(|value| encoded(value)).collect();
    let known: BTreeSet<&[u8]> = known.iter().map(|text| text.as_slice()).collect();
    let mut told = BTreeSet::new();
    let mut out = FormBytes::default();
    for form in forms {
        let bytes = form.expose();
        let missed = plain.contains(bytes) || !known.contains(bytes);
        if missed && told.insert(bytes) {
            push_command(&mut out, bytes);
        }
    }
    out
}

/// Whether the runner can find a form in a line of a log, which it reads as UTF-8. A
/// form with white space around it needs no command, because the trimmed value is a
/// form, too.
fn is_line(form: &Form) -> bool {
    let bytes = form.expose();
    let broken = bytes.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
    !broken && bytes.trim_ascii().len() == bytes.len() && std::str::from_utf8(bytes).is_ok()
}

/// Whether a form is a value or a part of one as it is, not encoded.
fn is_plain(encoding: Encoding) -> bool {
    encoding.is_written() || matches!(encoding, Encoding::Trimmed | Encoding::Line)
}

/// The forms of a value that the runner derives from it.
fn encoded(value: &[u8]) -> Vec<FormBytes> {
    let mut all: Vec<FormBytes> = (0..3)
        .filter_map(|shift| value.get(shift..))
        .map(|rest| FormBytes::new(STANDARD.encode(rest).into_bytes()))
        .collect();
    let rules: [fn(u8, &mut Vec<u8>); 5] = [
        |byte, out| escaped(byte, &[(b'"', b"\\\"")], out),
        |byte, out| escaped(byte, &[(b'\'', b"''")], out),
        |byte, out| escaped(byte, JSON, out),
        |byte, out| escaped(byte, XML, out),
        percent,
    ];
    all.extend(rules.map(|rule| mapped(value, rule)));
    all
}

const JSON: &[(u8, &[u8])] = &[(b'"', b"\\\""), (b'\\', b"\\\\"), (b'\t', b"\\t")];

const XML: &[(u8, &[u8])] = &[
    (b'&', b"&amp;"),
    (b'<', b"&lt;"),
    (b'>', b"&gt;"),
    (b'"', b"&quot;"),
    (b'\'', b"&apos;"),
];

fn escaped(byte: u8, table: &[(u8, &[u8])], out: &mut Vec<u8>) {
    match table.iter().find(|(special, _)| *special == byte) {
        Some((_, replacement)) => out.extend_from_slice(replacement),
        None => out.push(byte),
    }
}

fn percent(byte: u8, out: &mut Vec<u8>) {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        out.push(byte);
    } else {
        out.push(b'%');
        hex::push(out, byte, UPPER);
    }
}

/// Appends a command, its data escaped as the runner's own `escapeData` does.
fn push_command(out: &mut Vec<u8>, value: &[u8]) {
    out.extend_from_slice(b"::add-mask::");
    for byte in value {
        match byte {
            b'%' => out.extend_from_slice(b"%25"),
            _ => out.push(*byte),
        }
    }
    out.push(b'\n');
}
