//! The needles' bytes, side by side.

use zeroize::Zeroizing;

/// The bytes of all needles in one piece of memory, wiped on drop.
pub(crate) struct Store {
    bytes: Zeroizing<Vec<u8>>,
    /// Where each needle begins, and the end of the last one.
    starts: Vec<usize>,
}

impl Store {
    pub(super) fn new<'f>(needles: impl Iterator<Item = &'f [u8]> + Clone) -> Self {
        // Allocated at full size, because growing would leave copies behind.
        let room = needles.clone().map(<[u8]>::len).sum();
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        let mut starts = vec![0];
        for needle in needles {
            bytes.extend_from_slice(needle);
            starts.push(bytes.len());
        }
        Self { bytes, starts }
    }

    /// The needle of this number, which the store has.
    #[inline]
    pub(crate) fn get(&self, needle: usize) -> &[u8] {
        &self.bytes[self.starts[needle]..self.starts[needle + 1]]
    }

    /// How many needles there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// All needles in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> + Clone {
        (0..self.len()).map(|needle| self.get(needle))
    }
}
