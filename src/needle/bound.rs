//! What must not stand beside a short value: as a part of a longer word it is
//! met by chance.

use super::form::Encoding;

/// A shorter value is searched for as a word of its own.
const SHORT: usize = 12;

/// What must not stand beside a needle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Anything may.
    None,
    /// No letter and no digit.
    Bytes,
    /// The same in UTF-16, of a needle without its first or last zero byte.
    Units,
}

impl Bound {
    /// That of a form of so many bytes.
    pub(super) fn of(encoding: Encoding, length: usize) -> Self {
        match encoding {
            Encoding::Base64 | Encoding::Base64Url | Encoding::Hex | Encoding::Escaped => {
                Self::None
            }
            Encoding::Utf16Le | Encoding::Utf16Be if length < 2 * SHORT => Self::Units,
            Encoding::Utf16Le | Encoding::Utf16Be => Self::None,
            _ if length < SHORT => Self::Bytes,
            _ => Self::None,
        }
    }

    /// Whether a needle stands alone at a place of a text.
    pub(crate) fn holds(self, text: &[u8], start: usize, end: usize) -> bool {
        let at = |place: Option<usize>| place.and_then(|place| text.get(place)).copied();
        let is_word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        match self {
            Self::None => true,
            Self::Bytes => !is_word(at(start.checked_sub(1))) && !is_word(at(Some(end))),
            Self::Units => {
                let before =
                    at(start.checked_sub(1)) == Some(0) && is_word(at(start.checked_sub(2)));
                let after = at(Some(end)) == Some(0) && is_word(at(Some(end + 1)));
                !before && !after
            }
        }
    }
}
