//! Which values are so easy to guess that a search would meet them by chance:
//! placeholders, a few words, a URL with a password that is none.

use super::part;
use super::weakness::Weakness;
use crate::core::entropy;
use crate::core::url::Url;
use crate::schema::formats;

/// A value of fewer bits is not searched for.
const SOUGHT_BITS: u32 = 28;

/// So many consonants stand together in no word.
const CONSONANTS: usize = 5;

/// Whether a search would meet a value by chance.
pub(super) fn is_guessable(value: &[u8]) -> bool {
    let value = value.trim_ascii();
    if entropy::bits(value) >= SOUGHT_BITS {
        return false;
    }
    if formats::is_placeholder(value) || value.starts_with(b"{") {
        return true;
    }
    if Url::first_in(value).is_some() {
        return part::password_of(value).is_none_or(|it| Weakness::of_sought(it).is_some());
    }
    // The estimate takes letters for words, and the best of many words for all.
    let words = value.split(|byte| byte.is_ascii_whitespace() || b"-_.,".contains(byte));
    let words: u32 = words.map(entropy::bits).sum();
    words < SOUGHT_BITS && !is_noise(value)
}

/// Whether a value has in it what is no word, no name and no number.
fn is_noise(value: &[u8]) -> bool {
    let consonant = |byte: &u8| byte.is_ascii_alphabetic() && !b"aeiouyAEIOUY".contains(byte);
    let varied = |run: &[u8]| {
        run.windows(2).all(|pair| pair.first() != pair.last()) && run.iter().all(consonant)
    };
    let mut words = value.split(|byte| !byte.is_ascii_alphanumeric());
    value.windows(CONSONANTS).any(varied) || words.any(|word| !is_regular(word))
}

/// Whether letters and digits are in an order that people write: `word`,
/// `Word`, `WORD`, `CamelCase`, `word42`, `42`.
fn is_regular(word: &[u8]) -> bool {
    let digits = word.iter().rev().take_while(|byte| byte.is_ascii_digit());
    let letters = word.get(..word.len() - digits.count()).unwrap_or_default();
    if !letters.iter().all(u8::is_ascii_alphabetic) {
        return false;
    }
    // Where a small letter is followed by a capital, a part ends.
    let mut rest = letters;
    while !rest.is_empty() {
        let capitals = rest.iter().take_while(|byte| byte.is_ascii_uppercase());
        let capitals = capitals.count();
        let small = rest.iter().skip(capitals);
        let small = small.take_while(|byte| byte.is_ascii_lowercase()).count();
        let regular = match capitals {
            0 | 1 => small >= 2,
            _ => small == 0,
        };
        if !regular {
            return false;
        }
        rest = rest.get(capitals + small..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_guessed_and_noise_is_not() {
        for value in [
            "us-east-1",
            "gpt-mini-latest",
            "Summer24",
            "GitHub42",
            "20260301",
            "your-api-key-here",
            "test-not-a-real-key",
            "postgres://postgres:postgres@localhost:5432/app",
            "https://api.example.com/v1",
            "qwerty-keyboard",
        ] {
            assert!(is_guessable(value.as_bytes()), "{value}");
        }
        for value in [
            "mpYLAkhC",
            "NqVwYS81",
            "kqzjxwvp",
            "Xn9k3ksu",
            "correct horse battery staple",
            "postgres://app:Xy7kQ2pZ@db/app",
            "made-up-9f3KxQz71LmW",
        ] {
            assert!(!is_guessable(value.as_bytes()), "{value}");
        }
    }
}
