//! The needles' bytes, side by side.

use zeroize::Zeroizing;

/// Marks a needle that has no other needle as a prefix.
const NONE: u32 = u32::MAX;

/// The bytes of sorted needles in one piece of memory, wiped on drop.
pub(crate) struct Store {
    bytes: Zeroizing<Vec<u8>>,
    /// Where each needle begins, and the end of the last one.
    starts: Box<[u32]>,
    /// For each needle, the longest other needle that is a prefix of it.
    shorter: Box<[u32]>,
}

impl Store {
    /// Takes in needles that are sorted by their bytes. `None` if they have 4 GiB.
    pub(super) fn new<'f>(needles: impl Iterator<Item = &'f [u8]> + Clone) -> Option<Self> {
        // Allocated at full size, because growing would leave copies behind.
        let room = needles.clone().map(<[u8]>::len).sum();
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        let mut starts = vec![0];
        let mut shorter = Vec::new();
        let mut open: Vec<(u32, &[u8])> = Vec::new();
        for (number, needle) in (0..).zip(needles) {
            bytes.extend_from_slice(needle);
            starts.push(u32::try_from(bytes.len()).ok()?);
            let is_other = |(_, last): &mut (u32, &[u8])| !needle.starts_with(last);
            while open.pop_if(is_other).is_some() {}
            shorter.push(open.last().map_or(NONE, |(number, _)| *number));
            open.push((number, needle));
        }
        Some(Self {
            bytes,
            starts: starts.into(),
            shorter: shorter.into(),
        })
    }

    /// The needle of this number, which the store has.
    #[inline]
    pub(crate) fn get(&self, needle: usize) -> &[u8] {
        &self.bytes[self.start(needle)..self.start(needle + 1)]
    }

    /// Where a needle begins, among the bytes of all.
    #[inline]
    pub(super) fn start(&self, needle: usize) -> usize {
        self.starts[needle] as usize
    }

    /// The bytes of all needles.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many needles there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// All needles in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> + Clone {
        (0..self.len()).map(|needle| self.get(needle))
    }

    /// How many bytes the tables have.
    #[cfg(test)]
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + size_of_val(&*self.starts) + size_of_val(&*self.shorter)
    }

    /// The needles that are a prefix of a text, the longest first.
    pub(super) fn prefixes_of(&self, text: &[u8]) -> impl Iterator<Item = usize> {
        // A prefix of the text sorts before it, and is a prefix of everything that
        // sorts between them.
        let mut next = self.sorted_before(|needle| needle <= text).checked_sub(1);
        std::iter::from_fn(move || {
            let needle = next?;
            next = self.shorter(needle);
            Some(needle)
        })
        .filter(|needle| text.starts_with(self.get(*needle)))
    }

    /// The first needle that begins with a text, if there is any.
    pub(super) fn first_with(&self, text: &[u8]) -> Option<usize> {
        let first = self.sorted_before(|needle| needle < text);
        (first < self.len() && self.get(first).starts_with(text)).then_some(first)
    }

    /// The needles that begin with a text.
    pub(super) fn all_with(&self, text: &[u8]) -> std::ops::Range<usize> {
        let first = self.sorted_before(|needle| needle < text);
        let end = self.sorted_before(|needle| needle < text || needle.starts_with(text));
        first..end
    }

    /// Whether the needle after this one begins with it.
    pub(super) fn begins_a_longer_one(&self, needle: usize) -> bool {
        // Equal ones are a prefix of each other.
        self.shorter.get(needle + 1) == u32::try_from(needle).ok().as_ref()
    }

    fn shorter(&self, needle: usize) -> Option<usize> {
        let shorter = self.shorter[needle];
        (shorter != NONE).then_some(shorter as usize)
    }

    /// How many needles a rule holds for that holds for the first ones only.
    fn sorted_before(&self, is_before: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if is_before(self.get(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}
