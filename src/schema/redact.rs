//! Which words of the schema's text may be shown. Anything can be pasted into a
//! file, even where a name belongs; in doubt, only the place is shown.

use strsim::osa_distance;

use crate::core::name::{EnvName, Label};
use crate::core::token_like::is_token_like;

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
pub(crate) fn nearest<'k>(text: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
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
pub(crate) fn labels(texts: &[Box<str>]) -> Option<Vec<Label>> {
    let few = texts.len() <= 20;
    let safe = |text: &str| Label::new(text).ok().filter(|_| !is_token_like(text));
    let all = || texts.iter().map(|text| safe(text)).collect();
    few.then(all).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

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
