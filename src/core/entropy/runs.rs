//! Runs (`abcd`, `1111`, `qwerty`), and repetitions of earlier text.

/// Follows runs: of one character, along the alphabet, along a keyboard.
#[derive(Default)]
pub(super) struct Run {
    last: Key,
    /// The kinds of run that all steps so far fit.
    ways: u8,
    /// How many steps of one kind the run has so far.
    steps: u32,
}

/// A character in lower case, and where its key lies: characters and keys that
/// lie beside each other have numbers that do.
#[derive(Clone, Copy)]
pub(super) struct Key {
    byte: u8,
    row: u8,
    column: u8,
}

impl Key {
    /// The key of a character.
    #[inline]
    pub(super) fn of(byte: u8) -> Self {
        KEYS[usize::from(byte)]
    }
}

impl Default for Key {
    /// A number for keys that have no neighbours.
    fn default() -> Self {
        Self {
            byte: 0xfe,
            row: 0xfe,
            column: 0xfe,
        }
    }
}

impl Run {
    /// Reads a character. Returns how many steps the run then has.
    #[inline]
    pub(super) fn step(&mut self, next: Key) -> u32 {
        let last = std::mem::replace(&mut self.last, next);
        let ways = ways(last, next);
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
pub(super) struct InterleavedRuns {
    runs: [Run; 2],
    turn: usize,
    before: u32,
}

impl InterleavedRuns {
    /// Reads a character. Returns whether both runs are under way.
    #[inline]
    pub(super) fn step(&mut self, next: Key) -> bool {
        self.turn ^= 1;
        let steps = self.runs[self.turn & 1].step(next);
        let before = std::mem::replace(&mut self.before, steps);
        steps.min(before) >= 2
    }
}

/// The ways, as a set of bits, in which one character may lead to the next.
#[inline]
fn ways(one: Key, next: Key) -> u8 {
    let step = |one: u8, next: u8| STEPS[usize::from(next.wrapping_sub(one))];
    let same = u8::from(next.byte == one.byte);
    same | step(one.byte, next.byte) << 1
        | step(one.row, next.row) << 3
        | step(one.column, next.column) << 5
}

/// For each difference of two numbers: 1 for a step to the right, 2 for one
/// to the left.
const STEPS: [u8; 256] = {
    let mut steps = [0; 256];
    steps[1] = 1;
    steps[255] = 2;
    steps
};

/// The facts about each character.
const KEYS: [Key; 256] = keys();

const fn keys() -> [Key; 256] {
    let rows = numbers(b"1234567890  qwertyuiop  asdfghjkl  zxcvbnm");
    let columns = numbers(b"1qaz  2wsx  3edc  4rfv  5tgb  6yhn  7ujm  8ik  9ol");
    let mut keys = [Key {
        byte: 0,
        row: 0,
        column: 0,
    }; 256];
    let mut byte: u8 = 0;
    loop {
        let lower = byte.to_ascii_lowercase();
        keys[byte as usize] = Key {
            byte: lower,
            row: rows[lower as usize],
            column: columns[lower as usize],
        };
        if byte == u8::MAX {
            return keys;
        }
        byte += 1;
    }
}

/// The places of keys, counted from 2: the others have 0, beside none of them.
const fn numbers(keys: &[u8]) -> [u8; 256] {
    let mut numbers = [0; 256];
    let mut number = 2;
    let mut rest = keys;
    while let [key, others @ ..] = rest {
        if *key != b' ' {
            numbers[*key as usize] = number;
        }
        number += 1;
        rest = others;
    }
    numbers
}

/// The sequences of four characters that were seen, as marks of a hash.
pub(super) struct Repeats {
    /// A table with open addressing, at most half full; 0 is a free place.
    marks: Vec<u32>,
    last: u32,
    length: u32,
}

impl Repeats {
    /// Has room for a text of this length.
    pub(super) fn new(length: usize) -> Self {
        Self {
            marks: vec![0; (2 * length).next_power_of_two()],
            last: 0,
            length: 0,
        }
    }

    /// Goes on to a character; for how many characters now the text repeats
    /// sequences that it had before.
    #[inline]
    pub(super) fn step(&mut self, byte: u8, at: usize) -> u32 {
        self.last = self.last << 8 | u32::from(byte.to_ascii_lowercase());
        // Fibonacci hashing: the upper 16 bits are the mark, so that chance
        // rarely makes a repetition of two.
        let mark = self.last.wrapping_mul(0x9e37_79b9) >> 16;
        self.length = if at >= 3 && self.is_known(mark + 1) {
            self.length + 1
        } else {
            0
        };
        self.length
    }

    /// Whether a mark was there, which from now on it is.
    #[inline]
    fn is_known(&mut self, mark: u32) -> bool {
        let last = self.marks.len() - 1;
        let mut at = mark as usize;
        loop {
            at &= last;
            match self.marks.get_mut(at) {
                Some(free @ 0) => {
                    *free = mark;
                    return false;
                }
                Some(known) if *known == mark => return true,
                Some(_) => at += 1,
                // Past the last slot: the mark counts as new.
                None => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_keep_to_one_way() {
        let steps = |text: &str| {
            let mut run = Run::default();
            text.bytes()
                .map(|byte| run.step(Key::of(byte)))
                .max()
                .unwrap()
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
            let mut repeats = Repeats::new(text.len());
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
