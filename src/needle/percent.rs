//! Percent-encoded forms.

use crate::core::hex::{self, LOWER, UPPER};
use crate::needle::form::{FormBytes, mapped};

/// The characters that encoders keep besides letters and digits.
const KEPT: [&[u8]; 6] = [
    // RFC 3986, Python's `quote(safe="")`.
    b"-._~",
    // Python's `quote`.
    b"-._~/",
    // `encodeURIComponent`.
    b"-._~!*'()",
    // `encodeURI`.
    b"-._~!*'();,/?:@&=+$#",
    // Go's `url.PathEscape`.
    b"-._~$&+=:@",
    // HTML forms (`application/x-www-form-urlencoded`).
    b"-._*",
];

/// The encoders among them that may write a space as `+`.
const FORMS: [&[u8]; 2] = [b"-._~", b"-._*"];

/// Percent-encoded by every encoder.
pub(super) fn encoded(value: &[u8]) -> Vec<FormBytes> {
    let has_space = value.contains(&b' ');
    let spaced = KEPT.map(|kept| (kept, b"%20".as_slice()));
    let plus = FORMS.map(|kept| (kept, b"+".as_slice()));
    let plus = plus.into_iter().filter(|_| has_space);
    let styles: Vec<_> = spaced.into_iter().chain(plus).collect();
    let in_digits = |digits| {
        let styles = styles.iter();
        styles.map(move |(kept, space)| encode(value, kept, space, digits))
    };
    let once = [UPPER, LOWER].into_iter().flat_map(in_digits);
    // A URL inside the query of another one.
    let again = |text: FormBytes| [mapped(&text, percent_twice), text];
    once.flat_map(again).collect()
}

fn percent_twice(byte: u8, out: &mut Vec<u8>) {
    out.push(byte);
    if byte == b'%' {
        out.extend_from_slice(b"25");
    }
}

fn encode(value: &[u8], kept: &[u8], space: &[u8], digits: &[u8; 16]) -> FormBytes {
    mapped(value, |byte, out| {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(byte);
        } else if byte == b' ' {
            out.extend_from_slice(space);
        } else {
            out.push(b'%');
            hex::push(out, byte, digits);
        }
    })
}
