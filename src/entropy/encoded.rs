//! The text that base64 or hex digits stand for.

use zeroize::Zeroizing;

/// A shorter text is weak whatever it stands for.
const SHORTEST: usize = 8;

/// What a text stands for: as base64 in either alphabet, padded or not, or as
/// hex digits. `None` where that is no printable text, as random bytes never are.
pub(super) fn text(encoded: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let padding = encoded.iter().rev().take_while(|byte| **byte == b'=');
    let digits = encoded.get(..encoded.len() - padding.count().min(2))?;
    if digits.len() < SHORTEST {
        return None;
    }
    decoded(digits, 4, hex_digit).or_else(|| decoded(digits, 6, base64_digit))
}

/// The base64 at the end of a text such as `name=digits`.
pub(super) fn last_digits(text: &[u8]) -> &[u8] {
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = text.iter().rev().skip(padding);
    let digits = digits.take_while(|byte| base64_digit(**byte).is_some());
    let length = padding + digits.count();
    text.get(text.len() - length..).unwrap_or_default()
}

/// Puts digits of so many bits together to bytes; what is left over is no byte.
fn decoded(
    digits: &[u8],
    width: u32,
    digit: impl Fn(u8) -> Option<u8>,
) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(digits.len()));
    let (mut held, mut count) = (0_u32, 0);
    for byte in digits {
        held = held << width | u32::from(digit(*byte)?);
        count += width;
        if count >= 8 {
            count -= 8;
            let [.., byte] = (held >> count).to_be_bytes();
            if byte.is_ascii_control() && !byte.is_ascii_whitespace() {
                return None;
            }
            bytes.push(byte);
        }
    }
    str::from_utf8(&bytes).is_ok().then_some(bytes)
}

fn hex_digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - b'a' + 10,
        b'A'..=b'F' => byte - b'A' + 10,
        _ => return None,
    })
}

fn base64_digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}
