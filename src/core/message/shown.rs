//! Values that may be shown.

use std::fmt;

use crate::core::message::text::Showable;
use crate::core::secret::{SecretValue, Secrets};

/// A setting's value that may be shown: a word of the schema, or at most 7 bytes
/// of `[A-Za-z0-9._-]`, so that even a secret kept in a setting by mistake is not
/// given away. The value of a secret of the run is never one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// The value of a setting, if it is short and plain enough.
    pub fn setting(value: &SecretValue, secrets: &Secrets<'_>) -> Option<Self> {
        Self::plain(value, 7, b"._-", secrets)
    }

    /// The value of a setting, if it is one of these words of the schema, which every
    /// reader of the schema knows.
    pub fn stated<'a>(
        value: &SecretValue,
        mut words: impl Iterator<Item = &'a [u8]>,
        secrets: &Secrets<'_>,
    ) -> Option<Self> {
        let shown = Self::plain(value, 64, b"._-/:,+", secrets)?;
        words
            .any(|word| word == shown.0.as_bytes())
            .then_some(shown)
    }

    /// A value of letters, digits and such signs, up to a length; not one that a
    /// secret has, too.
    fn plain(
        value: &SecretValue,
        longest: usize,
        signs: &[u8],
        secrets: &Secrets<'_>,
    ) -> Option<Self> {
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || signs.contains(byte);
        let bytes = value.expose();
        let good = !bytes.is_empty() && bytes.len() <= longest && bytes.iter().all(is_plain);
        (good && !secrets.has(value)).then(|| Self(String::from_utf8_lossy(bytes).into_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Showable for Shown {}
