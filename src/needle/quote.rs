//! Forms in JSON strings, in shell words and in Python's `repr`, without the
//! quotes around them.

use crate::core::hex::{self, LOWER, UPPER};
use crate::needle::form::{FormBytes, mapped, mapped_characters, push_char};

/// The characters that a JSON encoder escapes although JSON does not require it.
#[derive(Clone, Copy)]
struct Style {
    /// Characters that are written like `\u003c`, although JSON does not require it.
    signs: &'static str,
    /// The first non-ASCII character that is written this way, too.
    beyond: char,
    digits: &'static [u8; 16],
    /// Whether `/` is written as `\/`.
    slash: bool,
    /// Whether `\b` and `\f` are used.
    short: bool,
}

const PLAIN: Style = Style {
    signs: "",
    beyond: char::MAX,
    digits: LOWER,
    slash: false,
    short: true,
};

const PYTHON: Style = Style {
    beyond: '\u{80}',
    ..PLAIN
};

const STYLES: [Style; 7] = [
    PLAIN,
    PYTHON,
    // PHP, with and without its flag for Unicode.
    Style {
        slash: true,
        ..PLAIN
    },
    Style {
        slash: true,
        ..PYTHON
    },
    // Go.
    Style {
        signs: "<>&\u{2028}\u{2029}",
        ..PLAIN
    },
    // Java's Gson.
    Style {
        signs: "<>&='\u{2028}\u{2029}",
        ..PLAIN
    },
    // .NET.
    Style {
        signs: "\"'+`<>&\u{2028}\u{2029}",
        digits: UPPER,
        ..PYTHON
    },
];

/// Encoders whose output is kept in files: an older .NET, and Java.
const STYLES_OF_FILES: [Style; 2] = [
    Style {
        signs: "\"&'+<>`",
        ..JAVA
    },
    JAVA,
];

const JAVA: Style = Style {
    beyond: '\u{7f}',
    digits: UPPER,
    short: false,
    ..PLAIN
};

/// In JSON, and as JSON in JSON.
pub(super) fn json(value: &[u8]) -> Vec<FormBytes> {
    let texts = STYLES.into_iter().flat_map(|style| {
        let once = json_string(value, style);
        let twice = once.as_ref().and_then(|once| json_string(once, style));
        [twice, once]
    });
    texts.flatten().collect()
}

/// In JSON that is kept in files.
pub(super) fn json_of_files(value: &[u8]) -> Vec<FormBytes> {
    let styles = STYLES_OF_FILES.into_iter();
    styles
        .filter_map(|style| json_string(value, style))
        .collect()
}

/// In JSON once, as most encoders write it, and as Gson does.
pub(super) fn json_strings(value: &[u8]) -> impl Iterator<Item = FormBytes> {
    let styles = [STYLES[0], STYLES[5]].into_iter();
    styles.filter_map(|style| json_string(value, style))
}

fn json_string(text: &[u8], style: Style) -> Option<FormBytes> {
    mapped_characters(text, |character, out| match character {
        _ if character >= style.beyond || style.signs.contains(character) => {
            push_unicode(character, style.digits, out);
        }
        '"' => out.extend_from_slice(b"\\\""),
        '\\' => out.extend_from_slice(b"\\\\"),
        '\n' => out.extend_from_slice(b"\\n"),
        '\r' => out.extend_from_slice(b"\\r"),
        '\t' => out.extend_from_slice(b"\\t"),
        '\u{8}' if style.short => out.extend_from_slice(b"\\b"),
        '\u{c}' if style.short => out.extend_from_slice(b"\\f"),
        '/' if style.slash => out.extend_from_slice(b"\\/"),
        '\0'..='\u{1f}' => push_unicode(character, style.digits, out),
        _ => push_char(character, out),
    })
}

/// Writes `\u` and four digits for each half of a character in UTF-16.
pub(super) fn push_unicode(character: char, digits: &[u8; 16], out: &mut Vec<u8>) {
    for half in character.encode_utf16(&mut [0; 2]) {
        out.extend_from_slice(b"\\u");
        for byte in half.to_be_bytes() {
            hex::push(out, byte, digits);
        }
    }
}

/// The characters before which bash's `printf %q`, zsh's `%q` inside and outside a
/// terminal, and cmd.exe put their escape character.
const BARE: [(&[u8], u8); 4] = [
    (b" \t!\"$&'()*,;<>?[\\]^`{|}", b'\\'),
    (b" \t!\"#$&'()*;<=>?[\\]^`{|}~", b'\\'),
    (b" \t\"#$&'()*;<=>?[\\]^`{|}~", b'\\'),
    (b"%&<>^|()\"", b'^'),
];

/// The characters that are escaped between double quotes, in POSIX shells and in PowerShell.
const DOUBLE: [(&[u8], u8); 3] = [(b"$`\"\\", b'\\'), (b"$`\"\\!", b'\\'), (b"$`\"", b'`')];

