//! Bytes written as text: `hex` and `base64`.

use crate::core::message::counted;
use crate::schema::types::mismatch::Mismatch;

/// Checks `hex`: an even number of hex digits, in either case.
pub(super) fn check_hex(text: &str, bytes: Option<usize>) -> Result<(), Mismatch> {
    let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if text.strip_prefix("0x").is_some_and(all) {
        return Err(Mismatch::new("type.hex", "not only hex digits").hint("remove `0x`"));
    }
    if text.is_empty() || !all(text) {
        return Err(Mismatch::new("type.hex", "not only hex digits"));
    }
    if text.len() % 2 == 1 {
        return Err(Mismatch::new("type.hex", "an odd number of hex digits"));
    }
    check_count(text.len() / 2, bytes)
}

/// Checks `base64`: the standard or the URL-safe alphabet, not both, with or
/// without padding. Stricter than Python's decoder, which skips what is not of
/// the alphabet: white space inside is refused.
pub(super) fn check_base64(text: &str, bytes: Option<usize>) -> Result<(), Mismatch> {
    match decoded_len(text) {
        Some(count) => check_count(count, bytes),
        None => Err(Mismatch::new("type.base64", "not valid base64")),
    }
}

/// How many bytes a base64 text stands for.
pub(super) fn decoded_len(text: &str) -> Option<usize> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let whole = match padding {
        0 => digits.len() % 4 != 1,
        1 | 2 => text.len().is_multiple_of(4),
        _ => false,
    };
    let all = |extra: [u8; 2]| {
        digits
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || extra.contains(&byte))
    };
    let good = whole && !digits.is_empty() && (all(*b"+/") || all(*b"-_"));
    // Three quarters, without the product that could overflow.
    good.then_some(digits.len() / 4 * 3 + digits.len() % 4 * 3 / 4)
}

fn check_count(found: usize, wanted: Option<usize>) -> Result<(), Mismatch> {
    match wanted {
        Some(wanted) if wanted != found => {
            let what = message!("does not decode to exactly {}", counted(wanted, "byte"));
            Err(Mismatch::of("byte-count", what))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    #[test]
    fn hex_is_even() {
        table(
            &ValueType::Hex { bytes: None },
            &["00", "aBcD", "0123456789abcdef"],
            &["0", "", "0g", "0x00", "0x", "00 11", "é0"].map(|text| (text, "type.hex")),
        );
        table(
            &ValueType::Hex { bytes: Some(2) },
            &["abcd"],
            &[
                ("ab", "byte-count"),
                ("abcdef", "byte-count"),
                ("abc", "type.hex"),
            ],
        );
    }

    #[test]
    fn base64_is_of_one_alphabet_padded_or_not() {
        table(
            &ValueType::Base64 { bytes: None },
            &["YQ==", "YQ", "YWI=", "YWI", "YWJj", "-_-_", "+/+/", "_-8="],
            &[
                "Y", "YQ=", "YWI==", "YWJj=", "YQ===", "+/-_", "YW I=", " YQ==", "YQ==\n", "!!!!",
                "YQ==YQ==", "=", "==", "====", "", "YWJjZ", "YWJjZ===", "é",
            ]
            .map(|text| (text, "type.base64")),
        );
        table(
            &ValueType::Base64 { bytes: Some(1) },
            &["YQ==", "YQ"],
            &[("YWI", "byte-count")],
        );
        table(
            &ValueType::Base64 { bytes: Some(2) },
            &["YWI=", "YWI"],
            &[("YQ", "byte-count")],
        );
        table(
            &ValueType::Base64 { bytes: Some(3) },
            &["YWJj"],
            &[("YWJjZA", "byte-count")],
        );
    }
}
