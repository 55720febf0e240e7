//! What goes on with a run, or repeats what a text had before.

/// Follows runs: of one character, along the alphabet, along a keyboard.
#[derive(Default)]
pub(super) struct Run {
    last: Option<Key>,
    /// The ways in which all steps of the run may be meant.
    ways: u8,
    /// How many steps of one way lie behind.
    steps: u32,
}

/// A character in lower case, and where its key lies.
#[derive(Clone, Copy)]
struct Key {
    byte: u8,
    place: Place,
}

/// Keys that lie beside each other have numbers that do; 0 is no such key.
#[derive(Clone, Copy)]
struct Place {
    row: u8,
    column: u8,
}

impl Run {
    /// Goes on to a character; how many steps the run then has.
    #[inline]
    pub(super) fn step(&mut self, byte: u8) -> u32 {
        let byte = byte.to_ascii_lowercase();
        let next = Key {
            byte,
            place: PLACES[usize::from(byte)],
        };
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
#[inline]
fn ways(one: Key, next: Key) -> u8 {
    let alphabet = match next.byte.wrapping_sub(one.byte) {
        0 => 1,
        1 => 2,
        u8::MAX => 4,
        _ => 0,
    };
    let (from, to) = (one.place, next.place);
    alphabet | beside(from.row, to.row) << 3 | beside(from.column, to.column) << 5
}

/// 1 for a step to the right, 2 for one to the left.
#[inline]
fn beside(one: u8, next: u8) -> u8 {
    if one == 0 || next == 0 {
        return 0;
    }
    u8::from(next.wrapping_sub(one) == 1) | u8::from(one.wrapping_sub(next) == 1) << 1
}

/// Where each character's key lies.
const PLACES: [Place; 256] = places();

const fn places() -> [Place; 256] {
    let rows = numbers(b"1234567890  qwertyuiop  asdfghjkl  zxcvbnm");
    let columns = numbers(b"1qaz  2wsx  3edc  4rfv  5tgb  6yhn  7ujm  8ik  9ol");
    let mut places = [Place { row: 0, column: 0 }; 256];
    let mut at = 0;
    while at < places.len() {
        places[at] = Place {
            row: rows[at],
            column: columns[at],
        };
        at += 1;
    }
    places
}

const fn numbers(keys: &[u8]) -> [u8; 256] {
    let mut numbers = [0; 256];
    let mut number = 1;
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
                // There is no place past the last.
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
