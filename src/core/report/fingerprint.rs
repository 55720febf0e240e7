//! Fingerprints as they are shown.

use std::fmt;

use crate::core::message::Showable;
use crate::core::secret::ValueDigest;

/// The part of a value's digest that may be shown, or why none may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fingerprint {
    /// `sha256:` and 8 digits.
    Plain(String),
    /// `hmac:` and 8 digits, `@` and the key's id.
    Keyed(String),
    /// Not shown: the value has too little entropy for a plain one.
    Withheld,
    /// Not shown for the same reason: it is a setting's value, and a secret's.
    SameAsSecret,
    /// There is nothing to fingerprint: the value is empty.
    Empty,
}

impl Fingerprint {
    /// The plain form of a fingerprint.
    pub fn plain(digest: &ValueDigest) -> Self {
        Self::Plain(digest.short())
    }

    /// Whether there is one that is not shown.
    pub fn is_withheld(&self) -> bool {
        matches!(self, Self::Withheld | Self::SameAsSecret)
    }

    /// Whether two fingerprints say anything about each other: both plain, or
    /// both made with the same key.
    pub fn is_comparable(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Plain(_), Self::Plain(_)) => true,
            (Self::Keyed(one), Self::Keyed(other)) => {
                one.rsplit_once('@').map(|(_, id)| id) == other.rsplit_once('@').map(|(_, id)| id)
            }
            _ => false,
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) | Self::Keyed(text) => out.pad(text),
            Self::Withheld => out.pad("sha256:[withheld: low entropy]"),
            Self::SameAsSecret => out.pad("sha256:[withheld: the same as a secret's value]"),
            Self::Empty => out.pad("empty"),
        }
    }
}

impl Showable for Fingerprint {}
