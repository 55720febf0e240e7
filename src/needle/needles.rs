//! Turns the values of a run into needles: which ones can be masked or searched
//! for, and in which forms.

use std::fmt;

use crate::core::entropy;
use crate::core::entropy::thresholds::FINGERPRINT_BITS;
use crate::core::name::EnvName;
use crate::core::secret::SecretValue;
use crate::needle::derive::{self, Purpose};
use crate::needle::form::Form;
use crate::needle::mask_tables::MaskTables;
use crate::needle::weakness::Weakness;

/// The compiled needles of a run's secrets; there may be none.
pub struct Needles(Option<MaskTables>);

/// A secret that cannot be masked, and why. Its name may be shown: the schema
/// declares it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmaskable {
    pub key: EnvName,
    /// Why it is not masked.
    pub why: Weakness,
}

impl Needles {
    /// Compiles every form of every secret that can be masked, and lists the
    /// other secrets by name; a key may come with several values. `plain` are
    /// the run's settings, whose values stay readable. An empty secret is in
    /// neither: it cannot leak.
    pub fn new<'v>(
        secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
        plain: impl IntoIterator<Item = &'v SecretValue>,
    ) -> (Self, Vec<Unmaskable>) {
        let (masked, mut unmaskable) = maskable(secrets, plain);
        let tables = MaskTables::new(&masked);
        if tables.is_none() {
            unmaskable.extend(masked.iter().map(|(key, _)| Unmaskable {
                key: (*key).clone(),
                why: Weakness::TooLarge,
            }));
            unmaskable.sort();
        }
        (Self(tables), unmaskable)
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn tables(&self) -> Option<&MaskTables> {
        self.0.as_ref()
    }

    /// Compiles needles as they are, however short.
    #[cfg(test)]
    pub(crate) fn of(needles: &[(&str, &[u8])]) -> Self {
        use crate::needle::encoding::Encoding;
        use crate::needle::form::copy;
        let key = |needle: &(&str, &[u8])| EnvName::new(needle.0).unwrap();
        let keys: Vec<EnvName> = needles.iter().map(key).collect();
        let form = |(_, bytes): &(&str, &[u8])| vec![Form::new(Encoding::Raw, copy(bytes))];
        let forms = needles.iter().map(form);
        Self(MaskTables::new(&keys.iter().zip(forms).collect::<Vec<_>>()))
    }
}

impl fmt::Debug for Needles {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Needles([redacted])")
    }
}

/// Every form in which a value is masked, each once. None for a value that is
/// too weak to be masked.
pub fn forms(value: &SecretValue) -> Vec<Form> {
    forms_beside(value, &[], Purpose::Mask).unwrap_or_else(|_| Vec::new())
}

/// Whether a value is masked in ordinary text as well, because it is an easy word.
pub(crate) fn is_everyday(value: &SecretValue) -> bool {
    Weakness::is_everyday(value.expose())
}

/// Every form of every secret that can be masked, sorted by key, and the
/// secrets that cannot.
pub fn maskable<'v>(
    secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
    plain: impl IntoIterator<Item = &'v SecretValue>,
) -> (Vec<(&'v EnvName, Vec<Form>)>, Vec<Unmaskable>) {
    let plain = trimmed(plain);
    let forms = |value: &SecretValue| forms_beside(value, &plain, Purpose::Mask);
    parted(secrets, forms)
}

/// Every form of every secret that can be searched for, sorted by key, and the secrets
/// that cannot. `plain` are the settings' values.
pub(crate) fn searchable<'v>(
    secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
    plain: impl IntoIterator<Item = &'v SecretValue>,
) -> (Vec<(&'v EnvName, Vec<Form>)>, Vec<Unmaskable>) {
    let plain = trimmed(plain);
    let forms = |value: &SecretValue| forms_beside(value, &plain, Purpose::Search);
    parted(secrets, forms)
}

/// The secrets that cannot be masked, as `maskable` lists them. It makes no forms, so it
/// costs next to nothing and can be asked without masking.
pub(crate) fn unmaskable<'v>(
    secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
    plain: impl IntoIterator<Item = &'v SecretValue>,
) -> Vec<Unmaskable> {
    let plain = trimmed(plain);
    parted(secrets, |value| {
        beside(value, &plain, Purpose::Mask, |_| ())
    })
    .1
}

/// The results for each secret, sorted by key, and the secrets that have none.
fn parted<'v, T>(
    secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
    judge: impl Fn(&SecretValue) -> Result<T, Weakness>,
) -> (Vec<(&'v EnvName, T)>, Vec<Unmaskable>) {
    let mut made = Vec::new();
    let mut unmaskable = Vec::new();
    for (key, value) in secrets.into_iter().filter(|(_, value)| !value.is_blank()) {
        match judge(value) {
            Ok(it) => made.push((key, it)),
            Err(why) => unmaskable.push(Unmaskable {
                key: key.clone(),
                why,
            }),
        }
    }
    made.sort_by_key(|(key, _)| *key);
    unmaskable.sort();
    unmaskable.dedup();
    (made, unmaskable)
}

/// Sorted, so that they can be searched quickly.
fn trimmed<'v>(values: impl IntoIterator<Item = &'v SecretValue>) -> Vec<&'v [u8]> {
    let values = values.into_iter();
    let mut trimmed: Vec<_> = values.map(|value| value.expose().trim_ascii()).collect();
    trimmed.sort_unstable();
    trimmed
}

/// Whether a text is a setting's value and weak, so that the setting stays readable. A
/// strong one is no chance: the setting holds the secret.
fn is_plain(bytes: &[u8], plain: &[&[u8]]) -> bool {
    plain.binary_search(&bytes.trim_ascii()).is_ok()
        && entropy::bits_to_guess(bytes) < FINGERPRINT_BITS
}

/// The forms of a value but those that equal a setting's, or why there are none.
fn forms_beside(
    value: &SecretValue,
    plain: &[&[u8]],
    purpose: Purpose,
) -> Result<Vec<Form>, Weakness> {
    beside(value, plain, purpose, |value| {
        let mut forms = derive::forms(value, purpose);
        forms.retain(|form| !is_plain(form.expose(), plain));
        forms
    })
}

/// The result for a value, or why it is too weak beside the settings' values.
fn beside<T>(
    value: &SecretValue,
    plain: &[&[u8]],
    purpose: Purpose,
    make: impl FnOnce(&[u8]) -> T,
) -> Result<T, Weakness> {
    let value = value.expose();
    match purpose.weakness(value) {
        Some(why) => Err(why),
        None if is_plain(value, plain) => Err(Weakness::EqualsSetting),
        None => Ok(make(value)),
    }
}
