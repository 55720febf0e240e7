//! The price of a text without structure: its shortest description, in bits.
//!
//! A text is described from left to right. Each part costs the least of
//! - one random character, of the alphabet that the text seems to be drawn from;
//! - a word, letter by letter, or one of the best known words. Digits and signs may
//!   replace letters, and case that follows a pattern costs little;
//! - a number, a year, a date;
//! - steps along the alphabet or the keyboard, from the last character or from one of
//!   those before it;
//! - a copy of an earlier part.
//!
//! A description of `n` bits fits about one in `2^n` texts, so random text rarely has one
//! that is much shorter than its random characters.
//!
//! If the letters of a text look like words, or three quarters of the bits describe the
//! whole, a person wrote it. Then a word costs 12 bits at most, however many letters it
//! has, and the signs between words cost little. Seven words from a list are thus enough
//! for a fingerprint, six are not.

use zeroize::Zeroizing;

use crate::core::entropy::chars::{Kind, NO_LETTER, facts, folded, small};
use crate::core::entropy::thresholds::FINGERPRINT_BITS;
use crate::core::entropy::units::{BIT, Units, log2_of};
use crate::core::entropy::walks::{KEY_TO_KEY, keys_of, ways};
use crate::core::entropy::word::{CLEARLY, DISGUISE, KNOWN, Word, are_words};
use crate::core::entropy::words::LONGEST;

/// Random text is often cheaper by less than this, so it means nothing.
const BY_CHANCE: u32 = 7 * BIT;

/// No word is longer, nor are several without a sign between them.
const LONGEST_WORD: usize = 64;

/// The signs between the words of a person: another one, the same one again.
const SIGN: u32 = 3 * BIT / 2;
const SIGN_AGAIN: u32 = BIT / 2;

/// That there is anything but a random character, in a text that may be random.
const SWITCH: u32 = 4 * BIT;

/// That a word goes on where it might end.
const GOES_ON: u32 = 3 * BIT / 2;

/// One or two letters are known words so often that they cost more.
const SHORT: u32 = 2 * BIT;

/// The first of several steps (there are 14 ways), and from which of the characters before
/// the last if not from the last.
const FIRST_STEP: u32 = 6 * BIT;
const BACK: u32 = 2 * BIT;

/// Another step in the same way, one to another key beside it, and one to any key.
const NEXT_STEP: u32 = 3 * BIT / 8;
const TURN: u32 = 7 * BIT / 2;
const JUMP: u32 = 8 * BIT;

/// Letters that cost so much more as a word than as random characters are none.
const HOPELESS: u32 = BIT;

/// The most characters back from which a step may start: `1qaz2wsx` steps over four.
const STRIDES: usize = 4;

/// A year from 1900 to 2099, and a day of any of them; the length of a number.
const YEAR: u32 = 15 * BIT / 2;
const NINETEEN: [u16; 2] = [b'1' as u16, b'9' as u16];
const TWENTY: [u16; 2] = [b'2' as u16, b'0' as u16];
const DATE: u32 = 33 * BIT / 2;
const NUMBER: u32 = 2 * BIT;
const DIGIT: u32 = 13 * BIT / 4;

/// The beginning of a long text is judged first, which is usually enough.
const HEAD: usize = 24;

/// What a text costs, in bits.
#[derive(Clone, Copy)]
pub(super) struct Price {
    pub(super) bits: u32,
    /// Whether a person wrote the text, as far as one can tell.
    pub(super) by_hand: bool,
}

/// Prices a text.
pub(super) fn price(text: &[u8]) -> Price {
    let text = undoubled(&folded(text));
    let units = Units::of(&text);
    let words = are_words(&text, &units, false) || units.case > 0 && are_words(&text, &units, true);
    let head = text.get(..HEAD).filter(|_| !words);
    let head = head.map(|head| priced(head, &units, words));
    // A text is at least as hard to guess as its beginning.
    let head = head.filter(|head| head.bits >= FINGERPRINT_BITS + CLEARLY / BIT);
    head.unwrap_or_else(|| priced(&text, &units, words))
}

/// Every second character of a text in which each is there twice, or else the text.
fn undoubled(text: &[u16]) -> Zeroizing<Vec<u16>> {
    let (pairs, rest) = text.as_chunks::<2>();
    let is_doubled = rest.is_empty() && pairs.iter().all(|[one, two]| one == two);
    let step = if is_doubled { 2 } else { 1 };
    Zeroizing::new(text.iter().step_by(step).copied().collect())
}

