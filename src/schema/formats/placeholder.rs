//! Placeholders: values that stand in for real ones.

use zeroize::Zeroizing;

/// Words that make a value a placeholder wherever they stand in it. The last two
/// are the account and the key of Azure's storage emulator.
const ANYWHERE: &str = "\
    example changeme change-me change_me placeholder replaceme replace-me replace_me \
    redacted notareal not-a-real not_a_real 1234567890 abcdefghij yourapi yourkey yoursecret \
    yourtoken devstoreaccount1 eby8vdm02xnocqflquwj";

/// Words that do so only as whole words, between other characters than letters and
/// digits.
const WORDS: &str = "\
    dummy fake sample todo fixme tbd none null mock insert foobar replace";

/// Whether a value is an obvious fake: `your-key-here`, `changeme`, `<key>`,
/// `${KEY}`, `xxxxxxxx`, `test-…`.
pub(crate) fn is_placeholder(value: &[u8]) -> bool {
    // A placeholder is written by hand, so it is short.
    if value.is_empty() || value.len() > 256 || !value.is_ascii() {
        return false;
    }
    let text = Zeroizing::new(value.trim_ascii().to_ascii_lowercase());
    is_bracketed(&text)
        || is_monotonous(&text)
        || [b"test-".as_slice(), b"test_", b"my-", b"my_"]
            .iter()
            .any(|start| text.starts_with(start))
        || ANYWHERE.split(' ').any(|word| has(&text, word.as_bytes()))
        || has_word(&text)
}

/// Whether a text is in the brackets of a template: `<…>`, `${…}`, `{{…}}`,
/// `[…]`, `%…%`.
fn is_bracketed(text: &[u8]) -> bool {
    let pairs: [(&[u8], &[u8]); 5] = [
        (b"<", b">"),
        (b"${", b"}"),
        (b"{{", b"}}"),
        (b"[", b"]"),
        (b"%", b"%"),
    ];
    let between = |(start, end): &(&[u8], &[u8])| {
        text.strip_prefix(*start)
            .and_then(|rest| rest.strip_suffix(*end))
            .is_some_and(|inner| {
                // `[1, 2]` and `["a"]` are JSON.
                let word = |byte: &u8| byte.is_ascii_alphanumeric() || b" _.:-".contains(byte);
                inner.first().is_some_and(u8::is_ascii_alphabetic)
                    || start.len() == 2 && inner.iter().all(word)
            })
    };
    pairs.iter().any(between)
}

/// Whether a text is a repeated character, apart from what looks like a provider's
/// prefix, or contains a run of `x`, `*` or dots.
fn is_monotonous(text: &[u8]) -> bool {
    let tail = text.rsplit(|byte| *byte == b'-' || *byte == b'_').next();
    let tail = tail.unwrap_or(text);
    let same = tail.len() >= 4 && tail.iter().all(|byte| Some(byte) == tail.first());
    let stretch = |window: &[u8]| {
        matches!(window.first(), Some(b'x' | b'*' | b'.' | b'#'))
            && window.iter().all(|byte| Some(byte) == window.first())
    };
    same || text.windows(6).any(stretch)
}

fn has(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

fn has_word(text: &[u8]) -> bool {
    let words: Vec<&[u8]> = text
        .split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is = |word: &&[u8]| WORDS.split(' ').any(|known| known.as_bytes() == *word);
    let begins = words.first().is_some_and(|word| *word == b"your");
    let inner = words.windows(2).any(|pair| {
        let named: [&[u8]; 8] = [
            b"api",
            b"key",
            b"token",
            b"secret",
            b"password",
            b"access",
            b"value",
            b"own",
        ];
        matches!(pair, [b"your" | b"my", noun] if named.contains(noun))
            || matches!(pair, [noun, b"here"] if named.contains(noun))
    });
    begins || inner || words.iter().any(is)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fakes_are_seen() {
        for text in [
            "changeme",
            "CHANGE_ME",
            "your-key-here",
            "YOUR_API_KEY",
            "sk-your-key-here",
            "<your key>",
            "${OPENAI_API_KEY}",
            "{{ key }}",
            "xxxxxxxx",
            "sk-xxxxxxxxxxxxxxxx",
            "XXXX",
            "********",
            "test-not-a-real-key",
            "test_key",
            "fake",
            "a-fake-key",
            "dummy",
            "AKIAIOSFODNN7EXAMPLE",
            "sk-1234567890abcdef",
            "TODO",
            "[REDACTED]",
            "insert token",
            "00000000",
            "sk-0000",
            "put-token-here",
            "%KEY%",
            "hf_aaaaaaaaaaaa",
            "...........",
        ] {
            assert!(is_placeholder(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_may_be_real_is_not() {
        let stripe = format!("{}_test_{}", "sk", "4eC39HqLyjWDarjtT1zdp7dc");
        for text in [
            "",
            "hunter2",
            "4821",
            "correct horse battery staple",
            "dGVzdA==",
            "aaaab",
            "[\"a\"]",
            "9f86d081884c7d659a2feaa0c55ad015",
            "postgres://app:hunter2@db/x",
            &stripe,
            "fakery",
        ] {
            assert!(!is_placeholder(text.as_bytes()), "{text}");
        }
        assert!(!is_placeholder("ключ-example".as_bytes()) && !is_placeholder(&[b'x'; 257]));
    }
}
