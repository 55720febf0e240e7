//! Decides which fingerprint of a value may be shown.

use crate::core::entropy;
use crate::core::entropy::thresholds::FINGERPRINT_BITS;
use crate::core::message::Shown;
use crate::core::report::{Fingerprint, KeyKind};
use crate::core::secret::{FingerprintKey, SecretValue, Secrets, ValueDigest};

/// Makes the fingerprints of a report.
#[derive(Debug)]
pub struct Fingerprinter {
    policy: Policy,
    key: Option<FingerprintKey>,
    project: String,
}

/// The values that get the plain form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Secrets with 80 bits of entropy or more, and settings that are shown.
    Guarded,
    /// As `Guarded`, for the block of `run`: only winning layers of secrets.
    Block,
    Exact,
    /// None: nothing is shown, so nothing is computed.
    Silent,
}

/// Whether a layer's value is the one that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayerRank {
    Winner,
    Shadowed,
}

impl Fingerprinter {
    /// A fingerprinter for a project. With a key, weak values get a keyed
    /// fingerprint; without one, none.
    pub fn new(policy: Policy, key: Option<FingerprintKey>, project: &str) -> Self {
        Self {
            policy,
            key,
            project: project.to_owned(),
        }
    }

    /// Whether the key makes this keyed fingerprint of a value.
    pub fn makes(&self, value: &SecretValue, text: &str) -> bool {
        let key = self.key.as_ref();
        key.is_some_and(|key| key.makes(&self.project, value, text))
    }

    /// Whether the report shows settings at all.
    pub fn shows_settings(&self) -> bool {
        matches!(self.policy, Policy::Guarded | Policy::Exact)
    }

    /// The fingerprint of one of a key's layers, where the report will show it.
    pub fn of_layer(
        &self,
        kind: KeyKind,
        rank: LayerRank,
        value: &SecretValue,
        secrets: &Secrets<'_>,
    ) -> Fingerprint {
        match (self.policy, kind, rank) {
            (Policy::Block, KeyKind::Setting, _) | (Policy::Block, _, LayerRank::Shadowed) => {
                Fingerprint::Withheld
            }
            _ => self.of(kind, value, secrets),
        }
    }

    /// The fingerprint of a setting's value that is shown itself.
    pub fn of_shown(_: &Shown, value: &SecretValue) -> Fingerprint {
        Fingerprint::plain(&ValueDigest::of(value))
    }

    /// The fingerprint of a value. 32 bits of a fast hash give a weak value away,
    /// so a weak one has no plain form, unless it is a setting that is shown
    /// itself. A setting with the value of a secret is treated as a secret.
    pub fn of(&self, kind: KeyKind, value: &SecretValue, secrets: &Secrets<'_>) -> Fingerprint {
        let plain = match self.policy {
            Policy::Silent => return Fingerprint::Withheld,
            _ if value.is_empty() => return Fingerprint::Empty,
            Policy::Exact => true,
            Policy::Guarded | Policy::Block => {
                is_shown(kind, value, secrets)
                    || entropy::bits_to_guess(value.expose()) >= FINGERPRINT_BITS
            }
        };
        match &self.key {
            _ if plain => Fingerprint::plain(&ValueDigest::of(value)),
            Some(key) => Fingerprint::Keyed(key.fingerprint(&self.project, value)),
            None if kind == KeyKind::Setting && secrets.has(value) => Fingerprint::SameAsSecret,
            None => Fingerprint::Withheld,
        }
    }
}

fn is_shown(kind: KeyKind, value: &SecretValue, secrets: &Secrets<'_>) -> bool {
    kind == KeyKind::Setting && Shown::setting(value, secrets).is_some()
}