fn priced(text: &[u16], units: &Units, words: bool) -> Price {
    let random: u32 = text.iter().map(|it| units.of_random(*it)).sum();
    let mut cost = Reader::new(text, units, words).cheapest();
    let by_hand = words || cost * 4 < random * 3;
    if by_hand && !words {
        cost = cost.min(Reader::new(text, units, true).cheapest());
    } else if !words && cost + BY_CHANCE > random {
        cost = random;
    }
    Price {
        bits: cost / BIT,
        by_hand,
    }
}

/// Finds the cheapest description of a text.
struct Reader<'t> {
    text: &'t [u16],
    units: &'t Units,
    keys: Zeroizing<Vec<u8>>,
    /// Whether a person wrote the text.
    by_hand: bool,
    /// The cheapest description of each beginning of the text.
    best: Vec<u32>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t [u16], units: &'t Units, by_hand: bool) -> Self {
        let mut best = vec![u32::MAX; text.len() + 1];
        best[0] = 0;
        Self {
            text,
            units,
            keys: keys_of(text),
            by_hand,
            best,
        }
    }

    fn cheapest(mut self) -> u32 {
        let mut copies = Copies {
            last: [0; 256],
            end: 0,
        };
        let mut sign = 0;
        for at in 0..self.text.len() {
            let byte = self.text[at];
            self.character(at, byte, &mut sign);
            if facts(byte).is_letter {
                self.words(at);
            }
            self.numbers(at);
            for stride in 1..=STRIDES.min(at) {
                let first = ways(self.keys[at - stride], self.keys[at]);
                // Steps that go on were offered from where they begin.
                let goes_on = |from: usize| first & ways(self.keys[from], self.keys[at - 1]) != 0;
                if first != 0 && !at.checked_sub(stride + 1).is_some_and(goes_on) {
                    self.steps(at, stride, first);
                }
            }
            if let Some(length) = copies.at(self.text, at) {
                let cost = self.switch() + log2_of(at) + log2_of(length);
                self.offer(at, at + length, cost);
            }
        }
        self.best[self.text.len()]
    }

    /// Offers a description of the text between two places.
    #[inline]
    fn offer(&mut self, from: usize, to: usize, cost: u32) {
        self.best[to] = self.best[to].min(self.best[from] + cost);
    }

    fn switch(&self) -> u32 {
        if self.by_hand { BIT / 2 } else { SWITCH }
    }

    fn character(&mut self, at: usize, byte: u16, sign: &mut u16) {
        let mut cost = self.units.of_random(byte);
        if facts(byte).kind == Kind::Sign && self.by_hand {
            cost = cost.min(if byte == *sign { SIGN_AGAIN } else { SIGN });
            *sign = byte;
        }
        self.offer(at, at + 1, cost);
    }

    /// Whether a word may begin or end at a place.
    #[inline]
    fn is_edge(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = (at.checked_sub(1), self.text.get(at)) else {
            return true;
        };
        let (before, after) = (facts(self.text[before]), facts(*after));
        !before.is_letter || !after.is_letter || (!before.is_capital && after.is_capital)
    }

    fn is_letter(&self, at: usize) -> bool {
        self.text.get(at).is_some_and(|next| facts(*next).is_letter)
    }

    fn words(&mut self, start: usize) {
        let begins = self.is_edge(start);
        let limit = if begins { LONGEST_WORD } else { LONGEST };
        let mut word = Word::default();
        let mut random = 0;
        let text = self.text.get(start..).unwrap_or_default();
        for (at, byte) in text.iter().take(limit).enumerate() {
            let facts = facts(*byte);
            if facts.letter == NO_LETTER {
                break;
            }
            word.push(facts);
            random += self.units.of_random(*byte);
            // Chance goes on like this; words do not.
            if !self.by_hand && word.cost > random + HOPELESS {
                break;
            }
            let end = start + at + 1;
            let whole = begins && self.is_edge(end);
            if !whole && at < 3 {
                continue;
            }
            let around = self.switch() + word.case();
            if at < LONGEST
                && let Some(known) = word.hash.cost()
            {
                let chance = if self.by_hand { 0 } else { KNOWN };
                let short = if word.length < 3 { SHORT } else { 0 };
                let cost = known + chance + short + word.disguised * DISGUISE;
                self.offer(start, end, cost + around);
            }
            if whole {
                let cost = if self.by_hand {
                    word.capped()
                } else {
                    word.cost
                };
                self.offer(start, end, cost + around);
                if !word.alternates() && self.is_letter(end) {
                    word.cost += GOES_ON;
                }
            }
        }
    }

    fn numbers(&mut self, start: usize) {
        let is_digit = |byte: &u16| facts(*byte).kind == Kind::Digit;
        let begins = start == 0 || !is_digit(&self.text[start - 1]);
        let text = &self.text[start..];
        if !is_digit(&text[0]) {
            return;
        }
        let length = text.iter().take_while(|byte| is_digit(byte)).count();
        if begins {
            let digits = u32::try_from(length).unwrap_or(u32::MAX);
            let chance = if self.by_hand { 0 } else { NUMBER };
            self.offer(
                start,
                start + length,
                self.switch() + chance + digits * DIGIT,
            );
        }
        if length >= 4 && (text.starts_with(&NINETEEN) || text.starts_with(&TWENTY)) {
            self.offer(start, start + 4, self.switch() + YEAR);
        }
        for pattern in DATES.iter().filter(|pattern| is_date(pattern, text)) {
            let both = if pattern.len() > 10 { DATE } else { 0 };
            self.offer(start, start + pattern.len(), self.switch() + DATE + both);
        }
    }

    /// Steps that go on in the way in which the first one goes.
    fn steps(&mut self, start: usize, stride: usize, first: u16) {
        let back = if stride > 1 { BACK } else { 0 };
        let mut cost = self.switch() + FIRST_STEP + back;
        let (mut all, mut straight) = (first, 1);
        for at in start + 1..self.text.len() {
            let next = ways(self.keys[at - stride], self.keys[at]);
            straight += 1;
            if all & next != 0 {
                all &= next;
                cost += NEXT_STEP;
            } else if stride == 1 && next & KEY_TO_KEY != 0 {
                (all, straight) = (next, 1);
                cost += TURN;
            } else if stride == 1 && straight > 3 {
                straight = 0;
                cost += JUMP;
            } else {
                return;
            }
            self.offer(start, at + 1, cost);
        }
    }
}

