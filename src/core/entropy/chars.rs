//! Characters as numbers whose lower byte says all that prices depend on.

use zeroize::Zeroizing;

/// The kinds of characters, as a number for tables.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// From `a` to `f`, and the other small letters.
    LowHex,
    Low,
    UpHex,
    Up,
    Digit,
    /// What often stands between words or numbers, and in base64.
    Separator,
    Sign,
    /// Letters that are written like, or sound like, a Latin one: `ä`, `ж`, `λ`.
    OtherLow,
    OtherUp,
    /// Characters of scripts with about 30, 80, and thousands of characters.
    Script,
    Syllable,
    Ideograph,
}

pub(super) const KINDS: usize = 12;

/// The number of characters that do not stand for a letter.
pub(super) const NO_LETTER: u8 = 31;

const OTHER_LOW: u8 = 0x80;
const OTHER_UP: u8 = 0xa0;
const SCRIPT: u8 = 0xc0;
const SYLLABLE: u8 = 0xd0;
const IDEOGRAPH: u8 = 0xe0;

/// A character that is not a letter of any script.
const ODD: u8 = 0x7f;

/// The facts about a character.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    pub(super) kind: Kind,
    /// The number, from `a`, of the letter that it is or replaces (`4`, `@`).
    pub(super) letter: u8,
    pub(super) is_letter: bool,
    pub(super) is_capital: bool,
}

/// The facts about a character of a text that is folded.
#[inline]
pub(super) fn facts(character: u16) -> Facts {
    FACTS[usize::from(character & 0xff)]
}

/// A text with one number for each character.
pub(super) fn folded(text: &[u8]) -> Zeroizing<Vec<u16>> {
    let mut folded = Zeroizing::new(Vec::with_capacity(text.len()));
    if text.is_ascii() {
        folded.extend(text.iter().map(|byte| u16::from(*byte)));
        return folded;
    }
    for chunk in text.utf8_chunks() {
        folded.extend(chunk.valid().chars().map(fold));
        folded.extend(chunk.invalid().iter().map(|_| u16::from(ODD)));
    }
    folded
}

/// The letters from U+00C0 to U+017F.
const LATIN: &[u8; 192] = b"\
    AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTsaaaaaaaceeeeiiiidnooooo*ouuuuyty\
    AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiJjJjKkkLlLlLlL\
    lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/// The letters from U+0410 on, in either case, and those from U+0391 on.
const CYRILLIC: &[u8; 32] = b"abvgdezziyklmnoprstufhccssyiyeua";
const GREEK: &[u8; 25] = b"abgdezitiklmnxoprsstyfhpo";

fn fold(character: char) -> u16 {
    let code = u32::from(character);
    let at = |start: u32| usize::try_from(code - start).unwrap_or(usize::MAX);
    let letter = |letters: &[u8], start: u32, base: u8| {
        let letter = letters.get(at(start)).filter(|it| it.is_ascii_alphabetic());
        letter.map_or(ODD, |it| base + (it.to_ascii_lowercase() - b'a'))
    };
    let [low, high, ..] = code.to_le_bytes();
    let folded = match code {
        0..0x80 => low,
        0xc0..0x180 if character.is_uppercase() => letter(LATIN, 0xc0, OTHER_UP),
        0xc0..0x180 => letter(LATIN, 0xc0, OTHER_LOW),
        0x391..0x3aa => letter(GREEK, 0x391, OTHER_UP),
        0x3b1..0x3ca => letter(GREEK, 0x3b1, OTHER_LOW),
        0x410..0x430 => letter(CYRILLIC, 0x410, OTHER_UP),
        0x430..0x450 => letter(CYRILLIC, 0x430, OTHER_LOW),
        0x451 => OTHER_LOW + (b'e' - b'a'),
        // The upper byte tells these apart.
        0x180..0x900 => return u16::from_be_bytes([low, SCRIPT]),
        0x900..0x2000 | 0x3040..0x3100 => return u16::from_be_bytes([low, SYLLABLE]),
        0x3100.. => return u16::from_be_bytes([low ^ high, IDEOGRAPH + low % 32]),
        _ => ODD,
    };
    u16::from(folded)
}

const FACTS: [Facts; 256] = {
    let mut all = [Facts {
        kind: Kind::Sign,
        letter: NO_LETTER,
        is_letter: false,
        is_capital: false,
    }; 256];
    let mut byte: u8 = 0;
    loop {
        let kind = match byte {
            b'a'..=b'f' => Kind::LowHex,
            b'g'..=b'z' => Kind::Low,
            b'A'..=b'F' => Kind::UpHex,
            b'G'..=b'Z' => Kind::Up,
            b'0'..=b'9' => Kind::Digit,
            b' ' | b'\t' | b'\n' | b'\r' | b'+'..=b'/' | b':' | b';' | b'=' | b'_' | b'|' => {
                Kind::Separator
            }
            0..OTHER_LOW => Kind::Sign,
            OTHER_LOW..OTHER_UP => Kind::OtherLow,
            OTHER_UP..SCRIPT => Kind::OtherUp,
            SCRIPT..SYLLABLE => Kind::Script,
            SYLLABLE..IDEOGRAPH => Kind::Syllable,
            IDEOGRAPH.. => Kind::Ideograph,
        };
        let is_capital = matches!(kind, Kind::Up | Kind::UpHex | Kind::OtherUp);
        let is_letter = is_capital || matches!(kind, Kind::Low | Kind::LowHex | Kind::OtherLow);
        all[byte as usize] = Facts {
            kind,
            letter: letter(byte),
            is_letter,
            is_capital,
        };
        if byte == u8::MAX {
            break all;
        }
        byte += 1;
    }
};

/// The number of a letter, or of the one that a digit or sign replaces.
const fn letter(byte: u8) -> u8 {
    let letter = match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => letter,
        other @ OTHER_LOW..OTHER_UP => return other - OTHER_LOW,
        other @ OTHER_UP..SCRIPT => return other - OTHER_UP,
        b'0' => b'o',
        b'1' | b'!' | b'|' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' | b'+' => b't',
        b'8' => b'b',
        b'9' => b'g',
        _ => return NO_LETTER,
    };
    letter - b'a'
}
