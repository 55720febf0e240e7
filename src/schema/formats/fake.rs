//! Tells fakes from tokens of the same form.

use zeroize::Zeroizing;

use crate::core::entropy;
use crate::schema::formats::placeholder::is_placeholder;

/// Whole words that mark a fake, in addition to those of a placeholder.
const FAKE_WORDS: [&[u8]; 3] = [b"test", b"tests", b"testing"];

/// Words that random text almost never contains: a token with one of them is a fake.
const FAKE_PARTS: [&[u8]; 5] = [b"fake", b"dummy", b"example", b"sample", b"deadbeef"];

/// A part that is not longer, and makes up the whole by repetition, makes it a fake.
const REPEATED: usize = 16;

/// So many characters in alphabetical order, or of one kind, do not come by chance.
const SEQUENCE: usize = 8;
const SAME: usize = 6;

/// Longer tokens have a structure, with zeros in it.
const RANDOM: usize = 64;

/// Whether a token is a fake: a placeholder, a token with a telling word in it, or one
/// that is too easy to guess to be random.
pub(super) fn is_fake(token: &[u8], body: &[u8], bits: u32) -> bool {
    let mut words = body.split(|byte| !byte.is_ascii_alphanumeric());
    let is_fake = |word: &[u8]| {
        let mut fakes = FAKE_WORDS.iter();
        fakes.any(|fake| word.eq_ignore_ascii_case(fake))
    };
    is_placeholder(token)
        || is_placeholder(body)
        || words.any(is_fake)
        || has_fake_part(body)
        || has_sequence(body)
        || is_words(body)
        || repeats(body)
        || is_easy(body, bits)
}

fn has_fake_part(body: &[u8]) -> bool {
    let mut parts = FAKE_PARTS.iter();
    parts.any(|part| {
        let mut windows = body.windows(part.len());
        windows.any(|window| window.eq_ignore_ascii_case(part))
    })
}

/// Whether a text is a repeated short part, perhaps with a number after it.
fn repeats(body: &[u8]) -> bool {
    let digits = body.iter().rev().take_while(|byte| byte.is_ascii_digit());
    let named = body.get(..body.len() - digits.count());
    let mut texts = named.into_iter().chain([body]);
    texts.any(|text| entropy::once(text).len() < text.len().min(REPEATED))
}

/// Whether a text has too few bits, also without what would part its words:
/// random characters are not fewer for a `-` between them.
fn is_easy(body: &[u8], bits: u32) -> bool {
    let joined = body.iter().copied();
    let joined = joined.filter(|byte| !b"-_".contains(byte));
    entropy::bits(body) < bits && entropy::bits(&Zeroizing::new(joined.collect::<Vec<_>>())) < bits
}

/// Whether a text has a run of one character, or of characters in order: `000000`,
/// `abcdefgh`, `87654321`, and with another run between, `a1b2c3d4`.
fn has_sequence(body: &[u8]) -> bool {
    let steps = |apart: usize, by: i16| {
        let step = move |window: &[u8]| {
            let [first, last] = [window[0], window[apart]].map(|byte| byte.to_ascii_lowercase());
            first.is_ascii_alphanumeric() && i16::from(last) - i16::from(first) == by
        };
        let mut longest = 0;
        let mut run = 0;
        for window in body.windows(apart + 1) {
            run = if step(window) { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        longest
    };
    let ordered = [(1, 1), (1, -1), (2, 1)].map(|(apart, by)| steps(apart, by) + apart >= SEQUENCE);
    let is_short = body.len() <= RANDOM;
    is_short && (ordered.contains(&true) || steps(1, 0) + 1 >= SAME)
}

/// Whether a text is words with something between them: in random text of that length
/// are digits, or letters of both cases.
fn is_words(body: &[u8]) -> bool {
    let parted = body.iter().any(|byte| b"-_.".contains(byte));
    let is = |class: fn(&u8) -> bool| body.iter().any(class);
    let cases = is(u8::is_ascii_lowercase) && is(u8::is_ascii_uppercase);
    parted && !is(u8::is_ascii_digit) && !cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_and_words_are_fakes() {
        for body in [
            "0123456789abcdef",
            "x7Qm3ZABCDEFGHk9",
            "x7Qm3Z87654321k9",
            "x7a1b2c3d4e5Qm3Z",
            "x7A1b2C3d4E5Qm3Z",
            "x7Qm3ZaaaaaaVt2R",
            "runtime-bearer-token",
            "MY_OTHER_TOKEN_OF_THE_BOT",
            "x7Qm3Z-test-k9Vt2R",
        ] {
            assert!(is_fake(body.as_bytes(), body.as_bytes(), 0), "{body}");
        }
        for body in [
            "x7Qm3Zk9Vt2Rw8Yh",
            "9f86d081884c7d65",
            "qzvkxwjhgtplmnbr",
            "x7Qm3Zabcdefk9Vt",
            "kQzV-xWjH_gTpLmN",
            "kqzv-xwjh-gtpl-4mnb",
        ] {
            assert!(!is_fake(body.as_bytes(), body.as_bytes(), 0), "{body}");
        }
    }
}
