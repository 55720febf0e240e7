//! Stand-in: replaces a value that is whole in one chunk.

use crate::needle::Needles;

/// Replaces values.
pub struct Masker<'n>(&'n Needles);

impl<'n> Masker<'n> {
    /// A masker of these values.
    #[must_use]
    pub fn new(needles: &'n Needles) -> Self {
        Self(needles)
    }

    /// Takes a chunk in.
    pub fn push(&mut self, input: &[u8], out: &mut Vec<u8>) {
        let found = self.0.0.iter().find_map(|(name, value)| {
            let at = input
                .windows(value.len())
                .position(|window| window == value)?;
            Some((name, at, at + value.len()))
        });
        let Some((name, start, end)) = found else {
            return out.extend_from_slice(input);
        };
        self.push(input.get(..start).unwrap_or_default(), out);
        out.extend_from_slice(format!("***REDACTED:{name}***").as_bytes());
        self.push(input.get(end..).unwrap_or_default(), out);
    }

    /// Nothing is held back.
    pub fn idle(&mut self, _: &mut Vec<u8>) {}

    /// Nothing is held back.
    #[must_use]
    pub fn held(&self) -> usize {
        0
    }

    /// Nothing is held back.
    pub fn finish(&mut self, _: &mut Vec<u8>) {}
}
