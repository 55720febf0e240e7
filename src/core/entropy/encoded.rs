//! Decodes base64, base32, hex digits and similar encodings of text.

use zeroize::Zeroizing;

/// A shorter text is weak, whatever it decodes to.
const SHORTEST: usize = 8;

/// Base32 has at most this much padding, base64 less.
const PADDING: usize = 6;

/// Decodes a text: hex digits, base64 or base32 in either alphabet, padded or not, or a
/// list of bytes (`4B-65-79`). `None` if the result is not printable text; random bytes
/// never are.
pub(crate) fn text(encoded: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let padding = encoded.iter().rev().take_while(|byte| **byte == b'=');
    let digits = encoded.get(..encoded.len() - padding.count().min(PADDING))?;
    if digits.len() < SHORTEST {
        return None;
    }
    readable(Digits::new(digits, &HEX))
        .or_else(|| readable(Digits::new(digits, &BASE64)))
        .or_else(|| readable(Digits::new(digits, &BASE32)))
        .or_else(|| readable(Digits::new(digits, &BASE32_HEX)))
        .or_else(|| readable(listed(digits)))
}

/// What a text stands for in base85, in the alphabets of Ascii85, Python's
/// `b85encode` and `ZeroMQ`; `None` as above.
pub(super) fn text_of_85(encoded: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let framed = encoded.strip_prefix(b"<~");
    let bare = framed.and_then(|rest| rest.strip_suffix(b"~>"));
    let digits = bare.unwrap_or(encoded);
    if digits.len() < SHORTEST {
        return None;
    }
    let alphabets = [&ASCII85, &BASE85, &Z85];
    // Printable ASCII at the start of four bytes makes the first digit one of these.
    let plausible = |alphabet: &&&Alphabet| {
        let mut first = digits.iter().step_by(5);
        first.all(|byte| (9..=41).contains(&alphabet.digits[usize::from(*byte)]))
    };
    let mut alphabets = alphabets.iter().filter(plausible);
    alphabets.find_map(|alphabet| readable(of_85(digits, alphabet)))
}

/// The base64 at the end of a text such as `name=digits`.
pub(super) fn last_digits(text: &[u8]) -> &[u8] {
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = text.iter().rev().skip(padding);
    let digits = digits.take_while(|byte| BASE64.digits[usize::from(**byte)] != NONE);
    let length = padding + digits.count();
    &text[text.len() - length..]
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
const BASE32_HEX: Alphabet = Alphabet::new(
    5,
    b"0123456789abcdefghijklmnopqrstuv",
    b"0123456789ABCDEFGHIJKLMNOPQRSTUV",
);
const BASE64: Alphabet = Alphabet::new(
    6,
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
);
const BASE85: Alphabet = Alphabet::of_85(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~",
);
const Z85: Alphabet = Alphabet::of_85(
    b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#",
);
const ASCII85: Alphabet = Alphabet::of_85(
    b"!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstu",
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

    /// Digits of which five make four bytes.
    const fn of_85(digits: &[u8; 85]) -> Self {
        Self::new(0, digits, digits)
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
fn listed(text: &[u8]) -> impl Iterator<Item = Option<u8>> + Clone {
    text.split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let (before, digits) = piece.split_last_chunk::<2>()?;
            let marks = before.len() <= 3 && before.iter().all(|byte| b"xXuU0".contains(byte));
            Digits::new(digits, &HEX).next()?.filter(|_| marks)
        })
}

/// The bytes of base85: five digits make four of them, and fewer, filled up
/// with the last digit, one less than they are.
fn of_85(digits: &[u8], alphabet: &'static Alphabet) -> impl Iterator<Item = Option<u8>> + Clone {
    digits.chunks(5).flat_map(move |group| {
        let place = |at: usize| {
            let digit = group
                .get(at)
                .map_or(84, |byte| alphabet.digits[usize::from(*byte)]);
            (digit != NONE).then_some(u32::from(digit))
        };
        let number = (0..5).try_fold(0_u32, |number, at| {
            number.checked_mul(85)?.checked_add(place(at)?)
        });
        let bytes = number.map(u32::to_be_bytes);
        let byte = move |at| bytes.and_then(|bytes| bytes.get(at).copied());
        (0..group.len() - 1).map(byte)
    })
}
