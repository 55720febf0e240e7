//! Finds all needles in a text that is completely in memory, by where they
//! begin.

use crate::needle::sieve::Sieve;
use crate::needle::store::Store;

/// A set of needles and the tables that find them.
pub(crate) struct Index {
    store: Store,
    sieve: Sieve,
    /// For each needle, the longest other needle that is a prefix of it.
    shorter: Box<[u32]>,
    /// For each needle, the number that the caller knows it by.
    numbers: Box<[u32]>,
    longest: usize,
}

/// Marks a needle that has no other needle as a prefix.
const NONE: u32 = u32::MAX;

impl Index {
    /// Compiles needles, numbered from `first`. Returns `None` if there are none, or if
    /// one is shorter than 4 bytes.
    pub(crate) fn new(needles: &[&[u8]], first: u32) -> Option<Self> {
        let mut numbered: Vec<(&[u8], u32)> = needles.iter().copied().zip(first..).collect();
        numbered.sort_unstable();
        let store = Store::new(numbered.iter().map(|(needle, _)| *needle));
        Some(Self {
            sieve: Sieve::new(&store)?,
            shorter: shorter(&store)?,
            numbers: numbered.iter().map(|(_, number)| *number).collect(),
            longest: needles.iter().map(|needle| needle.len()).max()?,
            store,
        })
    }

    /// The length of the longest needle.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// Calls `hit` with every needle that begins in a text at a place from
    /// `from` to before `until`, place by place, the longest first.
    pub(crate) fn search(
        &self,
        text: &[u8],
        from: usize,
        until: usize,
        hit: &mut dyn FnMut(usize, u32),
    ) {
        let end = text.len().min(until.saturating_add(self.longest));
        let text = &text[..end];
        let mut at = from;
        while at < until {
            at = self.sieve.find(text, at, &self.store);
            if at >= until {
                return;
            }
            self.at(&text[at..], &mut |number| hit(at, number));
            at += 1;
        }
    }

    /// Calls `hit` with every needle that begins a text.
    fn at(&self, text: &[u8], hit: &mut dyn FnMut(u32)) {
        // A prefix of the text sorts before it, and is a prefix of everything that
        // sorts between them.
        let after = self.after(text);
        let mut next = after.checked_sub(1);
        while let Some(needle) = next {
            if text.starts_with(self.store.get(needle)) {
                hit(self.numbers[needle]);
            }
            let shorter = self.shorter[needle];
            next = (shorter != NONE).then_some(shorter as usize);
        }
    }

    /// How many needles sort before a text or are equal to it.
    fn after(&self, text: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.numbers.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.store.get(middle) <= text {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// For each of the sorted needles, the longest one that is a prefix of it.
fn shorter(needles: &Store) -> Option<Box<[u32]>> {
    let mut shorter = Vec::new();
    let mut open: Vec<(u32, &[u8])> = Vec::new();
    for (number, needle) in needles.iter().enumerate() {
        while open
            .last()
            .is_some_and(|(_, last)| !needle.starts_with(last))
        {
            open.pop();
        }
        shorter.push(open.last().map_or(NONE, |(number, _)| *number));
        open.push((u32::try_from(number).ok()?, needle));
    }
    Some(shorter.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_needle_is_found_wherever_it_begins() {
        let needles: [&[u8]; 6] = [b"abcab", b"abcabc", b"bcab", b"cabcx", b"abcab", b"zzzz"];
        let index = Index::new(&needles, 0).unwrap();
        for text in ["xxabcabcabcxx", "abcabzzzzzabcabc", "zzz", "", "abcab"] {
            let mut found = Vec::new();
            let mut hit = |at, number| found.push((at, number));
            index.search(text.as_bytes(), 0, text.len(), &mut hit);
            found.sort_unstable();
            let mut expected = Vec::new();
            for at in 0..text.len() {
                for (number, needle) in (0..).zip(needles) {
                    if text.as_bytes()[at..].starts_with(needle) {
                        expected.push((at, number));
                    }
                }
            }
            assert_eq!(found, expected, "{text}");
        }
    }
}
