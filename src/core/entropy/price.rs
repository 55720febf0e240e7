//! The price of a text without structure: its shortest description, in bits.
//!
//! A text is described from left to right, and the costs of the parts add up. Each part
//! costs the least of
//! - one random character: its kind, and which one of the kind it is (`units`);
//! - one of the best known words. Digits and signs may replace letters, and case that
//!   follows a pattern costs little;
//! - a number, a year, a date;
//! - steps along the alphabet or the keyboard, from the last character or from one of
//!   those before it;
//! - a copy of an earlier part.
//!
//! A description of `n` bits fits about one in `2^n` texts, so random text rarely has one
//! that is much shorter than its random characters, and a difference of less than
//! [`BY_CHANCE`] is not counted.
//!
//! If the letters of a text look like words, or three quarters of the bits describe the
//! whole, a person wrote it. This is discounted: a word, known or not, costs 12 bits at
//! most, however many letters it has, and the signs between words cost little. Seven words
//! from a list are thus enough for a fingerprint, six are not.
//!
//! No part is free, so the beginning of a text is a lower bound for the whole: where all
//! that may follow costs [`ENOUGH`], nothing more is read.

use crate::core::entropy::chars::{Kind, NO_LETTER, facts, folded};
use crate::core::entropy::thresholds::FINGERPRINT_BITS;
use crate::core::entropy::units::{BIT, Units, log2};
use crate::core::entropy::walks::{KEY_TO_KEY, ways};
use crate::core::entropy::word::{DISGUISE, KNOWN, Word, are_words};
use crate::core::entropy::words::{LONGEST, begins_known};

/// Random text is often cheaper by less than this, so it means nothing.
const BY_CHANCE: u32 = 7 * BIT;

/// No word is longer, nor are several without a sign between them.
const LONGEST_WORD: usize = 64;

/// The signs between the words of a person: another one, the same one again.
const SIGN: u32 = 3 * BIT / 2;
const SIGN_AGAIN: u32 = BIT / 2;

/// That there is anything but a random character, in a text that may be random.
const SWITCH: u32 = 4 * BIT;

/// The first of several steps (there are 14 ways), and from which of the characters before
/// the last if not from the last.
const FIRST_STEP: u32 = 6 * BIT;
const BACK: u32 = 2 * BIT;

/// Another step in the same way, one to another key beside it, and one to any key.
const NEXT_STEP: u32 = 3 * BIT / 8;
const TURN: u32 = 7 * BIT / 2;
const JUMP: u32 = 8 * BIT;

/// The most characters back from which a step may start: `1qaz2wsx` steps over four.
const STRIDES: usize = 4;

/// A year from 1900 to 2099; the length of another number, and each of its digits.
const YEAR: u32 = 15 * BIT / 2;
const NINETEEN: [u16; 2] = [b'1' as u16, b'9' as u16];
const TWENTY: [u16; 2] = [b'2' as u16, b'0' as u16];
const NUMBER: u32 = 2 * BIT;
const DIGIT: u32 = 13 * BIT / 4;

/// A text that costs this much is not read on, and is not said to cost more.
const ENOUGH: u32 = (FINGERPRINT_BITS + 8) * BIT;

/// The cost of a text, in bits.
#[derive(Clone, Copy)]
pub(super) struct Price {
    pub(super) bits: u32,
    /// Whether a person wrote the text, as far as one can tell.
    pub(super) by_hand: bool,
}

/// Prices a text.
pub(super) fn price(text: &[u8]) -> Price {
    let mut text = folded(text);
    let (pairs, rest) = text.as_chunks::<2>();
    if rest.is_empty() && pairs.iter().all(|[one, two]| one == two) {
        let mut is_second = true;
        text.retain(|_| {
            is_second = !is_second;
            !is_second
        });
    }
    let units = Units::of(&text);
    let words = are_words(&text, &units);
    let (mut cost, random) = Reader::new(&text, &units, words).cheapest();
    let by_hand = words || cost * 4 < random * 3;
    if by_hand && !words {
        cost = cost.min(Reader::new(&text, &units, true).cheapest().0);
    } else if !words && cost + BY_CHANCE > random {
        cost = random;
    }
    Price {
        bits: cost.min(ENOUGH) / BIT,
        by_hand,
    }
}

