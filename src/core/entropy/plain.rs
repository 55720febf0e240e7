//! The entropy of a text without structure.

use crate::core::entropy::runs::{InterleavedRuns, Key, Repeats, Run};
use crate::core::entropy::thresholds::{FINGERPRINT_BITS, TELLING_BITS};
use crate::core::entropy::wording;
use crate::core::hex::is_uuid;

/// Estimates are kept in hundredths of a bit.
const BIT: u32 = 100;

/// The most that words, names, numbers and dates are worth together: an attacker
/// guesses a sentence, not its letters.
const HAND_MADE: u32 = TELLING_BITS;

/// After this many characters, a run or a repetition adds no more bits: only its end is
/// left to guess.
const SETTLED: u32 = 12;

/// How many bits cheaper as words than as random characters a text must be.
const CLEARLY: u32 = 8 * BIT;

/// The longest part of a text whose repetition is looked for.
const LONGEST_PERIOD: usize = 128;

/// The beginning of a long text is judged first, which is usually enough.
const HEAD: usize = 64;

/// Estimates the entropy of a text, in bits, without a prefix that says what
/// it is.
pub(super) fn bits(text: &[u8]) -> u32 {
    part_bits(without_prefix(text))
}

/// What follows `sk-proj-`, `github_pat_`, `lsv2_pt_` and their like.
pub(super) fn without_prefix(text: &[u8]) -> &[u8] {
    let mut rest = text;
    for _ in 0..4 {
        let start = rest.get(..12).unwrap_or(rest);
        let end = memchr::memchr2(b'-', b'_', start);
        let Some((word, after)) = end.and_then(|end| rest.split_at_checked(end)) else {
            break;
        };
        let digits = word
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let letters = word.iter().take(word.len() - digits.min(2));
        if !letters.into_iter().all(u8::is_ascii_alphabetic) {
            break;
        }
        rest = &after[1..];
    }
    rest
}

/// The part that makes up the whole text by repetition (the last one may be
/// incomplete), or else the text itself.
pub(super) fn period(text: &[u8]) -> &[u8] {
    let Some((first, rest)) = text.split_first() else {
        return text;
    };
    let half = rest.get(..LONGEST_PERIOD).unwrap_or(rest);
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let mut again = memchr::memchr2_iter(lower, upper, half).map(|at| at + 1);
    let period = again.find(|at| {
        let later = &text[*at..];
        2 * at <= text.len() && text[..later.len()].eq_ignore_ascii_case(later)
    });
    period.and_then(|at| text.get(..at)).unwrap_or(text)
}

fn part_bits(text: &[u8]) -> u32 {
    if is_uuid(text) && text.get(14) != Some(&b'4') {
        // The other UUID versions are not random: they contain a time, the hash of a
        // name, or a counter.
        return HAND_MADE;
    }
    // A text is at least as hard to guess as its beginning.
    let head = text.get(..HEAD).map_or(0, whole_bits);
    if head >= FINGERPRINT_BITS {
        head
    } else {
        whole_bits(text)
    }
}

fn whole_bits(text: &[u8]) -> u32 {
    let counts = Counts::of(text);
    let nominal = cost(text, &counts) / BIT;
    if is_hand_made(text, &counts) {
        nominal.min(HAND_MADE)
    } else {
        nominal
    }
}

/// How many kinds of characters there are, as a power of two.
const KINDS: usize = 8;

/// The kind of each byte: the letters `g` to `z`, `a` to `f`, the same in
/// capitals, digits, and the rest.
const KIND: [u8; 256] = {
    let mut kinds = [5; 256];
    let mut byte: u8 = 0;
    loop {
        kinds[byte as usize] = match byte {
            b'g'..=b'z' => 0,
            b'a'..=b'f' => 1,
            b'G'..=b'Z' => 2,
            b'A'..=b'F' => 3,
            b'0'..=b'9' => 4,
            _ => 5,
        };
        if byte == u8::MAX {
            break kinds;
        }
        byte += 1;
    }
};

/// How many characters of each kind there are.
struct Counts {
    lower: u32,
    upper: u32,
    digits: u32,
    beyond_hex: u32,
    /// How many different ones of ASCII.
    distinct: u32,
}

