//! What the schema's author says to people who need a key: what it is for, where to get
//! it, whom to ask.

use std::fmt;

use crate::core::message::{Showable, is_odd};
use crate::core::name::Label;
use crate::core::secret::Secrets;
use crate::core::secret_value;
use crate::core::token_like::is_token_like;
use crate::schema::formats;
use crate::schema::model::{Rule, Schema};

/// The most characters of a text that a message repeats.
const MOST: usize = 200;

/// A text of the schema that may be shown. Anything can be pasted into a description, so
/// one that looks like a secret, or has the value of one, is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated(String);

impl Stated {
    /// The text on one line, if it may be shown.
    fn of(text: &str, secrets: &Secrets<'_>) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let line = words.join(" ");
        let bytes = line.as_bytes();
        let is_shown = !line.is_empty()
            && !line.chars().any(is_odd)
            && secret_value::reason(bytes).is_none()
            && formats::live_form(bytes).is_none()
            && !secrets.are_in(text.as_bytes())
            && !secrets.are_in(bytes);
        is_shown.then(|| Self(cut(line)))
    }

    /// A line of words, as [`Self::of`] shows it, if none of them is a token.
    fn of_words(text: &str, secrets: &Secrets<'_>) -> Option<Self> {
        let is_end = |c: char| c.is_whitespace() || "/:,;()[]<>\"'`=#@?&".contains(c);
        let mut words = text.split(is_end);
        let is_plain = !words.any(|word| is_token_like(word.trim_end_matches('.')));
        is_plain.then(|| Self::of(text, secrets)).flatten()
    }
}

/// The text up to a length.
fn cut(mut line: String) -> String {
    if let Some((at, _)) = line.char_indices().nth(MOST) {
        line.truncate(at);
        line.push('…');
    }
    line
}

impl fmt::Display for Stated {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Showable for Stated {}

/// What there is to know of a key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Help {
    pub(crate) description: Option<Stated>,
    /// The page where to get the value.
    pub(crate) docs: Option<Stated>,
    pub(crate) owner: Option<Label>,
    /// How to reach the owner.
    pub(crate) contact: Option<Stated>,
}

impl Schema {
    /// What is said of a key. `secrets` are the values that no text may hold.
    pub(crate) fn help(&self, rule: &Rule, profile: Option<&Label>, secrets: &Secrets<'_>) -> Help {
        let metadata = rule.metadata.as_ref();
        let in_profile = metadata.and_then(|it| it.per_profile.get(profile?)?.owner.as_ref());
        let owner = in_profile.or_else(|| metadata?.owner.as_ref());
        let entry = owner.and_then(|owner| self.owners.get(owner));
        let words = |text: &Option<Box<str>>| Stated::of_words(text.as_ref()?, secrets);
        Help {
            description: words(&rule.description),
            docs: rule.docs.as_ref().and_then(|it| Stated::of(it, secrets)),
            owner: owner.cloned(),
            contact: entry.and_then(|entry| words(&entry.contact)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::secret::SecretValue;

    fn shown(text: &str) -> Option<String> {
        Stated::of_words(text, &Secrets::none()).map(|it| it.to_string())
    }

    #[test]
    fn words_of_people_are_shown_on_one_line() {
        for text in [
            "Read token for the docs repo",
            "#ml-platform",
            "ml-platform@example.com",
            "https://chat.example.com/c/ml-platform, or the on-call phone",
            "Used by the nightly export (see docs/export.md), 2 per team.",
        ] {
            assert_eq!(shown(text).as_deref(), Some(text));
        }
        assert_eq!(shown(" Two\n\tlines. ").as_deref(), Some("Two lines."));
        assert_eq!(shown(&"long ".repeat(60)).unwrap().chars().count(), 201);
    }

    #[test]
    fn what_may_be_a_secret_is_not_shown() {
        let token = format!("such as {}-proj-{}", "sk", "4eC39HqLyjWDarjtT1zdp7dcQ");
        for text in [
            "",
            "\u{1b}[2J",
            "a\u{202e}b",
            "password=hunter2",
            "postgres://app:hunter2@db",
            "now Zq9WxKv7JpTn3RbLm5Hd",
            &token,
        ] {
            assert_eq!(shown(text), None, "{text:?}");
        }
        let value = SecretValue::new("correct horse").unwrap();
        let secrets = Secrets::new(|| vec![&value]);
        assert_eq!(Stated::of_words("It is correct horse.", &secrets), None);
        assert_eq!(Stated::of_words("It is correct\nhorse.", &secrets), None);
    }
}
