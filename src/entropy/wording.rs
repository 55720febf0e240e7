//! Whether a text reads like words.

/// For each letter from `a`, the letters that often follow it in English.
const FOLLOWERS: [u32; 26] = [
    letters("bcdilmnprst"), // a
    letters("aeloru"),      // b
    letters("aehkort"),     // c
    letters("aeiors"),      // d
    letters("acdelmnrst"),  // e
    letters("aefior"),      // f
    letters("aehior"),      // g
    letters("aeiot"),       // h
    letters("cdeglnost"),   // i
    letters("aou"),         // j
    letters("eins"),        // k
    letters("adeiloy"),     // l
    letters("aeiop"),       // m
    letters("acdegiost"),   // n
    letters("dflmnorstuw"), // o
    letters("aeilopr"),     // p
    letters("u"),           // q
    letters("adeiorsty"),   // r
    letters("acehiostu"),   // s
    letters("aehiort"),     // t
    letters("cglnprst"),    // u
    letters("aeio"),        // v
    letters("aehio"),       // w
    letters("pt"),          // x
    letters("eos"),         // y
    letters("aez"),         // z
];

/// Letters that lie together make at least this many into a word.
const WORD: usize = 4;

/// How many characters of a text lie in words: at least four letters of which
/// each often follows the one before it, in small letters with or without a
/// capital first, or in capitals. Digits and signs that stand for letters
/// (`p4ssw0rd`) are read as such.
pub(super) fn covered(text: &[u8]) -> usize {
    let mut covered = 0;
    let mut length = 0;
    let (mut last, mut before) = (NONE, 0_u8);
    for &byte in text {
        let next = LETTERS[usize::from(byte)];
        // No letter follows a sign, and no sign a letter.
        let joins = follows(last, next)
            && !match (before.is_ascii_uppercase(), byte.is_ascii_uppercase()) {
                (false, true) => before.is_ascii_lowercase(),
                (true, false) => length > 1 && byte.is_ascii_lowercase(),
                _ => false,
            };
        if !joins {
            covered += if length >= WORD { length } else { 0 };
            length = 0;
        }
        length += usize::from(next != NONE);
        (last, before) = (next, byte);
    }
    covered + if length >= WORD { length } else { 0 }
}

#[inline]
fn follows(last: u8, next: u8) -> bool {
    let mask = FOLLOWERS.get(usize::from(last)).copied().unwrap_or(0);
    next != NONE && mask >> next & 1 == 1
}

/// No letter.
const NONE: u8 = u8::MAX;

/// The number of every character's letter.
const LETTERS: [u8; 256] = {
    let mut numbers = [NONE; 256];
    let mut byte: u8 = 0;
    loop {
        numbers[byte as usize] = letter(byte);
        if byte == u8::MAX {
            break numbers;
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

/// A set of letters.
const fn letters(text: &str) -> u32 {
    let mut set = 0;
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        set |= 1 << (*first - b'a');
        rest = others;
    }
    set
}

#[cfg(test)]
mod tests {
    use super::covered;

    #[test]
    fn words_are_covered_and_noise_is_not() {
        for text in ["password", "p4ssw0rd", "correct", "Password", "STAPLE"] {
            assert_eq!(covered(text.as_bytes()), text.len(), "{text}");
        }
        for text in ["", "xkqzjw", "zqxXv", "the", "8f3kq", "sTaPlE"] {
            assert_eq!(covered(text.as_bytes()), 0, "{text}");
        }
    }
}
