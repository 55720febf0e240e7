//! The needles' bytes, side by side.

use zeroize::Zeroizing;

/// The bytes of all needles in one piece of memory, wiped on drop.
pub(crate) struct Store {
    bytes: Zeroizing<Vec<u8>>,
    ends: Vec<usize>,
}

impl Store {
    /// Copies the needles.
    pub(super) fn new<'f>(needles: impl Iterator<Item = &'f [u8]> + Clone) -> Self {
        // With its room from the start, as growing would leave copies behind.
        let room = needles.clone().map(<[u8]>::len).sum();
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        let ends = needles.map(|needle| {
            bytes.extend_from_slice(needle);
            bytes.len()
        });
        let ends = ends.collect();
        Self { bytes, ends }
    }

    /// The needle of this number; empty when there is none.
    #[inline]
    pub(crate) fn get(&self, needle: usize) -> &[u8] {
        let start = match needle.checked_sub(1) {
            Some(before) => self.ends.get(before).copied(),
            None => Some(0),
        };
        let end = self.ends.get(needle).copied();
        start
            .zip(end)
            .and_then(|(start, end)| self.bytes.get(start..end))
            .unwrap_or_default()
    }

    /// All needles in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> + Clone {
        (0..self.ends.len()).map(|needle| self.get(needle))
    }
}