/// Finds the cheapest description of a text.
struct Reader<'t> {
    text: &'t [u16],
    units: &'t Units,
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
            by_hand,
            best,
        }
    }

    /// The cost of the text, or of so much of it as is enough, and that of the same as
    /// random characters.
    fn cheapest(mut self) -> (u32, u32) {
        let mut copies = Copies {
            last: [0; 256],
            end: 0,
        };
        let mut steps = [[0; 3]; STRIDES];
        let (mut sign, mut random) = (0, 0);
        for (at, &byte) in self.text.iter().enumerate() {
            if self.best[at] >= ENOUGH
                && let Some(&least) = self.best[at..].iter().min()
                && least >= ENOUGH
            {
                return (least, random);
            }
            random += self.units.of_random(byte);
            self.character(at, byte, &mut sign);
            if facts(byte).is_letter || self.by_hand {
                self.words(at);
            }
            self.numbers(at);
            for (stride, [before, first, next]) in (1..).zip(&mut steps) {
                (*before, *first) = (*first, *next);
                let from = |back: usize| self.text.get((at + 1).wrapping_sub(back)).copied();
                *next = ways(from(stride).unwrap_or(0), from(0).unwrap_or(0));
                // Steps that go on were offered from where they begin.
                if *first != 0 && *next != 0 && *before & *first == 0 {
                    self.steps(at, stride, *first);
                }
            }
            if let Some(length) = copies.at(self.text, at) {
                let cost = self.switch() + log2(count(at)) + log2(count(length));
                self.offer(at, at + length, cost);
            }
        }
        (self.best[self.text.len()], random)
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
        if self.by_hand && matches!(facts(byte).kind, Kind::Sign | Kind::Separator) {
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

    fn words(&mut self, start: usize) {
        let first = self.text[start..].first_chunk::<3>();
        let may_be_known =
            first.is_some_and(|first| begins_known(first.map(|it| facts(it).letter)));
        if !may_be_known && !self.by_hand {
            return;
        }
        let begins = self.is_edge(start);
        let spells = begins && self.by_hand;
        let limit = if spells { LONGEST_WORD } else { LONGEST };
        let mut word = Word::default();
        for end in start + 1..=self.text.len().min(start + limit) {
            let facts = facts(self.text[end - 1]);
            let length = end - start;
            if facts.letter == NO_LETTER || !spells && !may_be_known {
                break;
            }
            word.push(facts);
            let is_whole = begins && self.is_edge(end);
            if !is_whole && length < 4 {
                continue;
            }
            let around = self.switch() + word.case();
            if let Some(known) = word.hash.cost() {
                let chance = if self.by_hand { 0 } else { KNOWN };
                let cost = known + chance + word.disguised * DISGUISE;
                self.offer(start, end, cost + around);
            }
            if spells && is_whole {
                self.offer(start, end, word.capped() + around);
            }
        }
    }

    fn numbers(&mut self, start: usize) {
        let is_digit = |byte: &u16| facts(*byte).kind == Kind::Digit;
        let text = &self.text[start..];
        let length = text.iter().take_while(|byte| is_digit(byte)).count();
        if length > 0 && (start == 0 || !is_digit(&self.text[start - 1])) {
            let chance = if self.by_hand { 0 } else { NUMBER };
            let cost = self.switch() + chance + count(length) * DIGIT;
            self.offer(start, start + length, cost);
        }
        if length < 2 {
            return;
        }
        if length >= 4 && (text.starts_with(&NINETEEN) || text.starts_with(&TWENTY)) {
            self.offer(start, start + 4, self.switch() + YEAR);
        }
        for (pattern, cost) in DATES {
            if let Some(length) = date(pattern, text) {
                self.offer(start, start + length, self.switch() + cost);
            }
        }
    }

    /// Steps that go on in the way in which the first one goes.
    fn steps(&mut self, start: usize, stride: usize, first: u16) {
        let back = if stride > 1 { BACK } else { 0 };
        let mut cost = self.switch() + FIRST_STEP + back;
        let (mut all, mut straight) = (first, 1);
        for at in start + 1..self.text.len() {
            let next = ways(self.text[at - stride], self.text[at]);
            straight += 1;
            if all & next != 0 {
                all &= next;
                cost += NEXT_STEP;
            } else if stride == 1 && next & KEY_TO_KEY != 0 {
                (all, straight) = (next, 1);
                cost += TURN;
            } else if stride == 1 && straight > 3 {
                (all, straight) = (u16::MAX, 0);
                cost += JUMP;
            } else {
                return;
            }
            self.offer(start, at + 1, cost);
        }
    }
}

/// Dates and times, as numbers and signs between them, and what one costs: there are
/// 73,000 days in 200 years, three orders to write them in, and 86,400 seconds in a day.
const DATES: [(&[u8], u32); 8] = [
    (b"YMDhmm", 33 * BIT),
    (b"YMD", 35 * BIT / 2),
    (b"DMY", 18 * BIT),
    (b"MDY", 18 * BIT),
    (b"Y-M-D", 35 * BIT / 2),
    (b"D-M-Y", 18 * BIT),
    (b"M-D-Y", 18 * BIT),
    (b"h-m-m", 17 * BIT),
];

/// The length of a date of this pattern at the beginning of a text.
fn date(pattern: &[u8], text: &[u16]) -> Option<usize> {
    let mut at = 0;
    for part in pattern {
        let (length, from, to) = match part {
            b'Y' => (4, 1900, 2099),
            b'M' => (2, 1, 12),
            b'D' => (2, 1, 31),
            b'h' => (2, 0, 23),
            b'm' => (2, 0, 59),
            _ => (1, 0, 0),
        };
        let characters = text.get(at..at + length)?;
        let is_good = if *part == b'-' {
            matches!(facts(characters[0]).kind, Kind::Sign | Kind::Separator)
        } else {
            let digit = |sum: u16, character: &u16| sum * 10 + (character & 15);
            (from..=to).contains(&characters.iter().fold(0, digit))
        };
        if !is_good || *part != b'-' && characters.iter().any(|it| facts(*it).kind != Kind::Digit) {
            return None;
        }
        at += length;
    }
    Some(at)
}

/// A number of characters, which no window has more of than `u32` holds.
fn count(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
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
        let first = text.get(at..)?.first_chunk::<3>()?;
        let gram = first
            .iter()
            .fold(0_u32, |all, next| all << 8 ^ u32::from(*next));
        let slot = &mut self.last[(gram.wrapping_mul(0x9e37_79b9) >> 24) as usize];
        let before = std::mem::replace(slot, u16::try_from(at + 1).unwrap_or(0));
        let from = usize::from(before)
            .checked_sub(1)
            .filter(|_| at >= self.end)?;
        let pairs = text[from..].iter().zip(&text[at..]);
        let length = pairs.take_while(|(one, next)| one == next).count();
        self.end = at + length;
        (length >= 3).then_some(length)
    }
}
