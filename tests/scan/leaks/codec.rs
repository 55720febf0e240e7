//! The forms that values take in files, each written anew here.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

pub(super) fn base64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

pub(super) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Base64 in lines of 76 characters, as mail has it.
pub(super) fn mime(bytes: impl AsRef<[u8]>) -> String {
    let text = base64(bytes);
    let lines = text.as_bytes().chunks(76);
    let lines: Vec<&str> = lines
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    lines.join("\n")
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// What `xxd` prints.
pub(super) fn dump(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (row, chunk) in bytes.chunks(16).enumerate() {
        write!(text, "{:08x}: ", row * 16).unwrap();
        let pairs: Vec<String> = chunk.chunks(2).map(hex).collect();
        let shown = chunk.iter().map(|byte| match byte {
            32..=126 => char::from(*byte),
            _ => '.',
        });
        writeln!(
            text,
            "{:<40} {}",
            pairs.join(" "),
            shown.collect::<String>()
        )
        .unwrap();
    }
    text
}

/// A JSON string without its quotes; `escape` says how other characters than
/// plain ones are written.
pub(super) fn json(text: &str, escape: fn(char) -> Option<String>) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match (escape(letter), letter) {
            (Some(escaped), _) => out.push_str(&escaped),
            (None, '"') => out.push_str("\\\""),
            (None, '\\') => out.push_str("\\\\"),
            (None, '\n') => out.push_str("\\n"),
            (None, letter) => out.push(letter),
        }
    }
    out
}

/// As most programs write JSON.
pub(super) fn plain(_: char) -> Option<String> {
    None
}

/// As Python's `json.dumps` does.
pub(super) fn ascii(letter: char) -> Option<String> {
    let mut units = [0; 2];
    let units = letter.encode_utf16(&mut units);
    let escaped = |unit: &u16| format!("\\u{unit:04x}");
    (!letter.is_ascii()).then(|| units.iter().map(escaped).collect())
}

/// As Go's `encoding/json` does.
pub(super) fn go(letter: char) -> Option<String> {
    matches!(letter, '&' | '<' | '>').then(|| format!("\\u{:04x}", u32::from(letter)))
}

/// As PHP's `json_encode` does.
pub(super) fn php(letter: char) -> Option<String> {
    (letter == '/')
        .then(|| "\\/".to_owned())
        .or_else(|| ascii(letter))
}

/// As `encodeURIComponent` does.
pub(super) fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
        out
    })
}

/// As a form is sent, with small digits.
pub(super) fn form(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b' ' => out.push('+'),
            _ if byte.is_ascii_alphanumeric() || b"-_.*".contains(&byte) => {
                out.push(char::from(byte));
            }
            _ => write!(out, "%{byte:02x}").unwrap(),
        }
        out
    })
}

pub(super) fn html(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// Every special character as a decimal number.
pub(super) fn numeric(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, letter| {
        if "&<>\"'".contains(letter) {
            write!(out, "&#{};", u32::from(letter)).unwrap();
        } else {
            out.push(letter);
        }
        out
    })
}

/// As `%q` of bash writes it.
pub(super) fn backslashed(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, letter| {
        if " &<>\"'$;()".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
        out
    })
}

/// As Python's `repr` of bytes.
pub(super) fn repr_of_bytes(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        match byte {
            b'\n' => out.push_str("\\n"),
            32..=126 => out.push(char::from(*byte)),
            _ => write!(out, "\\x{byte:02x}").unwrap(),
        }
        out
    })
}

/// As the history of zsh has it.
pub(super) fn metafied(text: &str) -> Vec<u8> {
    let special = |byte: &u8| *byte == 0 || (0x83..=0xa2).contains(byte);
    let bytes = text.bytes().flat_map(|byte| {
        if special(&byte) {
            vec![0x83, byte ^ 0x20]
        } else {
            vec![byte]
        }
    });
    bytes.collect()
}

pub(super) fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = format!("\u{feff}{text}");
    text.encode_utf16().flat_map(order).collect()
}

/// As mail has text, in lines that end in `=`.
pub(super) fn quoted_printable(text: &str) -> String {
    let (mut out, mut column) = (String::new(), 0);
    for byte in text.bytes() {
        let piece = match byte {
            b'=' => "=3D".to_owned(),
            32..=126 => char::from(byte).to_string(),
            _ => format!("={byte:02X}"),
        };
        if column + piece.len() > 40 {
            out.push_str("=\n");
            column = 0;
        }
        column += piece.len();
        out.push_str(&piece);
    }
    out
}
