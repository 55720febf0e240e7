//! The sieve skips long stretches of a text in which no needle begins.
//!
//! Every needle has at least `window` bytes. Of each `stride` places in a row,
//! one is looked at: wherever a needle begins, one gram (a few bytes) of its
//! window lies at such a place. So it is enough to look up one gram per
//! stride, and the next place does not depend on the answer.

use crate::needle::store::Store;

/// The shortest gram. If the needles are long enough, longer grams are used, which
/// occur less often by chance.
const GRAM: usize = 4;

/// A longer window would not be faster, and the end of a text is read slowly.
pub(super) const MAX_WINDOW: usize = 32;

/// If there are more needles, the sieve keeps fewer grams of each, so that a look is worth fewer bytes.
const MAX_ENTRIES: usize = 1 << 20;

/// Marks the end of a chain.
const END: u32 = u32::MAX;

/// The grams of the needles' windows.
pub(crate) struct Sieve {
    window: usize,
    gram: usize,
    stride: usize,
    /// Two bits for each hash of a gram; a shift turns the product into an index.
    bits: Box<[u64]>,
    shift: u32,
    /// The first entry of each chain, by the upper bits of the hash.
    heads: Box<[u32]>,
    head_shift: u32,
    entries: Vec<Entry>,
    /// The needles that have no other needle as a prefix, sorted by their bytes.
    wanted: Vec<u32>,
}

/// A gram, shared by all needles that have the same bytes up to its end.
struct Entry {
    gram: u64,
    offset: u32,
    /// The first and the last of these needles.
    first: u32,
    last: u32,
    next: u32,
}

impl Sieve {
    /// Makes the sieve of needles that are sorted by their bytes. Returns `None` if one
    /// is shorter than a gram.
    pub(super) fn new(needles: &Store) -> Option<Self> {
        Self::of_at_most(needles, MAX_ENTRIES)
    }

    pub(super) fn of_at_most(needles: &Store, most: usize) -> Option<Self> {
        let shortest = needles.iter().map(<[u8]>::len).min()?;
        let longest = shortest.min(MAX_WINDOW);
        let gram = match longest {
            15.. => 8,
            11.. => 6,
            GRAM.. => GRAM,
            _ => return None,
        };
        // Wherever a longer needle begins, its prefix begins, too.
        let mut wanted: Vec<u32> = Vec::new();
        let mut last: &[u8] = &[];
        for (number, needle) in (0..).zip(needles.iter()) {
            if wanted.is_empty() || !needle.starts_with(last) {
                wanted.push(number);
                last = needle;
            }
        }
        let stride = (most / wanted.len()).clamp(1, longest + 1 - gram);
        let window = stride + gram - 1;
        let entries = entries(needles, &wanted, window, gram);
        let mut sieve = Self::empty(window, gram, entries);
        sieve.wanted = wanted;
        sieve.link();
        Some(sieve)
    }

    fn empty(window: usize, gram: usize, entries: Vec<Entry>) -> Self {
        // Enough bits that few grams of other texts match, and few enough for the CPU's
        // fast cache.
        let size = (entries.len() * 32).next_power_of_two();
        let size = size.clamp(1 << 15, 1 << 23);
        let heads = entries.len().next_power_of_two().clamp(64, 1 << 20);
        Self {
            window,
            gram,
            stride: window + 1 - gram,
            bits: vec![0; size / 64].into(),
            shift: 64 - size.ilog2(),
            heads: vec![END; heads].into(),
            head_shift: 64 - heads.ilog2(),
            entries,
            wanted: Vec::new(),
        }
    }

    /// How many bytes the tables have.
    #[cfg(test)]
    pub(super) fn size(&self) -> usize {
        let bits = size_of_val(&*self.bits) + size_of_val(&*self.heads);
        bits + size_of_val(&*self.entries) + size_of_val(&*self.wanted)
    }

    fn link(&mut self) {
        for (number, entry) in (0..).zip(&mut self.entries) {
            let hash = hash(entry.gram);
            for bit in [place(hash, self.shift), second(hash, self.shift)] {
                self.bits[bit / 64] |= 1 << (bit % 64);
            }
            let head = &mut self.heads[place(hash, self.head_shift)];
            entry.next = std::mem::replace(head, number);
        }
    }

    /// How many bytes must follow a place before it is decided.
    pub(crate) fn window(&self) -> usize {
        self.window
    }

    /// The first place from `from` on where a needle begins, or may begin if the text
    /// goes on.
    pub(crate) fn find(&self, text: &[u8], from: usize, needles: &Store) -> usize {
        match self.gram {
            8 => self.find_by::<8>(text, from, needles),
            6 => self.find_by::<6>(text, from, needles),
            _ => self.find_by::<GRAM>(text, from, needles),
        }
    }

