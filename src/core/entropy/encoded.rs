//! Decodes base64, base32, hex digits and similar encodings of text.

use zeroize::Zeroizing;

/// A shorter text is weak, whatever it decodes to.
const SHORTEST: usize = 8;

/// Base32 has at most this much padding, base64 less.
const PADDING: usize = 6;

/// Decodes a text: hex digits, base64 or base32 in either alphabet, padded or not. `None`
/// if the result is not printable text; random bytes hardly ever are.
pub(crate) fn text(encoded: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let padding = encoded.iter().rev().take_while(|byte| **byte == b'=');
    let digits = encoded.get(..encoded.len() - padding.count().min(PADDING))?;
    if digits.len() < SHORTEST {
        return None;
    }
    readable(Digits::new(digits, &HEX))
        .or_else(|| readable(Digits::new(digits, &BASE64)))
        .or_else(|| readable(Digits::new(digits, &BASE32)))
}

/// The bytes that a list of numbers stands for (`4B-65-79`).
pub(super) fn listed(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    readable(bytes_of_list(text)).filter(|decoded| (2..7).contains(&(text.len() / decoded.len())))
}

/// The text in these bytes, if it is complete and printable. In UTF-16 and UTF-32 the
/// zero bytes are left out.
fn readable(bytes: impl Iterator<Item = Option<u8>> + Clone) -> Option<Zeroizing<Vec<u8>>> {
    let mut text = Legible::default();
    // Most data is recognised as not text after a few bytes, so nothing is stored
    // before that.
    for byte in bytes.clone() {
        if !text.admits(byte?) {
            return None;
        }
    }
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.seen));
    decoded.extend(bytes.flatten().filter(|byte| *byte != 0));
    let wide = text.zeros * 2 >= decoded.len();
    (!decoded.is_empty() && (wide || str::from_utf8(&decoded).is_ok())).then_some(decoded)
}

/// Follows bytes that may be a text.
#[derive(Default)]
struct Legible {
    seen: usize,
    zeros: usize,
    /// How many bytes of a UTF-8 character are still to come.
    missing: u8,
}

impl Legible {
    /// Reads a byte. Returns whether the bytes may still be text.
    #[inline]
    fn admits(&mut self, byte: u8) -> bool {
        self.seen += 1;
        let missing = std::mem::take(&mut self.missing);
        match byte {
            0 => {
                self.zeros += 1;
                return true;
            }
            // The byte order mark.
            0xfe.. if self.seen <= 2 => return true,
            0x80..=0xbf => {
                self.missing = missing.saturating_sub(1);
                return missing > 0 || self.zeros > 0;
            }
            0xc2..=0xdf => self.missing = 1,
            0xe0..=0xef => self.missing = 2,
            0xf0..=0xf4 => self.missing = 3,
            0xc0 | 0xc1 | 0xf5.. => return self.zeros > 0,
            _ if byte.is_ascii_control() && !byte.is_ascii_whitespace() => return false,
            _ => {}
        }
        missing == 0 || self.zeros > 0
    }
}

const NONE: u8 = u8::MAX;

/// The digits of an encoding, and the number of bits of one digit.
struct Alphabet {
    digits: [u8; 256],
    width: u32,
}

const HEX: Alphabet = Alphabet::new(4, b"0123456789abcdef", b"0123456789ABCDEF");
const BASE32: Alphabet = Alphabet::new(
    5,
    b"abcdefghijklmnopqrstuvwxyz234567",
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
);
const BASE64: Alphabet = Alphabet::new(
    6,
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
);
impl Alphabet {
    /// Digits with two spellings.
    const fn new<const N: usize>(width: u32, one: &[u8; N], other: &[u8; N]) -> Self {
        let mut digits = [NONE; 256];
        let mut digit: u8 = 0;
        while (digit as usize) < N {
            digits[one[digit as usize] as usize] = digit;
            digits[other[digit as usize] as usize] = digit;
            digit += 1;
        }
        Self { digits, width }
    }
}

/// Decodes digits to bytes. Bits that are left over are dropped.
#[derive(Clone)]
struct Digits<'t> {
    rest: std::slice::Iter<'t, u8>,
    alphabet: &'static Alphabet,
    held: u32,
    count: u32,
}

impl<'t> Digits<'t> {
    fn new(digits: &'t [u8], alphabet: &'static Alphabet) -> Self {
        Self {
            rest: digits.iter(),
            alphabet,
            held: 0,
            count: 0,
        }
    }
}

impl Iterator for Digits<'_> {
    type Item = Option<u8>;

    #[inline]
    fn next(&mut self) -> Option<Option<u8>> {
        while self.count < 8 {
            let digit = self.alphabet.digits[usize::from(*self.rest.next()?)];
            if digit == NONE {
                return Some(None);
            }
            self.held = self.held << self.alphabet.width | u32::from(digit);
            self.count += self.alphabet.width;
        }
        self.count -= 8;
        let [.., byte] = (self.held >> self.count).to_be_bytes();
        Some(Some(byte))
    }
}

/// The bytes of a list in hex digits, each with a sign, `x` or zeros before it
/// (`4B-65-79`, `=4B=65=79`, `&#x4b;&#x65;&#x79;`).
fn bytes_of_list(text: &[u8]) -> impl Iterator<Item = Option<u8>> + Clone {
    text.split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let (before, digits) = piece.split_last_chunk::<2>()?;
            let marks = before.len() <= 3 && before.iter().all(|byte| b"xXuU0".contains(byte));
            Digits::new(digits, &HEX).next()?.filter(|_| marks)
        })
}
