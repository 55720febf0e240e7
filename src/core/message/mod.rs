//! Text that is safe to show: put together from fixed words, names, labels,
//! numbers, places, fingerprints and short settings, and from nothing else.

use std::fmt;
use std::fmt::Write as _;

use crate::core::name::{EnvName, Label, NamePattern};
use crate::core::secret::{SecretValue, Secrets};

mod cause;
mod path;

pub use cause::{Cause, because};
pub use path::{ShownPath, Slip};

/// Marks a type whose `Display` can only show what is not secret.
pub trait Showable: fmt::Display {}

impl Showable for ShownPath {}
impl Showable for Place {}
impl Showable for EnvName {}
impl Showable for Label {}
impl Showable for NamePattern {}
impl Showable for Words {}

/// A message without a value in it. There is no way to put a run-time string
/// in; what a user's file says can only come as a name, a label, a number, a
/// short setting or the place of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words(String);

impl Words {
    /// Starts a message.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Adds fixed words.
    #[must_use]
    pub fn text(mut self, text: &'static str) -> Self {
        self.0.push_str(text);
        self
    }

    /// Adds a variable's name in backticks. Whether it may be shown is the
    /// caller's question: [`EnvName::is_showable`], or the schema knows it.
    #[must_use]
    pub fn name(self, name: &EnvName) -> Self {
        self.ticked(name.as_str())
    }

    /// Adds a label of the schema in backticks.
    #[must_use]
    pub fn label(self, label: &Label) -> Self {
        self.ticked(label.as_str())
    }

    /// Adds labels in backticks with commas between them.
    #[must_use]
    pub fn labels<'a>(mut self, labels: impl IntoIterator<Item = &'a Label>) -> Self {
        for (index, label) in labels.into_iter().enumerate() {
            if index > 0 {
                self.0.push_str(", ");
            }
            self = self.label(label);
        }
        self
    }

    /// Adds names in backticks with commas between them.
    #[must_use]
    pub fn names<'a>(mut self, names: impl IntoIterator<Item = &'a EnvName>) -> Self {
        for (index, name) in names.into_iter().enumerate() {
            if index > 0 {
                self.0.push_str(", ");
            }
            self = self.name(name);
        }
        self
    }

    /// Adds a setting's value in backticks.
    #[must_use]
    pub fn shown(self, value: &Shown) -> Self {
        self.ticked(value.as_str())
    }

    /// Adds a whole number.
    #[must_use]
    pub fn number(mut self, number: impl Into<i128>) -> Self {
        self.put(number.into());
        self
    }

    /// Adds a count of bytes, lines or keys.
    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.put(count);
        self
    }

    /// Adds a number with a fraction.
    #[must_use]
    pub fn float(mut self, number: f64) -> Self {
        self.put(number);
        self
    }

    /// Adds something that is safe to show: a path, a place, a fingerprint.
    #[must_use]
    pub fn show(mut self, item: &dyn Showable) -> Self {
        self.put(item);
        self
    }

    /// Adds a path or a program: in backticks, unless it is not shown.
    #[must_use]
    pub fn path(self, path: &ShownPath) -> Self {
        match path.slip() {
            None => self.ticked(path.as_str()),
            Some(_) => self.show(path),
        }
    }

    /// Adds other words.
    #[must_use]
    pub fn words(self, other: &Self) -> Self {
        self.show(other)
    }

    /// The message as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn ticked(mut self, text: &str) -> Self {
        self.0.push('`');
        self.0.push_str(text);
        self.0.push('`');
        self
    }

    fn put(&mut self, item: impl fmt::Display) {
        // Writing into a String cannot fail.
        let _ = write!(self.0, "{item}");
    }
}

impl fmt::Display for Words {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A setting's value that may be shown: at most 7 bytes of `[A-Za-z0-9._-]`,
/// so that not even a secret kept in a setting by mistake is given away, or what
/// the schema itself says; and the value of no secret of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// The value of a setting, if it is short and plain enough.
    #[must_use]
    pub fn setting(value: &SecretValue, secrets: &Secrets<'_>) -> Option<Self> {
        Self::plain(value, 7, b"._-", secrets)
    }

    /// The value of a setting, if it is one of these words of the schema, which
    /// whoever reads the schema knows.
    #[must_use]
    pub fn stated<'a>(
        value: &SecretValue,
        mut words: impl Iterator<Item = &'a [u8]>,
        secrets: &Secrets<'_>,
    ) -> Option<Self> {
        let shown = Self::plain(value, 64, b"._-/:,+", secrets)?;
        words
            .any(|word| word == shown.0.as_bytes())
            .then_some(shown)
    }

    /// A value of letters, digits and such signs, up to a length; not one that a
    /// secret has, too.
    fn plain(
        value: &SecretValue,
        longest: usize,
        signs: &[u8],
        secrets: &Secrets<'_>,
    ) -> Option<Self> {
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || signs.contains(byte);
        let bytes = value.expose();
        let good = !bytes.is_empty() && bytes.len() <= longest && bytes.iter().all(is_plain);
        (good && !secrets.has(value)).then(|| Self(String::from_utf8_lossy(bytes).into_owned()))
    }

    /// The value as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A place in a file. Line and column count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, as the user would name it from the working directory.
    pub path: ShownPath,
    /// Line and column, where the whole file is not meant.
    pub position: Option<Position>,
}

/// A line and a column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1; LF, CRLF and a lone CR end one.
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values).
    pub column: usize,
}

impl Place {
    /// A whole file.
    #[must_use]
    pub fn file(path: &ShownPath) -> Self {
        Self {
            path: path.clone(),
            position: None,
        }
    }

    /// A line and column of a file.
    #[must_use]
    pub fn at(path: &ShownPath, line: usize, column: usize) -> Self {
        Self {
            path: path.clone(),
            position: Some(Position { line, column }),
        }
    }

    /// The line, where there is one.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.position.map(|position| position.line)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some(Position { line, column }) => write!(out, "{}:{line}:{column}", self.path),
            None => self.path.fmt(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_join() {
        let key = EnvName::new("A").unwrap();
        let words = Words::new("at most ")
            .number(5)
            .text(", not like ")
            .names([&key, &key]);
        assert_eq!(words.as_str(), "at most 5, not like `A`, `A`");
    }
}
