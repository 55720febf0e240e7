//! Whether a text reads like words.
//!
//! Prices a text a second time, as words: each letter costs its information
//! given the letter before it. Random text is rarely cheap in this model: it is
//! `n` bits cheaper than its random price about once in `2^n` times.

/// The cost of each letter from `a` after each letter and at a word's start, in half
/// bits: `a` means 0, `b` one half. Counted over English words, names and common
/// passwords.
#[rustfmt::skip]
const COSTS: [[u8; 32]; 32] = table([
    b"pkjjoolnkqmgjfrlsgiglmoqln", // a
    b"fknofusogrrhqpgsshlqhrstkr", // b
    b"fqlrhrsfiuhkrpfvsjnijrwums", // c
    b"gnokemmnfprmnogrtijojonvlr", // d
    b"jnkhknmpmsphkgnmregjomnmlq", // e
    b"gsnoghnlfsoiqngqshnkintvls", // f
    b"gnrofnkihqrjnkhrvhkmivpvlt", // g
    b"emrqfnsrgnpmmmgrwknkjsovkw", // h
    b"imhkimksssnikfilrkhhpluqsm", // i
    b"eqllfsolinjoonformqtgotmmr", // j
    b"fmqpemtkfonklmhpwkilkrowjq", // k
    b"fnokfnprftognrhpwskljnrwis", // l
    b"ejmtfsusguupjpgiwplrjuqwmu", // m
    b"hojhgmgoholppkistqhgmorunp", // n
    b"nlkkonkonrmhiejkugjjikkpnq", // o
    b"frsrfqthhtriqsgjwgkkjwswmu", // p
    b"grppttoqmrqqqqqpjpowcqfoqq", // q
    b"fmljfmlpgrmlkkgnukiikoqwks", // r
    b"hojogqshhwllkoijqrhfirmrmr", // s
    b"gqnsfrshfurmophrwhjjktovkp", // t
    b"jkikjmkqkqnhigpkvgghuptppp", // u
    b"fnssdmpweptoushsunpppstunw", // v
    b"enqnfppjfqnlojgppljoptoumr", // w
    b"ilgohmqlfqrnmokhqjkglqoiin", // x
    b"gjjjikmnlmpiihijtjhjkpmqno", // y
    b"enonesqkgtommmhpqpnokqmjkh", // z
    b"iihikjjjklljilliojhjnllspp", // at the start
]);

/// The row of a word's start.
const START: u8 = 26;

/// The column of characters that do not replace a letter.
const NONE: u8 = 31;

/// The extra cost of a digit or a sign that replaces a letter (`p4ssw0rd`).
const DISGUISE: u8 = 3;

/// Kinds of characters, as rows and columns of [`STEPS`].
const LOWER: u8 = 0;
const UPPER: u8 = 1;
const DIGIT: u8 = 2;
const SIGN: u8 = 3;

/// The extra cost of a letter, and the cost of a digit or sign that does not replace a
/// letter, after each kind of character: a capital within a word is rare, and digits
/// come in groups.
const STEPS: [[u8; 4]; 4] = [
    [0, 7, 11, 6], // after a small letter
    [1, 2, 11, 6], // after a capital
    [2, 4, 0, 6],  // after a digit
    [1, 3, 11, 6], // after a sign, and at the start
];

/// How hard a text is to guess as words.
pub(super) struct WordCost {
    /// What its letters cost, in halves of a bit.
    pub(super) cost: u32,
    /// How many letters that are, with what stands for them. Signs, and digits
    /// that follow others, tell nothing of words.
    pub(super) letters: u32,
}

pub(super) fn word_cost(text: &[u8]) -> WordCost {
    let (mut row, mut before) = (START, SIGN);
    let (mut cost, mut letters) = (0, 0);
    for &byte in text {
        let Character { kind, letter } = CHARACTERS[usize::from(byte)];
        let step = STEPS[usize::from(before & 3)][usize::from(kind & 3)];
        if kind <= UPPER {
            if kind == UPPER && before == LOWER {
                row = START;
            }
            cost += u32::from(spelled(row, letter) + step);
            letters += 1;
            (row, before) = (letter, kind);
        } else {
            let disguised = spelled(row, letter) + DISGUISE;
            if disguised < step {
                cost += u32::from(disguised);
                letters += 1;
                row = letter;
            } else {
                if kind == DIGIT && before != DIGIT {
                    cost += u32::from(step);
                    letters += 1;
                }
                (row, before) = (START, kind);
            }
        }
    }
    WordCost { cost, letters }
}

/// What a letter costs after another.
#[inline]
fn spelled(row: u8, letter: u8) -> u8 {
    COSTS[usize::from(row & 31)][usize::from(letter & 31)]
}

/// The facts about a character.
#[derive(Clone, Copy)]
struct Character {
    kind: u8,
    /// The number of the letter that it is or stands for.
    letter: u8,
}

const CHARACTERS: [Character; 256] = {
    let mut characters = [Character {
        kind: SIGN,
        letter: NONE,
    }; 256];
    let mut byte: u8 = 0;
    loop {
        characters[byte as usize] = Character {
            kind: match byte {
                b'a'..=b'z' => LOWER,
                b'A'..=b'Z' => UPPER,
                b'0'..=b'9' => DIGIT,
                _ => SIGN,
            },
            letter: letter(byte),
        };
        if byte == u8::MAX {
            break characters;
        }
        byte += 1;
    }
};

/// The number of a letter from `a`, or of the one that a sign stands for.
const fn letter(byte: u8) -> u8 {
    let letter = match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => letter,
        b'0' => b'o',
        b'1' | b'!' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' => b't',
        _ => return NONE,
    };
    letter - b'a'
}

/// The costs as a lookup table: rows and columns without a letter cost more than any
/// letter.
const fn table(rows: [&[u8; 26]; 27]) -> [[u8; 32]; 32] {
    let mut costs = [[100; 32]; 32];
    let mut row = 0;
    while row < rows.len() {
        let mut column = 0;
        while column < 26 {
            costs[row][column] = rows[row][column] - b'a';
            column += 1;
        }
        row += 1;
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::word_cost;

    #[test]
    fn words_are_cheap_and_noise_is_not() {
        let per_letter =
            |text: &str| word_cost(text.as_bytes()).cost * 50 / u32::try_from(text.len()).unwrap();
        for text in [
            "password", "p4ssw0rd", "correct", "Elephant", "STAPLE", "W3lc0me",
        ] {
            assert!(per_letter(text) < 470, "{text} {}", per_letter(text));
        }
        for text in ["xkqzjw", "zqxXv", "8f3kq", "sTaPlE", "Xq7Zp2Kd"] {
            assert!(per_letter(text) > 580, "{text} {}", per_letter(text));
        }
    }
}
