//! A secret value, and the fingerprint that is shown in its place.

use std::cell::LazyCell;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::core::hex;

/// The bytes of a variable's value. It has no NUL, as the environment of a
/// process cannot carry one, and it cannot be printed:
///
/// ```compile_fail
/// let secret = secrun::core::secret::SecretValue::new(b"test-not-a-real-key".to_vec()).unwrap();
/// println!("{secret}");
/// ```
///
/// ```
/// let secret = secrun::core::secret::SecretValue::new(b"test-not-a-real-key".to_vec()).unwrap();
/// assert_eq!(format!("{secret:?}"), "SecretValue([redacted])");
/// ```
pub struct SecretValue(Box<[u8]>);

/// A value with a NUL byte in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a NUL byte")]
pub struct NulByte;

impl SecretValue {
    /// Takes the bytes in.
    ///
    /// # Errors
    ///
    /// [`NulByte`] when there is one; the bytes are wiped.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Result<Self, NulByte> {
        let value = Self(bytes.into().into_boxed_slice());
        if value.0.contains(&0) {
            Err(NulByte)
        } else {
            Ok(value)
        }
    }

    /// The bytes themselves. This is the only door to them, and its uses are
    /// counted by `tests/house_rules.rs`.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// A second copy of the value. Not `Clone`, so that no container copies
    /// values unseen.
    pub fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// How many characters there are; a byte that is not UTF-8 counts as one.
    pub(crate) fn characters(&self) -> usize {
        let chunks = self.0.utf8_chunks();
        chunks
            .map(|it| it.valid().chars().count() + it.invalid().len())
            .sum()
    }

    /// Whether a reader that resolves references takes the whole value as one.
    pub(crate) fn begins_with_dollar(&self) -> bool {
        self.0.first() == Some(&b'$')
    }

    /// Whether there is no byte at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the value is empty or only of white space, as Python's
    /// `str.isspace` sees the ASCII range.
    pub fn is_blank(&self) -> bool {
        self.0
            .iter()
            .all(|byte| byte.is_ascii_whitespace() || matches!(byte, 0x0b | 0x1c..=0x1f))
    }

    /// Whether both hold the same bytes, in a time that does not depend on
    /// what they are.
    pub fn same(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }

    /// Whether a text equals this value or contains it. A value of fewer than eight
    /// bytes would be contained by chance.
    pub fn is_in(&self, text: &[u8]) -> bool {
        let within = 8..text.len();
        *self.0 == *text
            || (within.contains(&self.0.len()) && memchr::memmem::find(text, &self.0).is_some())
    }
}

impl Drop for SecretValue {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SecretValue([redacted])")
    }
}

/// The values of secrets, to know one of them again where something else holds
/// it. They are brought together and sorted at the first question.
pub struct Secrets<'a>(LazyCell<Vec<&'a SecretValue>, Gather<'a>>);

type Gather<'a> = Box<dyn FnOnce() -> Vec<&'a SecretValue> + 'a>;

impl<'a> Secrets<'a> {
    /// The secrets that `gather` returns.
    pub fn new(gather: impl FnOnce() -> Vec<&'a SecretValue> + 'a) -> Self {
        Self(LazyCell::new(Box::new(|| {
            let mut values = gather();
            values.sort_unstable_by(|one, other| one.0.cmp(&other.0));
            values
        })))
    }

    /// No secrets, for a text that is looked at alone.
    pub fn none() -> Self {
        Self::new(Vec::new)
    }

    /// Whether one of them has the same bytes. Blank values never match.
    pub fn has(&self, value: &SecretValue) -> bool {
        let is_held = || {
            self.0
                .binary_search_by(|other| other.0.cmp(&value.0))
                .is_ok()
        };
        !value.is_blank() && is_held()
    }

    /// Whether a text equals one of them or contains one.
    pub(crate) fn are_in(&self, text: &[u8]) -> bool {
        self.0.iter().any(|value| value.is_in(text))
    }
}

/// The SHA-256 of a value. Shown as `sha256:` and its first 8 hex digits, as
/// Python's `hashlib.sha256(value.encode()).hexdigest()[:8]` makes them.
#[derive(Clone, Copy)]
pub struct ValueDigest([u8; 32]);

impl ValueDigest {
    pub fn of(value: &SecretValue) -> Self {
        Self(Sha256::digest(&value.0).into())
    }

    /// The form that is shown.
    pub fn short(&self) -> String {
        format!("sha256:{}", hex::digits(&self.0[..4]))
    }

    /// Whether the first hex digits of the whole digest are these (given in
    /// lower case), in a time that depends on their number only.
    pub fn starts_with(&self, digits: &str) -> bool {
        hex::digits(&self.0)
            .as_bytes()
            .get(..digits.len())
            .is_some_and(|start| start.ct_eq(digits.as_bytes()).into())
    }
}

impl fmt::Display for ValueDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.short())
    }
}

