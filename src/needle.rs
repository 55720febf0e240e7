//! Stand-in: the values to be masked, whole.

use crate::name::EnvName;
use crate::value::SecretValue;

/// The values.
pub struct Needles(pub(crate) Vec<(String, Vec<u8>)>);

/// A value that cannot be masked.
pub struct Unmaskable;

impl Needles {
    /// Takes the values of 8 bytes and more.
    pub fn new<'v>(
        secrets: impl IntoIterator<Item = (&'v EnvName, &'v SecretValue)>,
        _plain: impl IntoIterator<Item = &'v SecretValue>,
    ) -> (Self, Vec<Unmaskable>) {
        let long = |(name, value): (&EnvName, &SecretValue)| {
            (value.len() >= 8).then(|| (name.as_str().to_owned(), value.expose().to_vec()))
        };
        (
            Self(secrets.into_iter().filter_map(long).collect()),
            Vec::new(),
        )
    }
}