    fn find_by<const N: usize>(&self, text: &[u8], from: usize, needles: &Store) -> usize {
        let mut at = from + self.stride - 1;
        while let Some(gram) = gram_at::<N>(text, at) {
            if self.is_known(hash(gram))
                && let Some(start) = self.start(text, at, gram, needles)
            {
                return start;
            }
            at += self.stride;
        }
        // The sieve has not seen what begins in the last bytes.
        let mut tail = (text.len() + 1).saturating_sub(self.window).max(from);
        while let Some(gram) = gram_at::<N>(text, tail) {
            if self.is_known(hash(gram)) {
                break;
            }
            tail += 1;
        }
        tail
    }

    /// Whether a gram of this hash may be one of the needles'.
    #[inline]
    fn is_known(&self, hash: u64) -> bool {
        // Every place is within. No index here, and no slice in `widen`: with the
        // panics that they bring, masking was measured a quarter slower.
        let is_set = |bit: usize| {
            let word = self.bits.get(bit / 64);
            word.is_some_and(|word| word >> (bit % 64) & 1 == 1)
        };
        is_set(place(hash, self.shift)) && is_set(second(hash, self.shift))
    }

    /// The first place where a needle begins that has this gram at `at`.
    #[inline(never)]
    fn start(&self, text: &[u8], at: usize, gram: u64, needles: &Store) -> Option<usize> {
        let mut first: Option<usize> = None;
        let mut next = self.heads[place(hash(gram), self.head_shift)];
        while next != END {
            let entry = &self.entries[next as usize];
            next = entry.next;
            if entry.gram != gram {
                continue;
            }
            let start = at.checked_sub(entry.offset as usize)?;
            if first.is_none_or(|first| start < first)
                && self.begins(entry, &text[start..], needles)
            {
                first = Some(start);
            }
        }
        first
    }

    /// Whether one of an entry's needles is a prefix of a text, or the text a prefix of
    /// it.
    fn begins(&self, entry: &Entry, text: &[u8], needles: &Store) -> bool {
        let wanted = &self.wanted[entry.first as usize..=entry.last as usize];
        let needle = |place: usize| {
            let number = wanted.get(place)?;
            Some(needles.get(*number as usize))
        };
        // No needle is a prefix of another, so only the last one that sorts before the
        // text can be its prefix.
        let after = wanted.partition_point(|number| needles.get(*number as usize) <= text);
        let before = after.checked_sub(1).and_then(needle);
        before.is_some_and(|needle| text.starts_with(needle))
            || needle(after).is_some_and(|needle| needle.starts_with(text))
    }
}

/// The grams of the windows; needles with a common prefix share its grams.
fn entries(needles: &Store, wanted: &[u32], window: usize, gram: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::with_capacity(wanted.len() * (window + 1 - gram));
    // For each offset, the entry of the previous needle.
    let mut open = vec![0_usize; window + 1 - gram];
    let mut before: &[u8] = &[];
    for (place, number) in (0..).zip(wanted) {
        let needle = needles.get(*number as usize);
        let shared = before
            .iter()
            .zip(needle)
            .take_while(|(one, other)| one == other);
        let shared = shared.count();
        before = needle;
        let grams = needle.windows(gram).zip(&mut open);
        for ((bytes, open), offset) in grams.zip(0..) {
            if offset as usize + gram <= shared {
                entries[*open].last = place;
            } else {
                *open = entries.len();
                entries.push(Entry {
                    gram: widen(bytes),
                    offset,
                    first: place,
                    last: place,
                    next: END,
                });
            }
        }
    }
    entries
}

#[inline]
fn gram_at<const N: usize>(text: &[u8], at: usize) -> Option<u64> {
    text.get(at..)?.first_chunk::<N>().map(|gram| widen(gram))
}

#[inline]
fn widen(gram: &[u8]) -> u64 {
    let mut wide = [0; 8];
    for (to, from) in wide.iter_mut().zip(gram) {
        *to = *from;
    }
    u64::from_le_bytes(wide)
}

#[inline]
fn hash(gram: u64) -> u64 {
    gram.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The index of a hash's second bit, from bits that the first one does not use.
#[inline]
fn second(hash: u64, shift: u32) -> usize {
    place(hash << (64 - shift), shift)
}

/// A hash's upper bits, as an index into a table.
#[expect(clippy::cast_possible_truncation, reason = "at most 23 bits are left")]
#[inline]
fn place(hash: u64, shift: u32) -> usize {
    (hash >> shift) as usize
}