/// Dates and times: a digit stands for itself and those below it, a sign for any sign.
const DATES: [&[u8]; 8] = [
    b"29991939295959",
    b"29991939",
    b"39192999",
    b"19392999",
    b"2999-19-39",
    b"39-19-2999",
    b"19-39-2999",
    b"29:59:59",
];

fn is_date(pattern: &[u8], text: &[u16]) -> bool {
    let fits = |(pattern, character): (&u8, &u16)| match facts(*character).kind {
        Kind::Digit => pattern.is_ascii_digit() && *character <= u16::from(*pattern),
        kind => kind == Kind::Sign && !pattern.is_ascii_digit(),
    };
    text.len() >= pattern.len() && pattern.iter().zip(text).all(fits)
}

/// Finds copies of earlier parts, by their first three characters.
struct Copies {
    /// Where a sequence was last, by its hash, counted from 1.
    last: [u16; 256],
    /// Where the last copy ends: within it, no other is looked for.
    end: usize,
}

impl Copies {
    /// Goes on to a place: for how long the text there is the same as earlier.
    fn at(&mut self, text: &[u16], at: usize) -> Option<usize> {
        let small = |byte: &u16| small(*byte);
        let [one, two, three] = text.get(at..)?.first_chunk::<3>()?;
        let gram = [one, two, three].map(|byte| u32::from(small(byte)));
        let gram = gram.iter().fold(0_u32, |all, byte| all << 8 | byte);
        let slot = &mut self.last[(gram.wrapping_mul(0x9e37_79b9) >> 24) as usize];
        let before = std::mem::replace(slot, u16::try_from(at + 1).unwrap_or(0));
        let from = usize::from(before)
            .checked_sub(1)
            .filter(|_| at >= self.end)?;
        let pairs = text[from..].iter().zip(&text[at..]);
        let length = pairs
            .take_while(|(one, next)| small(one) == small(next))
            .count();
        self.end = at + length;
        (length >= 3).then_some(length)
    }
}
