//! The costs of the letters of words, and the best known words.

use crate::core::entropy::units::BIT;

/// The cost of each letter from `a` after each letter and, in the last line, at a word's
/// start, in half bits: `a` means 0, `b` one half. Counted over English words, names and
/// common passwords.
const LETTER_COSTS: &[u8] = include_bytes!("letter_costs.txt");

/// The row of a word's start.
pub(super) const START: u8 = 26;

/// The costs as a lookup table: rows and columns without a letter cost more than any
/// letter.
static COSTS: [[u8; 32]; 32] = {
    let mut costs = [[100; 32]; 32];
    let mut at = 0;
    while at < LETTER_COSTS.len() {
        if LETTER_COSTS[at] != b'\n' {
            costs[at / 27][at % 27] = LETTER_COSTS[at] - b'a';
        }
        at += 1;
    }
    costs
};

/// The cost of a letter after another.
#[inline]
pub(super) fn spelled(row: u8, letter: u8) -> u32 {
    u32::from(COSTS[usize::from(row & 31)][usize::from(letter & 31)]) * (BIT / 2)
}

/// Words that hold sentences together; words that people choose for passwords, and that
/// settings are made of; and what one of each costs.
const LISTS: [(&[u8], u32); 2] = [
    (include_bytes!("little_words.txt"), LITTLE),
    (include_bytes!("common_words.txt"), 7 * BIT),
];
const LITTLE: u32 = 3 * BIT;

/// The longest of these words.
pub(super) const LONGEST: usize = 14;

/// The hash of a word, letter by letter (FNV-1a).
#[derive(Clone, Copy)]
pub(super) struct Hash(u32);

impl Hash {
    pub(super) const NEW: Self = Self(0x811c_9dc5);

    /// Goes on to a letter.
    #[inline]
    pub(super) const fn with(self, letter: u8) -> Self {
        Self((self.0 ^ letter as u32).wrapping_mul(0x0100_0193))
    }

    /// The cost of the word, if it is a known one.
    #[inline]
    pub(super) fn cost(self) -> Option<u32> {
        let mut at = self.slot();
        loop {
            match KNOWN.slots[at % SLOTS] {
                (0, _) => return None,
                (hash, cost) if hash == self.0 => return Some(cost),
                _ => at += 1,
            }
        }
    }

    const fn slot(self) -> usize {
        (self.0 >> 16) as usize
    }
}

/// Whether any known word begins with three letters.
#[inline]
pub(super) fn begins_known(letters: [u8; 3]) -> bool {
    let gram = letters.into_iter().fold(0, with_letter);
    KNOWN.beginnings[gram / 64 % GRAMS] >> (gram % 64) & 1 != 0
}

const fn with_letter(gram: usize, letter: u8) -> usize {
    gram << 5 | letter as usize
}

/// Whether a third of the words of a text are those that hold sentences together.
pub(super) fn is_sentence(text: &[u8]) -> bool {
    let (mut all, mut little) = (0, 0);
    for word in text.split(u8::is_ascii_whitespace) {
        let letters = word.iter().filter(|byte| byte.is_ascii_alphabetic());
        let letters = letters.map(|byte| byte.to_ascii_lowercase() - b'a');
        all += 1;
        little += u32::from(letters.fold(Hash::NEW, Hash::with).cost() == Some(LITTLE));
    }
    all > 4 && little * 3 >= all
}

const SLOTS: usize = 2048;
const GRAMS: usize = 512;

/// The known words.
struct Known {
    /// Their hashes and costs, with open addressing; less than half is in use.
    slots: [(u32, u32); SLOTS],
    /// The first three letters of each, as a set of bits.
    beginnings: [u64; GRAMS],
}

static KNOWN: Known = {
    let (mut slots, mut beginnings) = ([(0, 0); SLOTS], [0; GRAMS]);
    let mut list = 0;
    while list < LISTS.len() {
        let (mut rest, cost) = LISTS[list];
        let (mut hash, mut gram, mut length) = (Hash::NEW, 0, 0);
        while let [byte, others @ ..] = rest {
            if byte.is_ascii_lowercase() {
                hash = hash.with(*byte - b'a');
                length += 1;
                if length <= 3 {
                    gram = with_letter(gram, *byte - b'a');
                }
                if length == 3 {
                    beginnings[gram / 64] |= 1 << (gram % 64);
                }
            } else {
                let mut at = hash.slot();
                while slots[at % SLOTS].0 != 0 {
                    at += 1;
                }
                slots[at % SLOTS] = (hash.0, cost);
                (hash, gram, length) = (Hash::NEW, 0, 0);
            }
            rest = others;
        }
        list += 1;
    }
    Known { slots, beginnings }
};
