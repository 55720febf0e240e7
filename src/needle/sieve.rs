//! The sieve: lets long stretches of a text pass in which no needle begins.
//!
//! Every needle begins with at least `window` bytes. Of each `stride` places
//! in a row, one is looked at: whatever the place where a needle begins, one
//! four-byte gram of its window lies at such a place. So it is enough to look
//! up one gram per stride, and the next place does not depend on the answer.

use super::store::Store;

/// The length of a gram.
const GRAM: usize = 4;

/// A longer window would make no text faster, and its end is read slowly.
const MAX_WINDOW: usize = 32;

/// Marks the end of a chain.
const END: u32 = u32::MAX;

/// The grams of the needles' windows.
pub(crate) struct Sieve {
    window: usize,
    stride: usize,
    /// One bit for each hash of a gram. `SHIFT` brings a hash to its bits.
    bits: Box<[u64]>,
    shift: u32,
    /// The first entry of each chain, by the upper bits of the hash.
    heads: Box<[u32]>,
    head_shift: u32,
    entries: Vec<Entry>,
}

/// A gram of a needle.
struct Entry {
    gram: u32,
    needle: u32,
    offset: u32,
    next: u32,
}

impl Sieve {
    /// Makes the sieve of needles that are sorted by their bytes; none when
    /// one is shorter than a gram.
    pub(super) fn new(needles: &Store) -> Option<Self> {
        let shortest = needles.iter().map(<[u8]>::len).min()?;
        let window = shortest.min(MAX_WINDOW);
        let stride = (window + 1)
            .checked_sub(GRAM)
            .filter(|stride| *stride > 0)?;
        let mut entries = Vec::new();
        let mut last: Option<&[u8]> = None;
        for (number, needle) in (0..).zip(needles.iter()) {
            // Where a longer needle begins, the shorter one does.
            if last.is_some_and(|last| needle.starts_with(last)) {
                continue;
            }
            last = Some(needle);
            let grams = needle.windows(GRAM).take(stride);
            entries.extend((0..).zip(grams).filter_map(|(offset, gram)| {
                let gram = u32::from_le_bytes(*gram.first_chunk()?);
                Some(Entry {
                    gram,
                    needle: number,
                    offset,
                    next: END,
                })
            }));
        }
        let mut sieve = Self::empty(window, stride, entries);
        sieve.link()?;
        Some(sieve)
    }

    fn empty(window: usize, stride: usize, entries: Vec<Entry>) -> Self {
        // Enough bits that few grams of other texts hit one, and few enough for the near cache.
        let size = (entries.len() * 32).next_power_of_two();
        let size = size.clamp(1 << 16, 1 << 20);
        let heads = entries.len().next_power_of_two().clamp(64, 1 << 16);
        Self {
            window,
            stride,
            bits: vec![0; size / 64].into(),
            shift: 32 - size.ilog2(),
            heads: vec![END; heads].into(),
            head_shift: 32 - heads.ilog2(),
            entries,
        }
    }

    fn link(&mut self) -> Option<()> {
        for (number, entry) in (0..).zip(&mut self.entries) {
            let hash = hash(entry.gram);
            let bit = (hash >> self.shift) as usize;
            *self.bits.get_mut(bit / 64)? |= 1 << (bit % 64);
            let head = self.heads.get_mut((hash >> self.head_shift) as usize)?;
            entry.next = std::mem::replace(head, number);
        }
        Some(())
    }

    /// How many bytes after which a place is decided.
    pub(crate) fn window(&self) -> usize {
        self.window
    }

    /// The first place, from `from` on, where a needle begins or where the
    /// text ends in the beginning of one of at least `window` bytes. Without
    /// one, nothing begins before the text's last `window - 1` bytes.
    pub(crate) fn find(&self, text: &[u8], from: usize, needles: &Store) -> Option<usize> {
        let mut at = from + self.stride - 1;
        while let Some(gram) = text.get(at..).and_then(<[u8]>::first_chunk) {
            let gram = u32::from_le_bytes(*gram);
            let hash = hash(gram);
            let bit = hash >> self.shift;
            let word = self.bits.get((bit / 64) as usize);
            if word.is_some_and(|word| word >> (bit % 64) & 1 == 1) {
                if let Some(start) = self.start(text, at, gram, hash, needles) {
                    return Some(start);
                }
            }
            at += self.stride;
        }
        None
    }

    /// The first place where a needle begins that has this gram at `at`.
    #[inline(never)]
    fn start(
        &self,
        text: &[u8],
        at: usize,
        gram: u32,
        hash: u32,
        needles: &Store,
    ) -> Option<usize> {
        let mut first: Option<usize> = None;
        let mut next = self.heads.get((hash >> self.head_shift) as usize).copied();
        while let Some(entry) = next.and_then(|next| self.entries.get(next as usize)) {
            next = Some(entry.next);
            if entry.gram != gram {
                continue;
            }
            let start = at.checked_sub(entry.offset as usize)?;
            let rest = text.get(start..)?;
            let needle = needles.get(entry.needle as usize);
            let begins = match rest.get(..needle.len()) {
                Some(whole) => whole == needle,
                None => needle.starts_with(rest),
            };
            if begins && first.is_none_or(|first| start < first) {
                first = Some(start);
            }
        }
        first
    }
}

#[inline]
fn hash(gram: u32) -> u32 {
    gram.wrapping_mul(0x9e37_79b1)
}
