//! What one random character costs, by the alphabet that a text seems to be drawn from.

use crate::core::entropy::chars::{KINDS, Kind, facts};

/// Prices are kept in eighths of a bit.
pub(super) const BIT: u32 = 8;

/// What one random character of each kind costs in a text.
pub(super) struct Units {
    kinds: [u32; KINDS],
    pub(super) letter: u32,
    /// One bit if there are letters of both cases.
    pub(super) case: u32,
}

impl Units {
    pub(super) fn of(text: &[u16]) -> Self {
        let mut counts = [0_u32; KINDS];
        let mut seen = [0_u64; 4];
        let mut signs = 0_u128;
        for &byte in text {
            let kind = facts(byte).kind;
            counts[kind as usize] += 1;
            let [high, low] = byte.to_be_bytes();
            let mark = high ^ low;
            seen[usize::from(mark >> 6)] |= 1 << (mark & 63);
            if kind == Kind::Sign {
                signs |= 1 << (byte & 127);
            }
        }
        let has = |kind: Kind| counts[kind as usize] > 0;
        let low = has(Kind::Low) || has(Kind::LowHex);
        let up = has(Kind::Up) || has(Kind::UpHex);
        // Digits of one case, perhaps after a few letters (`SK`).
        let few = |kinds: [Kind; 3]| {
            let others: u32 = kinds.iter().map(|kind| counts[*kind as usize]).sum();
            others * 10 < counts.iter().sum()
        };
        let hex = has(Kind::Digit)
            && (has(Kind::LowHex) && few([Kind::Low, Kind::Up, Kind::UpHex])
                || has(Kind::UpHex) && few([Kind::Up, Kind::Low, Kind::LowHex]));
        // Letters of one case may be base32 without its few digits.
        let alone = low != up && !has(Kind::Digit) && signs == 0;
        let other = if low || up { 10 } else { 32 };
        // One or two of these only separate, or are the last two digits of base64.
        let both = low && up || has(Kind::OtherLow) && has(Kind::OtherUp);
        let has_signs = signs.count_ones() > 2 || signs & !SEPARATORS != 0;
        let alphabets = [
            (low && !hex, if alone { 32 } else { 26 }),
            (up && !hex, if alone { 32 } else { 26 }),
            (has(Kind::Digit), 10),
            (hex, 6),
            (has(Kind::OtherLow), other),
            (has(Kind::OtherUp), other),
            (has(Kind::Script), 28),
            (has(Kind::Syllable), 64),
            (has_signs, 33),
        ];
        let size: u64 = alphabets
            .iter()
            .filter(|(has, _)| *has)
            .map(|(_, size)| size)
            .sum();
        let mut unit = log2(size);
        // A text of few different characters is drawn from these alone; they must be
        // named first.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX).max(1);
        let distinct: u32 = seen.iter().map(|seen| seen.count_ones()).sum();
        unit = unit.min(log2(u64::from(distinct)) + distinct * 5 * BIT / length);
        let mut units = [unit; KINDS];
        if !has_signs {
            units[Kind::Sign as usize] = unit.min(4 * BIT);
        }
        units[Kind::Ideograph as usize] = 11 * BIT;
        Self {
            kinds: units,
            letter: unit,
            case: if both { BIT } else { 0 },
        }
    }

    #[inline]
    pub(super) fn of_random(&self, byte: u16) -> u32 {
        self.kinds[facts(byte).kind as usize]
    }
}

const SEPARATORS: u128 = {
    let (mut signs, mut rest): (u128, &[u8]) = (0, b" \t\n\r+,-./:;=_|");
    while let [sign, others @ ..] = rest {
        signs |= 1 << *sign;
        rest = others;
    }
    signs
};

/// The logarithm in eighths.
fn log2(number: u64) -> u32 {
    number.min(255).pow(8).checked_ilog2().unwrap_or(0)
}

pub(super) fn log2_of(number: usize) -> u32 {
    log2(number as u64)
}