/// In shell words: between single quotes (also as Python's `shlex` and dash do it),
/// between double quotes, and with escape characters.
pub(super) fn shell(value: &[u8]) -> Vec<FormBytes> {
    let single = [b"'\\''".as_slice(), b"'\"'\"'"].map(|inner| {
        mapped(value, |byte, out| match byte {
            b'\'' => out.extend_from_slice(inner),
            _ => out.push(byte),
        })
    });
    // dash has all single quotes in a row between one pair of double ones.
    let mut following = value.iter().skip(1);
    let mut before = 0;
    let dash = mapped(value, |byte, out| {
        let after = following.next();
        if byte == b'\'' && before != byte {
            out.extend_from_slice(b"'\"");
        }
        out.push(byte);
        if byte == b'\'' && after != Some(&byte) {
            out.extend_from_slice(b"\"'");
        }
        before = byte;
    });
    let escaped = BARE.iter().chain(&DOUBLE).map(|(special, escape)| {
        let mut before = b'=';
        mapped(value, |byte, out| {
            let special = match byte {
                b'#' if special[0] == b' ' && !special.contains(&byte) => out.is_empty(),
                b'~' if special[0] == b' ' && !special.contains(&byte) => b"=:".contains(&before),
                _ => special.contains(&byte),
            };
            before = byte;
            if special {
                out.push(*escape);
            }
            out.push(byte);
        })
    });
    let ansi = [true, false].map(|utf8| mapped(value, |byte, out| push_ansi(byte, utf8, out)));
    let quoted = single.into_iter().chain([dash]).chain(escaped);
    quoted.chain(ansi).collect()
}

/// Writes a byte as in `$'…'`.
fn push_ansi(byte: u8, utf8: bool, out: &mut Vec<u8>) {
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
        0x20..=0x7e => return out.push(byte),
        0x80.. if utf8 => return out.push(byte),
        _ => {
            out.push(b'\\');
            return push_octal(out, byte);
        }
    };
    out.extend_from_slice(&[b'\\', letter]);
}

/// Appends the three octal digits of a byte.
pub(super) fn push_octal(out: &mut Vec<u8>, byte: u8) {
    out.extend([byte >> 6, byte >> 3 & 7, byte & 7].map(|digit| b'0' + digit));
}

/// As Python's `repr` shows text and bytes.
pub(super) fn python(value: &[u8]) -> Vec<FormBytes> {
    let quote = python_quote(value);
    let bytes = mapped(value, |byte, out| {
        push_python(char::from(byte), quote, is_printable_ascii, out);
    });
    let text = mapped_characters(value, |character, out| {
        push_python(character, quote, is_printable, out);
    });
    // The `repr` of a text that has the `repr` in it: its quotes depend on that text.
    let twice = text.as_ref().into_iter().flat_map(|text| {
        ['\'', '"'].map(|quote| {
            mapped_characters(text, |character, out| {
                push_python(character, quote, is_printable, out);
            })
        })
    });
    let twice: Vec<_> = twice.flatten().collect();
    let once = std::iter::once(bytes).chain(text);
    once.chain(twice).collect()
}

/// As Python's `ascii` shows text.
pub(super) fn python_ascii(value: &[u8]) -> Vec<FormBytes> {
    let quote = python_quote(value);
    let text = mapped_characters(value, |character, out| {
        push_python(character, quote, is_printable_ascii, out);
    });
    text.into_iter().collect()
}

/// The quote that Python puts around a text: double ones only where there are
/// single ones in the text, and no double ones.
fn python_quote(value: &[u8]) -> char {
    let double = value.contains(&b'\'') && !value.contains(&b'"');
    if double { '"' } else { '\'' }
}

fn is_printable_ascii(character: char) -> bool {
    (' '..='~').contains(&character)
}

fn is_printable(character: char) -> bool {
    !matches!(character, '\0'..' ' | '\u{7f}'..='\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202f}' | '\u{feff}')
}

fn push_python(character: char, quote: char, is_shown: fn(char) -> bool, out: &mut Vec<u8>) {
    let [.., low] = u32::from(character).to_be_bytes();
    match character {
        '\\' => out.extend_from_slice(b"\\\\"),
        '\n' => out.extend_from_slice(b"\\n"),
        '\r' => out.extend_from_slice(b"\\r"),
        '\t' => out.extend_from_slice(b"\\t"),
        '\'' if quote == '\'' => out.extend_from_slice(b"\\'"),
        _ if is_shown(character) => push_char(character, out),
        '\0'..'\u{100}' => {
            out.extend_from_slice(b"\\x");
            hex::push(out, low, LOWER);
        }
        '\u{100}'..'\u{10000}' => push_unicode(character, LOWER, out),
        _ => {
            out.extend_from_slice(b"\\U");
            for byte in u32::from(character).to_be_bytes() {
                hex::push(out, byte, LOWER);
            }
        }
    }
}
