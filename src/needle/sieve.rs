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
    /// The needles that no other one begins, sorted by their bytes.
    wanted: Vec<u32>,
}

/// A gram of all needles that have the same bytes up to its end.
struct Entry {
    gram: u32,
    offset: u32,
    /// The first and the last of them, among the needles that are looked for.
    first: u32,
    last: u32,
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
        let mut wanted = Vec::new();
        let mut entries: Vec<Entry> = Vec::new();
        // For each offset, the entry that the needle before is in.
        let mut open = vec![0_usize; stride];
        let mut before: &[u8] = &[];
        for (number, needle) in (0..).zip(needles.iter()) {
            // Where a longer needle begins, the shorter one does.
            if !before.is_empty() && needle.starts_with(before) {
                continue;
            }
            let shared = before
                .iter()
                .zip(needle)
                .take_while(|(one, other)| one == other);
            let shared = shared.count();
            before = needle;
            let place = u32::try_from(wanted.len()).ok()?;
            wanted.push(number);
            let grams = needle.windows(GRAM).zip(&mut open).zip(0..);
            for (((gram, open), offset), end) in grams.zip(GRAM..) {
                if end <= shared {
                    entries.get_mut(*open)?.last = place;
                } else {
                    *open = entries.len();
                    entries.push(Entry {
                        gram: u32::from_le_bytes(*gram.first_chunk()?),
                        offset,
                        first: place,
                        last: place,
                        next: END,
                    });
                }
            }
        }
        let mut sieve = Self::empty(window, stride, entries);
        sieve.wanted = wanted;
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
            wanted: Vec::new(),
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

    /// The first place, from `from` on, where a needle begins, or where the
    /// text ends in what may be the beginning of one.
    pub(crate) fn find(&self, text: &[u8], from: usize, needles: &Store) -> usize {
        let mut at = from + self.stride - 1;
        while let Some(gram) = gram_at(text, at) {
            if let Some(hash) = self.known(gram)
                && let Some(start) = self.start(text, at, gram, hash, needles)
            {
                return start;
            }
            at += self.stride;
        }
        // What begins in the last bytes has not been seen.
        let mut tail = (text.len() + 1).saturating_sub(self.window).max(from);
        while let Some(gram) = gram_at(text, tail) {
            if self.known(gram).is_some() {
                break;
            }
            tail += 1;
        }
        tail
    }

    /// The hash of a gram that a needle may have.
    #[inline]
    fn known(&self, gram: u32) -> Option<u32> {
        let hash = hash(gram);
        let bit = hash >> self.shift;
        let word = self.bits.get((bit / 64) as usize)?;
        (word >> (bit % 64) & 1 == 1).then_some(hash)
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
            if first.is_none_or(|first| start < first)
                && self.begins(entry, text.get(start..)?, needles)
            {
                first = Some(start);
            }
        }
        first
    }

    /// Whether one of an entry's needles begins a text, or the text it.
    fn begins(&self, entry: &Entry, text: &[u8], needles: &Store) -> bool {
        let wanted = self.wanted.get(entry.first as usize..=entry.last as usize);
        let wanted = wanted.unwrap_or_default();
        let needle = |place: usize| {
            wanted
                .get(place)
                .map(|number| needles.get(*number as usize))
        };
        // No needle begins another one, so what begins the text is the last that sorts before it.
        let after = wanted.partition_point(|number| needles.get(*number as usize) <= text);
        let before = after.checked_sub(1).and_then(needle);
        before.is_some_and(|needle| text.starts_with(needle))
            || needle(after).is_some_and(|needle| needle.starts_with(text))
    }
}

#[inline]
fn gram_at(text: &[u8], at: usize) -> Option<u32> {
    let gram = text.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*gram))
}

#[inline]
fn hash(gram: u32) -> u32 {
    gram.wrapping_mul(0x9e37_79b1)
}
