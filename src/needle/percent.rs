//! Percent-encoded forms.

use super::form::{Encoding, Forms, mapped};
use crate::core::hex::{self, LOWER, UPPER};

/// What encoders keep besides letters and digits.
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
    // Forms of the web.
    b"-._*",
];

/// Of those, the ones that may write a space as `+`.
const FORMS: [&[u8]; 2] = [b"-._~", b"-._*"];

/// Adds the percent-encoded forms.
pub(super) fn forms(value: &[u8], forms: &mut Forms) {
    for digits in [UPPER, LOWER] {
        for kept in KEPT {
            encode(value, kept, b"%20", digits, forms);
        }
        if value.contains(&b' ') {
            for kept in FORMS {
                encode(value, kept, b"+", digits, forms);
            }
        }
    }
}

fn encode(value: &[u8], kept: &[u8], space: &[u8], digits: &[u8; 16], forms: &mut Forms) {
    let text = mapped(value, |byte, out| {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(byte);
        } else if byte == b' ' {
            out.extend_from_slice(space);
        } else {
            out.push(b'%');
            hex::push(out, byte, digits);
        }
    });
    forms.add(Encoding::Url, text);
}
