//! The cost of one random character, by the alphabet that a text seems to be drawn from.

use crate::core::entropy::chars::{KINDS, Kind, NO_LETTER, facts};

/// Prices are kept in eighths of a bit.
pub(super) const BIT: u32 = 8;

/// How many characters there are of each kind.
const SIZES: [u32; KINDS] = [6, 20, 6, 20, 10, 12, 21, 26, 26, 30, 64, 2048];

/// The most that digits and signs cost if fewer than one in [`FEW`] characters is one:
/// people add a few to their words.
const FEW: u32 = 7;
const CHEAP: [(Kind, u32); 3] = [
    (Kind::Separator, 4 * BIT),
    (Kind::Digit, 9 * BIT / 2),
    (Kind::Sign, 5 * BIT),
];

/// No character costs more: there are 95 in ASCII.
const MOST: u32 = 53;

/// The cost of one random character of each kind in a text.
pub(super) struct Units {
    kinds: [u32; KINDS],
    /// One bit if there are letters of both cases.
    pub(super) case: u32,
    /// The letters from `a` on that are written as such, as a set of bits.
    pub(super) plain: u32,
    /// Whether the letters are hex digits, with decimal ones among them.
    pub(super) is_hex: bool,
    /// Whether capitals and small letters take turns.
    pub(super) alternates: bool,
}

impl Units {
    /// Each character says its kind, which costs the less the more of the kind there are,
    /// and which one of the kind it is. So the letters of hex digits cost less than
    /// others, and so do those of a text with one sign.
    pub(super) fn of(text: &[u16]) -> Self {
        let mut counts = [0_u32; KINDS];
        let mut seen = [0_u64; 4];
        let (mut letters, mut plain, mut changes, mut capital) = (0, 0, 0, false);
        let (mut small, mut capitals) = (false, false);
        for &character in text {
            let facts = facts(character);
            counts[facts.kind as usize] += 1;
            letters += u32::from(facts.is_letter);
            plain |= u32::from(facts.is_letter) << (facts.letter & 31);
            if facts.is_letter {
                changes += u32::from(facts.is_capital != capital);
                capital = facts.is_capital;
                capitals |= capital;
                small |= !capital;
            }
            let [high, low] = character.to_be_bytes();
            let mark = high ^ low;
            seen[usize::from(mark >> 6)] |= 1 << (mark & 63);
        }
        let all: u32 = counts.iter().sum();
        // A text of few different characters is drawn from these alone; they must be
        // named first.
        let distinct: u32 = seen.iter().map(|seen| seen.count_ones()).sum();
        let few = log2(distinct) + distinct * 5 * BIT / all.max(1);
        let mut sizes = SIZES;
        let both = |one: Kind, other: Kind| counts[one as usize] + counts[other as usize];
        let digits = counts[Kind::Digit as usize];
        let hex = digits + both(Kind::LowHex, Kind::UpHex);
        let is_hex = digits > 0 && both(Kind::Low, Kind::Up) * 8 <= hex;
        for (hex, other) in [(Kind::LowHex, Kind::Low), (Kind::UpHex, Kind::Up)] {
            let (hex, other) = (hex as usize, other as usize);
            if counts[other] * 8 > counts[hex] || digits == 0 {
                for numbers in [&mut counts, &mut sizes] {
                    numbers[other] += numbers[hex];
                    numbers[hex] = numbers[other];
                }
            }
        }
        let mut kinds = [0; KINDS];
        for (kind, unit) in kinds.iter_mut().enumerate() {
            let most = if kind == Kind::Ideograph as usize {
                11 * BIT
            } else {
                few.min(MOST)
            };
            *unit = (log2(sizes[kind]) + log2(all) - log2(counts[kind].max(1))).min(most);
        }
        for (kind, most) in CHEAP {
            if counts[kind as usize] * FEW < all {
                kinds[kind as usize] = most.min(kinds[kind as usize]);
            }
        }
        Self {
            kinds,
            case: if small && capitals { BIT } else { 0 },
            is_hex,
            // The bit of what replaces no letter.
            plain: plain | 1 << NO_LETTER,
            alternates: changes * 3 > letters * 2,
        }
    }

    #[inline]
    pub(super) fn of_random(&self, character: u16) -> u32 {
        self.kinds[facts(character).kind as usize]
    }
}

/// The logarithm in eighths.
pub(super) fn log2(number: u32) -> u32 {
    let shift = number.checked_ilog2().unwrap_or(0).saturating_sub(7);
    let eighths = u64::from(number >> shift).pow(8).checked_ilog2();
    eighths.unwrap_or(0) + shift * BIT
}
