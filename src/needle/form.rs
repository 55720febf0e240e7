//! One form in which a value may come out.

use std::fmt;

use zeroize::Zeroizing;

use crate::needle::encoding::Encoding;

/// Bytes that are wiped on drop.
pub(super) type FormBytes = Zeroizing<Vec<u8>>;

/// Shorter forms are searched for as whole words: inside a longer word they occur by
/// chance.
const SHORT: usize = 12;

/// One form of a value. Wiped on drop, and never printed.
pub struct Form {
    encoding: Encoding,
    public: usize,
    partial: bool,
    /// From where on pieces of the form are secret, too.
    broken_from: Option<usize>,
    bytes: FormBytes,
}

impl Form {
    /// A form of the whole value, or of a part of it.
    pub(super) fn new(encoding: Encoding, bytes: FormBytes) -> Self {
        Self {
            encoding,
            public: 0,
            partial: false,
            broken_from: None,
            bytes,
        }
    }

    /// A form of the beginning of a value.
    pub(super) fn partial(encoding: Encoding, bytes: FormBytes) -> Self {
        Self {
            partial: true,
            ..Self::new(encoding, bytes)
        }
    }

    /// Notes that the form's first bytes are not secret, if it begins with them.
    pub(super) fn publish(&mut self, public: &[u8]) {
        if self.bytes.starts_with(public) {
            self.public = public.len();
        }
    }

    /// Gives back the room that the encoder did not need.
    pub(super) fn shrink(&mut self) {
        if self.bytes.len() < self.bytes.capacity() {
            self.bytes = copy(&self.bytes);
        }
    }

    /// Notes that each piece of the form is as random as all of it, from a place on.
    pub(super) fn break_up(mut self, from: usize) -> Self {
        self.broken_from = Some(from);
        self
    }

    /// From where on pieces of the form are secret, too.
    pub(super) fn broken_from(&self) -> Option<usize> {
        self.broken_from
    }

    /// How the form is made.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The bytes, as secret as the value. `tests/house_rules.rs` counts the uses
    /// of this door, too.
    pub fn expose(&self) -> &[u8] {
        &self.bytes
    }

    /// How many of the first bytes are not secret: a URL's scheme and user.
    pub fn public(&self) -> usize {
        self.public
    }

    /// Whether it is only the beginning of the value.
    pub(crate) fn is_partial(&self) -> bool {
        self.partial
    }

    /// Whether the form at a place of a text is not part of a longer word. An encoded
    /// value may have other digits next to it, and a long form inside a word is always
    /// a leak.
    pub(crate) fn stands_alone(&self, text: &[u8], start: usize, end: usize) -> bool {
        let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let (before, after) = (&text[..start], &text[end..]);
        match self.encoding {
            Encoding::Base64 | Encoding::Base64Url | Encoding::Hex | Encoding::Escaped => true,
            Encoding::Utf16Le | Encoding::Utf16Be => {
                // The zero byte at one end of the form was left out.
                let follows = matches!(before, [.., byte, 0] if is_word(Some(byte)));
                let goes_on = matches!(after, [0, byte, ..] if is_word(Some(byte)));
                self.bytes.len() >= 2 * SHORT || !(follows || goes_on)
            }
            _ => self.bytes.len() >= SHORT || !(is_word(before.last()) || is_word(after.first())),
        }
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Form").field(&self.encoding).finish()
    }
}

/// A copy that is wiped on drop.
pub(super) fn copy(bytes: &[u8]) -> FormBytes {
    Zeroizing::new(bytes.to_vec())
}

/// The most bytes that a rule writes for a byte or a character.
const LONGEST_STEP: usize = 32;

/// A buffer for a text whose form is about as long.
fn buffer(text: &[u8]) -> FormBytes {
    FormBytes::new(Vec::with_capacity(
        text.len() + text.len() / 8 + LONGEST_STEP,
    ))
}

/// Moves a buffer that is nearly full to a larger one. A vector that grows by itself would
/// leave a copy behind, and one that is always large enough takes long to wipe.
fn make_room(out: &mut FormBytes) {
    if out.capacity() - out.len() < LONGEST_STEP {
        let mut larger = FormBytes::new(Vec::with_capacity(2 * out.capacity()));
        larger.extend_from_slice(out);
        *out = larger;
    }
}

/// Writes each byte of a text through a rule.
pub(super) fn mapped(text: &[u8], mut rule: impl FnMut(u8, &mut Vec<u8>)) -> FormBytes {
    let mut out = buffer(text);
    for byte in text {
        make_room(&mut out);
        let before = out.len();
        rule(*byte, &mut out);
        debug_assert!(
            out.len() - before <= LONGEST_STEP,
            "a rule writes more than is reserved"
        );
    }
    out
}

/// Writes each character of a text by a rule. `None` if the text is not UTF-8.
pub(super) fn mapped_characters(
    text: &[u8],
    mut rule: impl FnMut(char, &mut Vec<u8>),
) -> Option<FormBytes> {
    let text = std::str::from_utf8(text).ok()?;
    let mut out = buffer(text.as_bytes());
    for character in text.chars() {
        make_room(&mut out);
        let before = out.len();
        rule(character, &mut out);
        debug_assert!(
            out.len() - before <= LONGEST_STEP,
            "a rule writes more than is reserved"
        );
    }
    Some(out)
}

/// Appends a character as it is.
pub(super) fn push_char(character: char, out: &mut Vec<u8>) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_is_as_large_as_its_form_asks() {
        let same = mapped(&[b'a'; 1000], |byte, out| out.push(byte));
        assert!(same.len() == 1000 && same.capacity() < 1200);
        let text = [b'"'; 1000];
        let six = mapped(&text, |_, out| out.extend_from_slice(b"&quot;"));
        assert_eq!(*six, b"&quot;".repeat(1000));
        let most = [b'x'; LONGEST_STEP];
        let all = mapped_characters(b"abc", |_, out| out.extend_from_slice(&most));
        assert_eq!(all.unwrap().len(), 3 * LONGEST_STEP);
    }
}
