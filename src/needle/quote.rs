//! Forms in JSON strings, in shell words and in Python's `repr`, without the
//! quotes around them.

use super::form::{Encoding, Forms, Text, mapped};
use crate::core::hex::{self, LOWER, UPPER};

/// How a JSON encoder goes beyond what JSON asks for.
#[derive(Clone, Copy)]
struct Style {
    /// Python and PHP write what is not ASCII as `\u00e9`.
    ascii: bool,
    /// PHP writes `\/`.
    slash: bool,
    signs: Signs,
}

/// Which signs are written as `\u003c` though they need not be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signs {
    /// None.
    None,
    /// Go: `<`, `>` and `&`.
    Markup,
    /// .NET: quotes, `+` and a backquote, too, in capital digits.
    Net,
}

const PLAIN: Style = Style {
    ascii: false,
    slash: false,
    signs: Signs::None,
};

const STYLES: [Style; 6] = [
    PLAIN,
    Style {
        ascii: true,
        ..PLAIN
    },
    Style {
        slash: true,
        ..PLAIN
    },
    Style {
        ascii: true,
        slash: true,
        ..PLAIN
    },
    Style {
        signs: Signs::Markup,
        ..PLAIN
    },
    Style {
        ascii: true,
        signs: Signs::Net,
        ..PLAIN
    },
];

/// Adds the forms in JSON, and JSON in JSON.
pub(super) fn json(value: &[u8], forms: &mut Forms) {
    let Ok(text) = std::str::from_utf8(value) else {
        return;
    };
    for style in STYLES {
        let once = json_string(text, style);
        if let Ok(inner) = std::str::from_utf8(&once) {
            forms.add(Encoding::Json, json_string(inner, style));
        }
        forms.add(Encoding::Json, once);
    }
}

/// Adds the form that .NET writes: what is not ASCII, and what HTML has a use
/// for, as `\u002B`; and Java's, where only the former is.
pub(super) fn json_of_dotnet(value: &[u8], forms: &mut Forms) {
    let Ok(text) = std::str::from_utf8(value) else {
        return;
    };
    for special in ["\"&'+<>`", ""] {
        let mut out = Text::new(Vec::with_capacity(text.len() * 6));
        for character in text.chars() {
            match character {
                '\\' => out.extend_from_slice(b"\\\\"),
                '\n' => out.extend_from_slice(b"\\n"),
                '\r' => out.extend_from_slice(b"\\r"),
                '\t' => out.extend_from_slice(b"\\t"),
                '\0'..=' ' if character != ' ' => unicode(character, UPPER, &mut out),
                '\u{7f}'.. => unicode(character, UPPER, &mut out),
                _ if special.contains(character) => unicode(character, UPPER, &mut out),
                '"' => out.extend_from_slice(b"\\\""),
                _ => push_char(character, &mut out),
            }
        }
        forms.add(Encoding::Json, out);
    }
}

fn json_string(text: &str, style: Style) -> Text {
    let mut out = Text::new(Vec::with_capacity(text.len() * 6));
    let net = style.signs == Signs::Net;
    let digits = if net { UPPER } else { LOWER };
    for character in text.chars() {
        match character {
            '"' | '\'' | '+' | '`' if net => unicode(character, digits, &mut out),
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            '\u{8}' => out.extend_from_slice(b"\\b"),
            '\u{c}' => out.extend_from_slice(b"\\f"),
            '/' if style.slash => out.extend_from_slice(b"\\/"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' if style.signs != Signs::None => {
                unicode(character, digits, &mut out);
            }
            '\0'..='\u{1f}' => unicode(character, digits, &mut out),
            '\u{80}'.. if style.ascii => unicode(character, digits, &mut out),
            _ => push_char(character, &mut out),
        }
    }
    out
}

/// Writes `\u` and four digits for each half of a character in UTF-16.
pub(super) fn unicode(character: char, digits: &[u8; 16], out: &mut Vec<u8>) {
    for half in character.encode_utf16(&mut [0; 2]) {
        out.extend_from_slice(b"\\u");
        for byte in half.to_be_bytes() {
            hex::push(out, byte, digits);
        }
    }
}

