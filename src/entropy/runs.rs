//! What goes on with a run, or repeats what a text had before.

/// Follows runs: of one character, along the alphabet, along a keyboard.
#[derive(Default)]
pub(super) struct Run {
    last: Option<u8>,
    /// The ways in which all steps of the run may be meant.
    ways: u8,
    /// How many steps of one way lie behind.
    steps: u32,
}

impl Run {
    /// Goes on to a character; how many steps the run then has.
    pub(super) fn step(&mut self, byte: u8) -> u32 {
        let next = byte.to_ascii_lowercase();
        let ways = self.last.map_or(0, |last| ways(last, next));
        self.last = Some(next);
        if self.ways & ways != 0 {
            self.ways &= ways;
            self.steps += 1;
        } else {
            self.ways = ways;
            self.steps = u32::from(ways != 0);
        }
        self.steps
    }
}

/// Follows two runs that take turns: `1q2w3e4r`.
#[derive(Default)]
pub(super) struct Weave {
    runs: [Run; 2],
    before: u32,
}

impl Weave {
    /// Goes on to a character; whether both runs are under way.
    pub(super) fn step(&mut self, byte: u8) -> bool {
        self.runs.swap(0, 1);
        let steps = self.runs[0].step(byte);
        let before = std::mem::replace(&mut self.before, steps);
        steps.min(before) >= 2
    }
}

/// The ways, as a set of bits, in which one character may lead to the next.
fn ways(one: u8, next: u8) -> u8 {
    let alphabet = match (next.wrapping_sub(one), one.wrapping_sub(next)) {
        (0, _) => 1,
        (1, _) => 2,
        (_, 1) => 4,
        _ => 0,
    };
    alphabet | beside(&ROWS, one, next) << 3 | beside(&COLUMNS, one, next) << 5
}

/// 1 for a step to the right, 2 for one to the left.
fn beside(keys: &[u8; 128], one: u8, next: u8) -> u8 {
    let place = |byte: u8| keys.get(usize::from(byte)).copied().unwrap_or(0);
    match (place(one), place(next)) {
        (0, _) | (_, 0) => 0,
        (one, next) if one + 1 == next => 1,
        (one, next) if next + 1 == one => 2,
        _ => 0,
    }
}

/// Where a key lies: keys that lie beside each other have numbers that do.
const ROWS: [u8; 128] = places(b"1234567890  qwertyuiop  asdfghjkl  zxcvbnm");
const COLUMNS: [u8; 128] = places(b"1qaz  2wsx  3edc  4rfv  5tgb  6yhn  7ujm  8ik  9ol");

const fn places(keys: &[u8]) -> [u8; 128] {
    let mut places = [0; 128];
    let mut number = 1;
    let mut rest = keys;
    while let [key, others @ ..] = rest {
        if *key != b' ' {
            places[*key as usize] = number;
        }
        number += 1;
        rest = others;
    }
    places
}

/// The sequences of four characters that were seen, as marks of a hash.
pub(super) struct Repeats {
    marks: [u64; 1024],
    last: u32,
    length: u32,
}

impl Repeats {
    pub(super) const fn new() -> Self {
        Self {
            marks: [0; 1024],
            last: 0,
            length: 0,
        }
    }

    /// Goes on to a character; for how many characters now the text repeats
    /// sequences that it had before.
    pub(super) fn step(&mut self, byte: u8, at: usize) -> u32 {
        self.last = self.last << 8 | u32::from(byte.to_ascii_lowercase());
        // Fibonacci hashing: the upper 16 bits are the mark, so that chance
        // rarely makes a repetition of two.
        let mark = self.last.wrapping_mul(0x9e37_79b9) >> 16;
        let bit = 1_u64 << (mark & 63);
        let word = usize::try_from(mark >> 6).ok();
        let known = match word.and_then(|word| self.marks.get_mut(word)) {
            Some(word) if at >= 3 => {
                let known = *word & bit != 0;
                *word |= bit;
                known
            }
            _ => false,
        };
        self.length = if known { self.length + 1 } else { 0 };
        self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_keep_to_one_way() {
        let steps = |text: &str| {
            let mut run = Run::default();
            text.bytes().map(|byte| run.step(byte)).max().unwrap()
        };
        for text in [
            "aaaaa", "abcde", "54321", "qwert", "trewq", "QwErT", "7890", "asdfg",
        ] {
            assert!(steps(text) >= 3, "{text}");
        }
        assert_eq!(
            (
                steps("1qaz2wsx"),
                steps("abab"),
                steps("1212"),
                steps("x9p")
            ),
            (3, 1, 1, 0)
        );
        assert_eq!(steps("pa"), 0, "the end of a row and the start of the next");
    }

    #[test]
    fn repeated_sequences_are_seen() {
        let longest = |text: &str| {
            let mut repeats = Repeats::new();
            let steps = text
                .bytes()
                .enumerate()
                .map(|(at, byte)| repeats.step(byte, at));
            steps.max().unwrap()
        };
        assert_eq!(
            (
                longest("abcdabcd"),
                longest("abcdABCDx"),
                longest("abcdefgh")
            ),
            (1, 1, 0)
        );
        assert_eq!(longest("password1password2"), 5);
    }
}
