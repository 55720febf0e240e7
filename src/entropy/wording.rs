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
    let mut last: Option<(u8, u8)> = None;
    for byte in text {
        let next = letter(*byte).map(|letter| (letter, *byte));
        let joins = last
            .zip(next)
            .is_some_and(|((one, before), (other, byte))| {
                let breaks = match (before.is_ascii_uppercase(), byte.is_ascii_uppercase()) {
                    (false, true) => before.is_ascii_lowercase(),
                    (true, false) => length > 1 && byte.is_ascii_lowercase(),
                    _ => false,
                };
                !breaks && follows(one, other)
            });
        if !joins {
            covered += if length >= WORD { length } else { 0 };
            length = 0;
        }
        length += usize::from(next.is_some());
        last = next;
    }
    covered + if length >= WORD { length } else { 0 }
}

fn follows(last: u8, next: u8) -> bool {
    FOLLOWERS
        .get(usize::from(last))
        .is_some_and(|mask| mask >> next & 1 == 1)
}

/// The number of a letter from `a`, or of the one that a sign stands for.
fn letter(byte: u8) -> Option<u8> {
    let letter = match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => letter,
        b'0' => b'o',
        b'1' | b'!' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' => b't',
        _ => return None,
    };
    Some(letter - b'a')
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