impl Counts {
    fn of(text: &[u8]) -> Self {
        let mut counts = [0_u32; KINDS];
        let mut seen = [0_u64; 4];
        for &byte in text {
            counts[KIND[usize::from(byte)] as usize & (KINDS - 1)] += 1;
            seen[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        let [lower, lower_hex, upper, upper_hex, digits, ..] = counts;
        Self {
            lower: lower + lower_hex,
            upper: upper + upper_hex,
            digits,
            beyond_hex: lower + upper,
            // Text of other scripts is words.
            distinct: seen[0].count_ones() + seen[1].count_ones(),
        }
    }

    fn letters(&self) -> u32 {
        self.lower + self.upper
    }

    /// The bits of one random letter or digit.
    fn chance(&self) -> u32 {
        match (self.lower, self.upper, self.digits) {
            (_, 0, 0) | (0, _, 0) => 470,
            // Hex digits with few other letters before them.
            _ if self.beyond_hex * 3 < self.letters() => 400,
            _ => self.unit(),
        }
    }

    /// What one letter or digit is worth.
    fn unit(&self) -> u32 {
        match (self.lower, self.upper, self.digits) {
            (0, 0, _) => 332,
            _ if self.beyond_hex == 0 => 400,
            (_, 0, 0) | (0, _, 0) => 150,
            (_, 0, _) => 517,
            (0, ..) => 500,
            (_, _, 0) => 570,
            _ => 595,
        }
    }
}

/// Adds up what the characters are worth. Characters that continue a run or repeat
/// earlier text are worth almost nothing.
fn cost(text: &[u8], counts: &Counts) -> u32 {
    let unit = counts.unit();
    let mut run = Run::default();
    let mut interleaved = InterleavedRuns::default();
    let mut repeats = Repeats::new(text.len());
    let mut total = 0_u32;
    for (at, byte) in text.iter().enumerate() {
        let key = Key::of(*byte);
        let (steps, takes_turns) = (run.step(key), interleaved.step(key));
        let repeated = repeats.step(*byte, at);
        let worth = match byte {
            0x80.. => 0,
            byte if byte.is_ascii_alphanumeric() => unit,
            _ => 300,
        };
        total += if steps >= SETTLED || repeated >= SETTLED {
            0
        } else if steps >= 2 || repeated >= 1 || takes_turns {
            worth / 12
        } else {
            worth
        };
        // The characters before were charged before the run was seen.
        if steps == 3 || repeated == 1 {
            total = total.saturating_sub(2 * unit);
        }
    }
    // Few different characters are a small alphabet, whatever they are.
    let narrow = match counts.distinct {
        0 | 1 => 0,
        2..=4 => 200,
        5..=8 => 300,
        _ => return total,
    };
    total.min(u32::try_from(text.len()).unwrap_or(0) * narrow)
}

/// Whether a text looks as if a person wrote it: single words or numbers
/// between signs, mostly digits, small letters with hardly a digit, or much of
/// it readable.
fn is_hand_made(text: &[u8], counts: &Counts) -> bool {
    let alphanumeric = counts.letters() + counts.digits;
    let hex = counts.beyond_hex == 0 && counts.letters() > 0;
    let numeric = if hex { 90 } else { 70 };
    if counts.digits * 100 >= alphanumeric * numeric {
        return true;
    }
    let mut pieces = text
        .split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|piece| !piece.is_empty());
    if pieces.all(is_wordlike) {
        return true;
    }
    if hex {
        return false;
    }
    let one_case = counts.lower == 0 || counts.upper == 0;
    // Short random text often has hardly any digit.
    let few = if alphanumeric < 26 { 6 } else { 3 };
    (one_case && counts.digits * 100 < alphanumeric * few) || reads_like_words(text, counts)
}

/// Whether a text is clearly cheaper as words than as chance.
fn reads_like_words(text: &[u8], counts: &Counts) -> bool {
    let words = wording::word_cost(text);
    // If all letters are capitals, the case carries no information.
    let capitals = if counts.lower == 0 { counts.upper } else { 0 };
    let cost = words.cost.saturating_sub(capitals) * (BIT / 2);
    cost + CLEARLY <= words.letters * counts.chance()
}

/// Whether a piece is words with capitals between them or all in capitals,
/// with or without digits after them (`Summer2024`), or a number.
fn is_wordlike(piece: &[u8]) -> bool {
    let letters = piece
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let (text, digits) = piece.split_at(letters);
    let capitals = text.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let begun = text.first().is_some_and(u8::is_ascii_lowercase);
    let words = capitals + usize::from(begun);
    // In random text every second letter is a capital.
    let long = words <= 1 || 2 * letters >= 7 * words;
    digits.iter().all(u8::is_ascii_digit) && (long || capitals == letters)
}