impl fmt::Debug for ValueDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// HMAC-SHA256 under a key, of parts whose lengths count, for one purpose only.
pub(crate) fn keyed_digest<'p>(
    key: &[u8; 32],
    purpose: &'static str,
    parts: impl Iterator<Item = &'p [u8]>,
) -> [u8; 32] {
    let mut mac = hmac(key);
    for part in std::iter::once(purpose.as_bytes()).chain(parts) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// HMAC under a key of any length: RFC 2104 (section 2) hashes one that is longer than a
/// block, and fills a shorter one with zeros.
fn hmac(key: &[u8]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    Hmac::new((&*block).into())
}

/// The key of keyed fingerprints, for values that a plain hash would give away.
pub struct FingerprintKey(Zeroizing<Vec<u8>>);

/// A key of fewer than 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("shorter than 32 bytes")]
pub struct ShortKey;

impl FingerprintKey {
    /// Takes a key of 32 bytes or more.
    ///
    /// # Errors
    ///
    /// [`ShortKey`] when it is shorter; the bytes are wiped.
    pub fn new(bytes: Vec<u8>) -> Result<Self, ShortKey> {
        let bytes = Zeroizing::new(bytes);
        if bytes.len() < 32 {
            Err(ShortKey)
        } else {
            Ok(Self(bytes))
        }
    }

    /// The keyed fingerprint of a value: `hmac:` and the first 8 hex digits of
    /// `HMAC-SHA256(key, "secrun/fingerprint/v1" 0 project 0 value)`, then `@`
    /// and 4 hex digits that tell one key from another.
    pub fn fingerprint(&self, project: &str, value: &SecretValue) -> String {
        let mut mac = hmac(&self.0);
        for part in [
            b"secrun/fingerprint/v1".as_slice(),
            b"\0",
            project.as_bytes(),
            b"\0",
            &value.0,
        ] {
            mac.update(part);
        }
        let digits = hex::digits(&mac.finalize().into_bytes()[..4]);
        format!("hmac:{digits}{}", self.id())
    }

    /// The ending of this key's fingerprints.
    pub fn id(&self) -> String {
        let mut id = Sha256::new();
        id.update(b"secrun/fingerprint-key-id/v1");
        id.update(&self.0);
        format!("@{}", hex::digits(&id.finalize()[..2]))
    }

    /// Whether this is the keyed fingerprint of a value, in a time that does
    /// not depend on it.
    pub fn makes(&self, project: &str, value: &SecretValue, text: &str) -> bool {
        let own = self.fingerprint(project, value);
        own.as_bytes().ct_eq(text.as_bytes()).into()
    }
}

impl fmt::Debug for FingerprintKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("FingerprintKey([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> SecretValue {
        SecretValue::new(text).unwrap()
    }

    #[test]
    fn fingerprints_are_those_of_the_python_snippet() {
        // Made with hashlib.sha256(value.encode()).hexdigest()[:8] of CPython 3.11.
        for (text, expected) in [
            ("test-not-a-real-key", "sha256:9d1e92fc"),
            ("sk-live-actual-value", "sha256:6727d53b"),
            ("pässwörd", "sha256:46970bef"),
            ("a\nb", "sha256:7e18f737"),
            ("4821", "sha256:a388f562"),
        ] {
            assert_eq!(ValueDigest::of(&value(text)).to_string(), expected);
        }
    }

    #[test]
    fn a_value_is_compared_by_digits_of_its_digest() {
        let digest = ValueDigest::of(&value("test-not-a-real-key"));
        assert!(digest.starts_with("9d1e92fc") && !digest.starts_with("9d1e92fd"));
        assert!(
            !digest.starts_with(&"9d1e92fc".repeat(9)),
            "longer than a digest"
        );
    }

    #[test]
    fn keyed_fingerprints_depend_on_key_project_and_value() {
        let key = FingerprintKey::new(vec![7; 32]).unwrap();
        // Made with Python's hmac and hashlib over the same parts.
        assert_eq!(
            key.fingerprint("research-agents", &value("4821")),
            KEYED_VECTOR
        );
        assert_ne!(key.fingerprint("other", &value("4821")), KEYED_VECTOR);
        let longer_than_a_block = FingerprintKey::new(vec![7; 100]).unwrap();
        assert_eq!(
            longer_than_a_block.fingerprint("research-agents", &value("4821")),
            "hmac:32f83969@d426"
        );
        assert_eq!(FingerprintKey::new(vec![7; 31]).unwrap_err(), ShortKey);
    }

    const KEYED_VECTOR: &str = "hmac:5e4c5fb0@0424";

    #[test]
    fn a_value_is_known_again_among_others() {
        let values = ["hunter2", "4821", " ", "hunter2"].map(value);
        let secrets = Secrets::new(|| values.iter().collect());
        assert!(secrets.has(&value("4821")) && secrets.has(&value("hunter2")));
        assert!(!secrets.has(&value("hunter")) && !secrets.has(&value(" ")));
        assert!(!Secrets::none().has(&value("4821")));
    }

    #[test]
    fn a_nul_is_refused_and_blank_is_seen() {
        assert_eq!(SecretValue::new("a\0b").unwrap_err(), NulByte);
        assert!(value("").is_blank() && value(" \t\n\u{b}").is_blank() && !value(" x ").is_blank());
        assert!(value("same").same(&value("same")) && !value("same").same(&value("samf")));
    }
}
