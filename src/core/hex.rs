//! Hexadecimal digits, and what is written in them: percent escapes and UUIDs.

use zeroize::Zeroizing;

/// The digits in small letters.
pub(crate) const LOWER: &[u8; 16] = b"0123456789abcdef";
/// The digits in capitals.
pub(crate) const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// Appends the two digits of a byte.
pub(crate) fn push(out: &mut Vec<u8>, byte: u8, digits: &[u8; 16]) {
    out.extend([byte >> 4, byte & 15].map(|digit| digits[usize::from(digit)]));
}

/// Bytes in lower-case digits.
pub(crate) fn digits(bytes: &[u8]) -> String {
    let digit = |digit: u8| char::from(LOWER[usize::from(digit)]);
    let pairs = bytes.iter().map(|byte| [byte >> 4, byte & 15]);
    pairs.flatten().map(digit).collect()
}

/// The byte that `%` and two digits at the start of a text stand for.
pub(crate) fn percent_escape(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else {
        return None;
    };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(*high)? << 4 | digit(*low)?).ok()
}

/// Decodes percent escapes. A `%` that begins none stays, as clients leave it.
pub(crate) fn percent_decoded(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let [first, after @ ..] = rest {
        if let Some(byte) = percent_escape(rest) {
            decoded.push(byte);
            rest = &rest[3..];
        } else {
            decoded.push(*first);
            rest = after;
        }
    }
    decoded
}

/// Whether a text is a UUID with its hyphens.
pub(crate) fn is_uuid(text: &[u8]) -> bool {
    let is_good = |(at, byte): (usize, &u8)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.iter().enumerate().all(is_good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_digits_stand_for_each_other() {
        assert_eq!(digits(&[0, 0xaf, 9]), "00af09");
        let mut out = Vec::new();
        push(&mut out, 0xaf, UPPER);
        assert_eq!(out, b"AF");
        for (text, decoded) in [
            ("", ""),
            ("a%40b%2Fc%2f", "a@b/c/"),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz%2", "%zz%2"),
            ("%%41", "%A"),
        ] {
            assert_eq!(
                *percent_decoded(text.as_bytes()),
                decoded.as_bytes(),
                "{text}"
            );
        }
    }
}
