//! Which values are not masked, because masking them would damage ordinary
//! text, and which are not searched for, because they occur by chance.

use std::sync::LazyLock;

use zeroize::Zeroizing;

use crate::core::entropy;
use crate::core::entropy::thresholds::SEARCHED_BITS;
use crate::core::message::Message;
use crate::core::url::Url;
use crate::needle::part;
use crate::schema::formats;

/// A shorter text occurs by chance.
pub(super) const MIN_LENGTH: usize = 8;

/// A longer text is no word of the list.
const MAX_LENGTH: usize = 24;

/// No word has this many consonants in a row.
const CONSONANTS: usize = 5;

/// Words of ordinary text. The list is short on purpose: a secret that is mistaken for
/// a word is not masked.
const COMMON: &str = "\
    12345678 123456789 1234567890 127.0.0.1 administrator administrators anonymous \
    application applications authorization change-me change_me changeit changeme \
    config.json connection container credential credentials customer customers database \
    debugging default-key default_key dev-secret developer development disabled document \
    documents elasticsearch enabled-all encrypted endpoint environment everyone \
    example.com exception external failover filename function identity information \
    instance integration internal kubernetes localdomain localhost localhost.localdomain \
    localhost:3000 localhost:5432 localhost:6379 localhost:8000 localhost:8080 location \
    management memcached metadata microservice middleware minio-admin minioadmin \
    monitoring namespace notification operation optional organisation organization \
    passw0rd password password1 password12 password123 passwords permission pipeline \
    platform postgres postgresql pre-production preproduction private-key processing \
    producer production project-id protected public-key qwerty123 qwertyuiop rabbitmq \
    read-only readonly redacted register repository request-id required resource \
    response restricted sandboxed schedule security sentinel sequence serverless \
    service-account service_account services session-id settings standalone standard \
    superuser supervisor template temporary terraform test-user testtest testuser \
    timestamp transaction undefined unlimited username validation variable warnings \
    webmaster websocket workflow workspace x-oauth-basic";

static COMMON_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| COMMON.split(' ').collect());

/// Why a value is not masked, or not searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weakness {
    /// Under 8 bytes, not counting white space around them.
    TooShort,
    /// A word of ordinary text.
    CommonWord,
    /// Also the value of a setting, which must stay readable.
    EqualsSetting,
    /// All needles together are too large.
    TooLarge,
    /// So easy to guess that it occurs by chance. It is masked nevertheless.
    Guessable,
}

impl Weakness {
    /// Why a value cannot be masked, whatever the other values are.
    pub(super) fn of(value: &[u8]) -> Option<Self> {
        let value = value.trim_ascii();
        if value.len() < MIN_LENGTH {
            Some(Self::TooShort)
        } else if is_common(value) {
            Some(Self::CommonWord)
        } else {
            None
        }
    }

    /// Why a value is not searched for, whatever the other values are.
    pub(super) fn of_searched(value: &[u8]) -> Option<Self> {
        Self::of(value).or_else(|| is_guessable(value).then_some(Self::Guessable))
    }

    /// Whether a value that is masked occurs in ordinary text, where it is masked, too. A
    /// placeholder does not, nor does a URL.
    pub(super) fn is_everyday(value: &[u8]) -> bool {
        Self::of_searched(value) == Some(Self::Guessable)
            && !formats::is_placeholder(value)
            && Url::first_in(value).is_none()
            && !value.starts_with(b"{")
    }

    /// The reason in words, of a value that is not searched for.
    pub fn words_of_search(self) -> Message {
        match self {
            Self::TooShort => message!("too short to search for: under {} bytes", MIN_LENGTH),
            Self::CommonWord => message!("too common a word to search for"),
            Self::EqualsSetting => message!("not searched for: equal to a setting"),
            Self::TooLarge => message!("too large to search for"),
            Self::Guessable => message!("too easy to guess to search for"),
        }
    }

    /// The reason in words, of a value that is not masked.
    pub fn words(self) -> Message {
        match self {
            Self::TooShort => message!("too short to mask: under {} bytes", MIN_LENGTH),
            Self::CommonWord => message!("too common a word to mask"),
            Self::EqualsSetting => message!("not masked: equal to a setting"),
            Self::TooLarge => message!("too large to mask"),
            Self::Guessable => message!("too easy to guess"),
        }
    }
}

/// Whether a value is a word of the list, or a repeated character.
fn is_common(value: &[u8]) -> bool {
    let is_word = value.len() <= MAX_LENGTH && {
        let small = Zeroizing::new(value.to_ascii_lowercase());
        let found = COMMON_WORDS.binary_search_by(|word| word.as_bytes().cmp(&small));
        found.is_ok()
    };
    is_word || value.iter().all(|byte| Some(byte) == value.first())
}

/// Whether a search would find a value by chance.
fn is_guessable(value: &[u8]) -> bool {
    let value = value.trim_ascii();
    if entropy::bits(value) >= SEARCHED_BITS {
        return false;
    }
    if Url::first_in(value).is_some() {
        let parts = part::parts(value);
        return parts
            .iter()
            .all(|part| Weakness::of_searched(&part.text).is_some());
    }
    if formats::is_placeholder(value) || value.starts_with(b"{") {
        return true;
    }
    // The estimate takes random letters that are easy to speak for words.
    !is_noise(value)
}

/// Whether a part of a value is neither a word nor a name nor a number.
fn is_noise(value: &[u8]) -> bool {
    let consonant = |byte: &u8| byte.is_ascii_alphabetic() && !b"aeiouyAEIOUY".contains(byte);
    let varied =
        |run: &[u8]| run.windows(2).all(|pair| pair[0] != pair[1]) && run.iter().all(consonant);
    let mut words = value.split(|byte| !byte.is_ascii_alphanumeric());
    value.windows(CONSONANTS).any(varied) || words.any(|word| !is_regular(word))
}

/// Whether letters and digits are in an order that people write: `word`,
/// `Word`, `WORD`, `CamelCase`, `word42`, `42`.
fn is_regular(word: &[u8]) -> bool {
    let digits = word.iter().rev().take_while(|byte| byte.is_ascii_digit());
    let letters = &word[..word.len() - digits.count()];
    if !letters.iter().all(u8::is_ascii_alphabetic) {
        return false;
    }
    // A capital after a small letter begins a new part.
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
        rest = &rest[capitals + small..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_small_and_long_enough() {
        assert!(COMMON_WORDS.is_sorted());
        for word in COMMON_WORDS.iter() {
            assert!(
                (MIN_LENGTH..=MAX_LENGTH).contains(&word.len())
                    && !word.contains(|c: char| c.is_ascii_uppercase())
            );
        }
    }

    #[test]
    fn short_and_common_values_are_weak() {
        for (value, expected) in [
            ("4821", Some(Weakness::TooShort)),
            ("  1234567  ", Some(Weakness::TooShort)),
            ("Password", Some(Weakness::CommonWord)),
            ("production\n", Some(Weakness::CommonWord)),
            ("xxxxxxxxxxxx", Some(Weakness::CommonWord)),
            ("hunter2hunter2", None),
            ("kqzjxwvp", None),
            ("test-not-a-real-key", None),
        ] {
            assert_eq!(Weakness::of(value.as_bytes()), expected, "{value}");
        }
    }

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
