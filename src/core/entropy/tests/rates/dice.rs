//! What the dice make besides numbers and texts.

use crate::core::entropy::tests::Dice;

impl Dice {
    pub(super) fn bytes(&mut self, length: usize) -> Vec<u8> {
        let byte = |_| u8::try_from(self.below(256)).unwrap();
        (0..length).map(byte).collect()
    }

    pub(super) fn script(&mut self, first: char, count: usize, length: usize) -> String {
        let letter = |_| {
            let letter = u32::from(first) + u32::try_from(self.below(count)).unwrap();
            char::from_u32(letter).unwrap()
        };
        (0..length).map(letter).collect()
    }

    pub(super) fn word(&mut self, list: &str) -> String {
        let words: Vec<&str> = list.split(' ').collect();
        words[self.below(words.len())].to_owned()
    }

    pub(super) fn words(&mut self, list: &str, count: usize, between: &str) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word(list)).collect();
        words.join(between)
    }

    pub(super) fn year(&mut self) -> String {
        (1940 + self.below(90)).to_string()
    }

    pub(super) fn date(&mut self, sign: &str) -> String {
        let (year, month, day) = (self.year(), 1 + self.below(12), 1 + self.below(28));
        format!("{year}{sign}{month:02}{sign}{day:02}")
    }

    pub(super) fn time(&mut self) -> String {
        [24, 60, 60]
            .map(|limit| format!("{:02}", self.below(limit)))
            .join(":")
    }
}
