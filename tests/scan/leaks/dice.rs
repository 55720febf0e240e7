//! Random values, the same for the same seed.

/// A generator of numbers (splitmix64).
pub(crate) struct Dice(pub(crate) u64);

pub(crate) const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
pub(crate) const HEX: &str = "0123456789abcdef";

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % limit
    }

    /// So many characters of an alphabet.
    pub(crate) fn text(&mut self, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        (0..length)
            .map(|_| letters[self.below(letters.len())])
            .collect()
    }

    /// Letters and digits, both in either half, as tokens have them.
    pub(crate) fn token(&mut self, length: usize) -> String {
        loop {
            let text = self.text(ALNUM, length);
            let mixed = |half: &str| {
                half.chars().any(|it| it.is_ascii_digit())
                    && half.chars().any(|it| it.is_ascii_uppercase())
                    && half.chars().any(|it| it.is_ascii_lowercase())
            };
            if mixed(&text[..length / 2]) && mixed(&text[length / 2..]) {
                return text;
            }
        }
    }
}