fn push_char(character: char, out: &mut Vec<u8>) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Adds the forms in shell words: between single quotes (also as Python's
/// `shlex` does it), between double quotes, and as `printf %q` writes them.
pub(super) fn shell(value: &[u8], forms: &mut Forms) {
    for inner in [b"'\\''".as_slice(), b"'\"'\"'"] {
        let text = mapped(value, |byte, out| match byte {
            b'\'' => out.extend_from_slice(inner),
            _ => out.push(byte),
        });
        forms.add(Encoding::Shell, text);
    }
    for special in [b"$`\"\\".as_slice(), b"$`\"\\!"] {
        let text = mapped(value, |byte, out| escaped(byte, special, out));
        forms.add(Encoding::Shell, text);
    }
    let mut before = b'=';
    let text = mapped(value, |byte, out| {
        let special = match byte {
            b'#' => out.is_empty(),
            b'~' => b"=:".contains(&before),
            _ => b" \t!\"$&'()*,;<>?[\\]^`{|}".contains(&byte),
        };
        before = byte;
        if special {
            out.push(b'\\');
        }
        out.push(byte);
    });
    forms.add(Encoding::Shell, text);
    for utf8 in [true, false] {
        forms.add(
            Encoding::Shell,
            mapped(value, |byte, out| ansi(byte, utf8, out)),
        );
    }
}

fn escaped(byte: u8, special: &[u8], out: &mut Vec<u8>) {
    if special.contains(&byte) {
        out.push(b'\\');
    }
    out.push(byte);
}

/// Writes a byte as in `$'…'`.
fn ansi(byte: u8, utf8: bool, out: &mut Vec<u8>) {
    let letter = match byte {
        b'\n' => b'n',
        b'\t' => b't',
        b'\r' => b'r',
        0x07 => b'a',
        0x08 => b'b',
        0x0b => b'v',
        0x0c => b'f',
        0x1b => b'E',
        b'\\' | b'\'' => byte,
        0..0x20 | 0x7f => return octal(byte, out),
        0x80.. if !utf8 => return octal(byte, out),
        _ => return out.push(byte),
    };
    out.extend_from_slice(&[b'\\', letter]);
}

fn octal(byte: u8, out: &mut Vec<u8>) {
    out.push(b'\\');
    out.extend([byte >> 6, byte >> 3 & 7, byte & 7].map(|digit| b'0' + digit));
}

/// Adds the forms of Python's `repr`, of text and of bytes.
pub(super) fn python(value: &[u8], forms: &mut Forms) {
    // `repr` takes double quotes where only single ones stand in the text.
    let single = !value.contains(&b'\'') || value.contains(&b'"');
    let bytes = mapped(value, |byte, out| match byte {
        b'\'' if single => out.extend_from_slice(b"\\'"),
        b'\\' => out.extend_from_slice(b"\\\\"),
        0x20..0x7f => out.push(byte),
        _ => python_control(byte, out),
    });
    forms.add(Encoding::Python, bytes);
    let Ok(text) = std::str::from_utf8(value) else {
        return;
    };
    let mut out = Text::new(Vec::with_capacity(text.len() * 6));
    for character in text.chars() {
        match character {
            '\'' if single => out.extend_from_slice(b"\\'"),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\0'..' ' | '\u{7f}'..='\u{a0}' | '\u{ad}' => {
                python_control(
                    u8::try_from(u32::from(character)).unwrap_or_default(),
                    &mut out,
                );
            }
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{feff}' => {
                unicode(character, LOWER, &mut out);
            }
            _ => push_char(character, &mut out),
        }
    }
    forms.add(Encoding::Python, out);
}

/// Adds the form of Python's `ascii`.
pub(super) fn python_ascii(value: &[u8], forms: &mut Forms) {
    let Ok(text) = std::str::from_utf8(value) else {
        return;
    };
    let single = !value.contains(&b'\'') || value.contains(&b'"');
    let mut out = Text::new(Vec::with_capacity(text.len() * 10));
    for character in text.chars() {
        match (character, u8::try_from(u32::from(character))) {
            ('\'', _) if single => out.extend_from_slice(b"\\'"),
            ('\\', _) => out.extend_from_slice(b"\\\\"),
            (' '..='~', Ok(byte)) => out.push(byte),
            (_, Ok(byte)) => python_control(byte, &mut out),
            ('\u{10000}'.., _) => {
                out.extend_from_slice(b"\\U");
                for byte in u32::from(character).to_be_bytes() {
                    hex::push(&mut out, byte, LOWER);
                }
            }
            _ => unicode(character, LOWER, &mut out),
        }
    }
    forms.add(Encoding::Python, out);
}

fn python_control(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        _ => {
            out.extend_from_slice(b"\\x");
            hex::push(out, byte, LOWER);
        }
    }
}
