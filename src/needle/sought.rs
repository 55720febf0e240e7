//! The forms in which a value is searched for: those that are masked, without
//! what would be met by chance in a repository, and more of those that files
//! have and terminals do not.

use super::form::{Encoding, Forms, Text, copy};
use super::{base, escape, markup, part, percent, quote};
use crate::core::entropy;

/// A shorter line is not searched for by itself.
const MIN_LINE: usize = 40;

/// A line, or a beginning, of fewer bits may stand elsewhere too.
const OWN_BITS: u32 = 40;

/// So much of the beginning of a value that is longer than `CUT` is searched
/// for, as logs cut long values off.
const PREFIX: usize = 64;
const CUT: usize = 100;

/// Of a longer value only the forms are derived that long values have.
const LONG: usize = 8 * 1024;

/// Values whose every byte is written as a number are not longer.
const MAX_NUMBERED: usize = 2048;

/// Adds the forms of a value, or of a part of one.
pub(super) fn derive(value: &[u8], encoding: Encoding, depth: u32, forms: &mut Forms) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    let value = value.trim_ascii();
    forms.add(encoding, copy(value));
    if is_hex(value) {
        forms.add(encoding, Text::new(value.to_ascii_lowercase()));
        forms.add(encoding, Text::new(value.to_ascii_uppercase()));
    }
    lines(value, encoding, depth, forms);
    base::sought(value, forms);
    if value.len() <= LONG {
        base::hex(value, forms);
        escape::utf16(value, forms);
        if let Some((low, _)) = escape::units(value) {
            // PowerShell takes scripts so.
            base::anywhere(&low, forms);
        }
    }
    if value.len() <= MAX_NUMBERED {
        escape::numbered(value, forms);
        escape::characters(value, forms);
        markup::numeric(value, forms);
    }
    quoted(value, forms);
    prefix(value, encoding, forms);
    part::password(value, forms, depth);
    part::fields(value, forms, depth);
    part::connection(value, forms, depth);
}

/// Adds the forms that leave plain characters as they are.
fn quoted(value: &[u8], forms: &mut Forms) {
    if value.iter().all(|byte| super::form::is_plain(*byte)) {
        return;
    }
    quote::json(value, forms);
    if value.len() <= LONG {
        quote::json_of_dotnet(value, forms);
        percent::forms(value, forms);
        markup::forms(value, forms);
        quote::shell(value, forms);
        quote::python(value, forms);
        quote::python_ascii(value, forms);
        escape::doubled(value, forms);
        escape::quoted_printable(value, forms);
        escape::zsh(value, forms);
    }
}

/// Adds the forms of a value of several lines, or with `\n` in it.
fn lines(value: &[u8], encoding: Encoding, depth: u32, forms: &mut Forms) {
    if !value.iter().any(|byte| matches!(byte, b'\n' | b'\r')) {
        if value.starts_with(b"-----BEGIN ")
            && let Some(text) = broken(value)
        {
            derive(&text, encoding, depth, forms);
        }
        return;
    }
    forms.line_breaks(value);
    // The lines of a JSON text are mostly public; its fields are looked at.
    if value.starts_with(b"{") || value.starts_with(b"[") {
        return;
    }
    let mut joined = Text::new(Vec::with_capacity(value.len()));
    let lines = value.split(|byte| matches!(byte, b'\n' | b'\r'));
    for line in lines.map(<[u8]>::trim_ascii) {
        // A PEM text's first and last line, and its headers, are no secret.
        if !line.starts_with(b"-----") && !line.windows(2).any(|pair| pair == b": ") {
            joined.extend_from_slice(line);
            if line.len() >= MIN_LINE && entropy::bits(line) >= OWN_BITS {
                forms.add(Encoding::Line, copy(line));
            }
        }
    }
    if entropy::bits(&joined) >= OWN_BITS {
        forms.add(Encoding::Joined, joined);
    }
}

/// A text with line breaks where it has `\n`; none without.
fn broken(value: &[u8]) -> Option<Text> {
    let mut text = Text::new(Vec::with_capacity(value.len()));
    let mut rest = value;
    while let Some(at) = rest.windows(2).position(|pair| pair == b"\\n") {
        let (line, after) = rest.split_at_checked(at)?;
        text.extend_from_slice(line.strip_suffix(b"\\r").unwrap_or(line));
        text.push(b'\n');
        rest = after.get(2..)?;
    }
    let found = !text.is_empty();
    text.extend_from_slice(rest);
    found.then_some(text)
}

/// Adds the beginning of a long value, where it is the value's own: that of a
/// PEM or a JSON text, or of a signed token, is not.
fn prefix(value: &[u8], encoding: Encoding, forms: &mut Forms) {
    let structured = value.starts_with(b"-----")
        || matches!(value.first(), Some(b'{' | b'[' | b'"'))
        || value.starts_with(b"eyJ");
    let Some(start) = value.get(..PREFIX).filter(|_| value.len() > CUT) else {
        return;
    };
    let own = start.get(part::public(value).len()..).unwrap_or_default();
    if !structured && entropy::bits(own) >= OWN_BITS {
        forms.add_partial(encoding, copy(start));
    }
}

/// Whether a value is of hexadecimal digits, so that its case says nothing.
fn is_hex(value: &[u8]) -> bool {
    let digit = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b'-';
    value.len() >= 16 && value.iter().all(digit)
}
