//! Finds all needles in a text that is completely in memory, by where they
//! begin.

use crate::needle::sieve::{MAX_WINDOW, Sieve};
use crate::needle::store::Store;

/// A set of needles and the tables that find them. It keeps only the beginnings of the
/// needles: whoever has the needles compares the rest.
pub(crate) struct Index {
    heads: Store,
    sieve: Sieve,
    /// For each head, the number that the caller knows its needle by.
    numbers: Box<[u32]>,
    longest: usize,
}

/// How much of a needle is kept: as much as the sieve looks at.
const HEAD: usize = MAX_WINDOW;

impl Index {
    /// Compiles needles, numbered from `first`. Returns `None` if there are none, or if
    /// one is shorter than 4 bytes.
    pub(crate) fn new(needles: &[&[u8]], first: u32) -> Option<Self> {
        let heads = needles.iter().map(|needle| Self::head(needle));
        let mut numbered: Vec<(&[u8], u32)> = heads.zip(first..).collect();
        numbered.sort_unstable();
        let heads = Store::new(numbered.iter().map(|(head, _)| *head))?;
        Some(Self {
            sieve: Sieve::new(&heads)?,
            numbers: numbered.iter().map(|(_, number)| *number).collect(),
            longest: needles.iter().map(|needle| needle.len()).max()?,
            heads,
        })
    }

    /// The beginning of a needle that is kept.
    pub(crate) fn head(needle: &[u8]) -> &[u8] {
        &needle[..needle.len().min(HEAD)]
    }

    /// The length of the longest needle.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// Calls `hit` with every needle whose first [`HEAD`] bytes, or all of them, stand in a
    /// text at a place from `from` to before `until`, place by place.
    pub(crate) fn search(
        &self,
        text: &[u8],
        from: usize,
        until: usize,
        hit: &mut dyn FnMut(usize, u32),
    ) {
        let end = text.len().min(until.saturating_add(HEAD));
        let text = &text[..end];
        let mut at = from;
        while at < until {
            at = self.sieve.find(text, at, &self.heads);
            if at >= until {
                return;
            }
            for needle in self.heads.prefixes_of(&text[at..]) {
                hit(at, self.numbers[needle]);
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_needle_is_found_wherever_it_begins() {
        let long = format!("{}y", "x".repeat(HEAD));
        let needles: [&[u8]; 8] = [
            b"abcab",
            b"abcabc",
            b"bcab",
            b"cabcx",
            b"abcab",
            b"zzzz",
            &long.as_bytes()[..HEAD],
            long.as_bytes(),
        ];
        let index = Index::new(&needles, 0).unwrap();
        let almost = format!("a{long}");
        for text in [
            "xxabcabcabcxx",
            "abcabzzzzzabcabc",
            "zzz",
            "",
            "abcab",
            &almost,
        ] {
            let mut found = Vec::new();
            let mut hit = |at, number| found.push((at, number));
            index.search(text.as_bytes(), 0, text.len(), &mut hit);
            found.sort_unstable();
            let mut expected = Vec::new();
            for at in 0..text.len() {
                for (number, needle) in (0..).zip(needles) {
                    if text.as_bytes()[at..].starts_with(Index::head(needle)) {
                        expected.push((at, number));
                    }
                }
            }
            assert_eq!(found, expected, "{text}");
        }
    }
}
