//! The parts of a value as written: text with escapes, and references.

use crate::core::name::EnvName;
use crate::dotenv::lexer::Quote;

/// A part of a value as written.
pub(super) enum Piece<'t> {
    /// Text, its escapes not yet decoded.
    Text(&'t str),
    Reference(Reference<'t>),
    /// A `${…}` that readers disagree on, where in the value it is, and why.
    Ambiguous(usize, Ambiguity),
}

pub(super) struct Reference<'t> {
    /// Where in the value it is.
    pub(super) at: usize,
    pub(super) name: EnvName,
    /// The default as written.
    pub(super) default: Option<&'t str>,
}

/// Why readers disagree on a `${…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ambiguity {
    /// It is in single quotes.
    InSingleQuotes,
    /// A backslash is before it.
    Escaped,
    /// Another `${` is in its default.
    NestedDefault,
    /// It has another form.
    OtherForm,
}

/// Splits a value as written. A `${` that is never closed is text.
pub(super) fn pieces(raw: &str, quote: Quote) -> impl Iterator<Item = Piece<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &raw[at..];
        if rest.is_empty() {
            return None;
        }
        let Some((open, close)) = reference_in(rest) else {
            at = raw.len();
            return Some(Piece::Text(rest));
        };
        if open > 0 {
            at += open;
            return Some(Piece::Text(&rest[..open]));
        }
        let (start, before) = (at, &raw[..at]);
        at += close + 1;
        let inside = &rest[2..close];
        Some(match reference(inside, before, quote) {
            Ok((name, default)) => Piece::Reference(Reference {
                at: start,
                name,
                default,
            }),
            Err(ambiguity) => Piece::Ambiguous(start, ambiguity),
        })
    })
}

/// The offsets of the first `${` and of the `}` that closes it.
fn reference_in(text: &str) -> Option<(usize, usize)> {
    let open = text.find("${")?;
    let length = text[open..].find('}')?;
    Some((open, open + length))
}

fn reference<'t>(
    inside: &'t str,
    before: &str,
    quote: Quote,
) -> Result<(EnvName, Option<&'t str>), Ambiguity> {
    if quote == Quote::Single {
        return Err(Ambiguity::InSingleQuotes);
    }
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    if backslashes % 2 == 1 {
        return Err(Ambiguity::Escaped);
    }
    let (name, default) = match inside.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inside, None),
    };
    // A dash is bash's short form of a default, and a dot is an error to it.
    let name = EnvName::new(name).ok().filter(EnvName::is_portable);
    let name = name.ok_or(Ambiguity::OtherForm)?;
    if default.is_some_and(|default| default.contains("${")) {
        return Err(Ambiguity::NestedDefault);
    }
    Ok((name, default))
}

/// Appends text with the escapes decoded that its quotes allow.
pub(super) fn decode(out: &mut Vec<u8>, text: &str, quote: Quote) {
    let mut rest = text;
    while quote != Quote::None
        && let Some((before, after)) = rest.split_once('\\')
    {
        out.extend_from_slice(before.as_bytes());
        let decoded = after.bytes().next().and_then(|byte| escape(byte, quote));
        out.push(decoded.unwrap_or(b'\\'));
        // What is decoded is one byte of ASCII.
        rest = &after[usize::from(decoded.is_some())..];
    }
    out.extend_from_slice(rest.as_bytes());
}

/// The byte that a backslash and this byte stand for.
fn escape(byte: u8, quote: Quote) -> Option<u8> {
    match byte {
        b'\\' | b'\'' => Some(byte),
        _ if quote != Quote::Double => None,
        b'"' => Some(byte),
        b'a' => Some(0x07),
        b'b' => Some(0x08),
        b'f' => Some(0x0c),
        b'n' => Some(b'\n'),
        b'r' => Some(b'\r'),
        b't' => Some(b'\t'),
        b'v' => Some(0x0b),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn split(raw: &str, quote: Quote, expected: &str) {
        let shown = pieces(raw, quote).map(|piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Reference(Reference { at, name, default }) => match default {
                Some(default) => format!("{at}:{name} or {default}"),
                None => format!("{at}:{name}"),
            },
            Piece::Ambiguous(at, why) => format!("{at}:{why:?}"),
        });
        assert_eq!(shown.collect::<Vec<_>>().join("|"), expected, "{raw:?}");
    }

    #[test]
    fn references_are_told_from_text() {
        for text in ["", "$A", "a$b$", "${", "${A", "$ {A}", "}{", "$(A)", "$$"] {
            split(text, Quote::None, text);
        }
        split("x${A}y${B:-z}", Quote::Double, "x|1:A|y|6:B or z");
        split(
            "${A:-}${A:-a:-b}${A:-$B}",
            Quote::None,
            "0:A or |6:A or a:-b|16:A or $B",
        );
        split("$${A}${B", Quote::None, "$|1:A|${B");
        split("\\\\${A}", Quote::Double, "\\\\|2:A");
    }

    #[test]
    fn forms_that_readers_disagree_on_are_found() {
        split("'${A}${B", Quote::Single, "'|1:InSingleQuotes|${B");
        split("\\${A}", Quote::None, "\\|1:Escaped");
        split("${A:-${B}}", Quote::None, "0:NestedDefault|}");
        for other in [
            "${}", "${ A}", "${A:x}", "${A-x}", "${A?}", "${1}", "${A.B}", "${{A}", "${A:${B}",
        ] {
            split(other, Quote::Double, "0:OtherForm");
        }
    }

    #[test]
    fn escapes_depend_on_the_quotes() {
        let decoded = |text: &str, quote| {
            let mut out = Vec::new();
            decode(&mut out, text, quote);
            String::from_utf8(out).unwrap()
        };
        let text = r#"\\'\"\a\b\f\n\r\t\v\$\x\é\"#;
        assert_eq!(decoded(text, Quote::None), text);
        assert_eq!(decoded(text, Quote::Single), r#"\'\"\a\b\f\n\r\t\v\$\x\é\"#);
        let double = "\\'\"\u{7}\u{8}\u{c}\n\r\t\u{b}\\$\\x\\é\\";
        assert_eq!(decoded(text, Quote::Double), double);
    }
}
