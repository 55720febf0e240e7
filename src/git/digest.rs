//! The hash over a content: git's names of objects, and the end of its index.

use sha1::{Digest as _, Sha1};
use sha2::Sha256;

/// The hash of a repository: SHA-1, or SHA-256 in one that was made so.
pub(super) enum Digest {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Digest {
    /// The one with so many bytes.
    pub(super) fn of_length(bytes: usize) -> Self {
        if bytes == 32 {
            Self::Sha256(Sha256::new())
        } else {
            Self::Sha1(Sha1::new())
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(hash) => hash.update(bytes),
            Self::Sha256(hash) => hash.update(bytes),
        }
    }

    /// Whether it comes to these bytes.
    pub(super) fn is(self, expected: &[u8]) -> bool {
        match self {
            Self::Sha1(hash) => hash.finalize().as_slice() == expected,
            Self::Sha256(hash) => hash.finalize().as_slice() == expected,
        }
    }
}
