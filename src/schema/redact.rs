//! Which words of the schema's text may be shown. Anything can be pasted into
//! a file, also where a name belongs; under doubt only the place is told.

use strsim::osa_distance;

use crate::core::name::{EnvName, Label};

/// Beginnings of well-known tokens that are also of a name's form.
const TOKEN_PREFIXES: &[&str] = &[
    "AGE-SECRET-KEY-",
    "AIza",
    "AKIA",
    "ASIA",
    "EAA",
    "SG.",
    "dckr_pat_",
    "dop_v1_",
    "eyJ",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "gsk_",
    "hf_",
    "lsv2_",
    "npm_",
    "ops_",
    "pk_live_",
    "pypi-",
    "r8_",
    "rk_live_",
    "shpat_",
    "sk-",
    "sk_live_",
    "sk_test_",
    "tvly-",
    "whsec_",
    "xai-",
    "xapp-",
    "xoxb-",
    "xoxp-",
];

/// The shortest text that a known beginning makes a token: `hf_token` is a
/// name.
const SHORTEST_TOKEN: usize = 18;

/// Whether a declared name or label looks like a pasted token rather than
/// like words. Long words in one case pass (`APPLICATIONINSIGHTS_…` is real),
/// and so do dates and numbers at a word's end.
#[must_use]
pub fn is_token_like(text: &str) -> bool {
    // Nearly all names: too short for a token, and no digit to make one of.
    if text.len() < 8 || (text.len() < 16 && !text.bytes().any(|byte| byte.is_ascii_digit())) {
        return false;
    }
    let first = text.as_bytes().first();
    let prefixed = || {
        let mut starts = TOKEN_PREFIXES.iter();
        starts.any(|start| start.as_bytes().first() == first && text.starts_with(start))
    };
    (text.len() >= SHORTEST_TOKEN && prefixed())
        || text.split(['_', '-', '.']).any(is_token_like_segment)
}

fn is_token_like_segment(segment: &str) -> bool {
    let stem = segment.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = segment.bytes().filter(u8::is_ascii_digit).count();
    let inner = stem.bytes().filter(u8::is_ascii_digit).count();
    if stem.is_empty() {
        segment.len() > 10
    } else if segment.len() < 8 {
        false
    } else if inner > 0 {
        digits >= 3 || inner >= 2 || segment.len() >= 16
    } else {
        digits > 4 || is_token_like_stem(stem)
    }
}

/// A segment of letters only.
fn is_token_like_stem(stem: &str) -> bool {
    let upper = stem.bytes().filter(u8::is_ascii_uppercase).count();
    if upper == stem.len() {
        return upper > 40;
    }
    if upper == 0 {
        return stem.len() >= 16;
    }
    // In CamelCase a word has four letters or more, in random text about two.
    let humps = stem
        .as_bytes()
        .windows(2)
        .filter(
            |pair| matches!(pair, [low, up] if low.is_ascii_lowercase() && up.is_ascii_uppercase()),
        )
        .count();
    stem.len() >= 16 && (humps + 1) * 4 > stem.len()
}

/// A word that the schema does not know, if it may be shown nevertheless: in
/// upper case and plain, or a few short words in lower case without a digit.
pub(super) fn unknown(text: &str) -> Option<EnvName> {
    let lower = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    let words =
        text.len() <= 20 && text.bytes().all(lower) && text.split('_').all(|word| word.len() <= 12);
    let name = EnvName::new(text).ok()?;
    let shown = (words || name.is_showable()) && !is_token_like(text);
    shown.then_some(name)
}

/// The known word that the text most likely stands for.
pub(super) fn nearest<'k>(text: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if text.len() > 64 {
        return None;
    }
    let written = text.to_lowercase();
    let near = known.into_iter().filter_map(|word| {
        let allowed = (written.len().max(word.len()) / 3).clamp(1, 4);
        let far = word.len().abs_diff(written.len()) > allowed;
        let distance = (!far).then(|| osa_distance(&written, &word.to_lowercase()))?;
        (distance <= allowed).then_some((distance, word))
    });
    near.min().map(|(_, word)| word)
}

/// Strings of the schema as labels, when every one may be shown and there are
/// not too many to read.
pub(super) fn labels(texts: &[Box<str>]) -> Option<Vec<Label>> {
    let few = texts.len() <= 20;
    let safe = |text: &str| Label::new(text).ok().filter(|_| !is_token_like(text));
    let all = || texts.iter().map(|text| safe(text)).collect();
    few.then(all).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_use_are_not_tokens() {
        for name in [
            "OPENAI_API_KEY",
            "APPLICATIONINSIGHTS_CONNECTION_STRING",
            "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
            "AzureWebJobsStorage",
            "AWS_S3_BUCKET",
            "DATABASE2_URL",
            "REDIS6379_URL",
            "AUTH0_DOMAIN",
            "SHA256_SALT",
            "hf_token",
            "app.key",
            "gpt-4o-2024-08-06",
            "claude-3-5-sonnet-20241022",
            "ml-platform",
        ] {
            assert!(!is_token_like(name), "{name}");
        }
    }

    #[test]
    fn tokens_are_told_from_names() {
        for token in [
            "AKIAIOSFODNN7EXAMPLE",
            "JBSWY3DPEHPK3PXP",
            "9f86d081884c7d65",
            "KEY_9F86D081884C7D65",
            "aBcDeFgHiJkLmNoP",
            "abcdefghijklmnop",
            concat!("gh", "p_abcdefghijklmnopq"),
            concat!("sk_li", "ve_abcdefghijkl"),
            "a1b2c3d4",
        ] {
            assert!(is_token_like(token), "{token}");
        }
    }

    #[test]
    fn unknown_words_are_shown_only_without_digits() {
        for word in ["requierd", "OPENAI_KEY", "max_len", "researhcer"] {
            assert!(unknown(word).is_some(), "{word}");
        }
        for word in [
            "hunter2",
            "abcdefghijklm",
            "test-not-a-real-key",
            "Abc",
            "a b",
        ] {
            assert!(unknown(word).is_none(), "{word}");
        }
    }

    #[test]
    fn the_nearest_word_is_near() {
        let known = ["required", "required_in", "pattern", "min", "max"];
        for (text, word) in [
            ("requierd", Some("required")),
            ("Required", Some("required")),
            ("requiredin", Some("required_in")),
            ("mim", Some("min")),
            ("in", Some("min")),
            ("patern", Some("pattern")),
            ("xyz", None),
            ("colour", None),
        ] {
            assert_eq!(nearest(text, known), word, "{text}");
        }
    }
}
