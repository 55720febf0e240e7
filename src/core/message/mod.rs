//! Text that is safe to show: put together from fixed words, names, labels,
//! numbers, places, fingerprints and short settings, and from nothing else.

use std::fmt;
use std::fmt::Write as _;

use crate::core::name::{EnvName, Label, NamePattern};
use crate::core::secret::{SecretValue, Secrets};

/// Marks a type whose `Display` can only show what is not secret.
pub trait Showable: fmt::Display {}

impl Showable for ShownPath {}
impl Showable for Place {}
impl Showable for EnvName {}
impl Showable for Label {}
impl Showable for NamePattern {}
impl Showable for Shown {}
impl Showable for Message {}
impl Showable for &'static str {}
impl Showable for u8 {}
impl Showable for u16 {}
impl Showable for u32 {}
impl Showable for u64 {}
impl Showable for i32 {}
impl Showable for i64 {}
impl Showable for i128 {}
impl Showable for usize {}
impl Showable for f64 {}
impl<T: Showable + ?Sized> Showable for &T {}

/// Puts a [`Message`] together as [`format!`] does. Each `{}` takes a
/// [`Showable`], and nothing else compiles: no run-time string, no `{:?}`, and
/// no variable captured by name.
///
/// ```
/// let key = secrun::core::name::EnvName::new("API_KEY").unwrap();
/// let what = secrun::message!("`{}` is shorter than {} bytes", key, 20);
/// assert_eq!(what.as_str(), "`API_KEY` is shorter than 20 bytes");
/// ```
///
/// ```compile_fail
/// let value = String::from("test-not-a-real-key");
/// secrun::message!("not a number: {}", value);
/// ```
///
/// ```compile_fail
/// let value = String::from("test-not-a-real-key");
/// secrun::message!("not a number: {}", value.as_str());
/// ```
///
/// ```compile_fail
/// let key = secrun::core::name::EnvName::new("API_KEY").unwrap();
/// secrun::message!("not set: {key}");
/// ```
///
/// ```compile_fail
/// let key = secrun::core::name::EnvName::new("API_KEY").unwrap();
/// secrun::message!("not set: {:?}", key);
/// ```
#[macro_export]
macro_rules! message {
    // `concat!` keeps `format_args!` from capturing variables by name.
    ($text:literal $(, $argument:expr)* $(,)?) => {
        $crate::core::message::Message::assemble(::core::format_args!(
            concat!($text)
            $(, $crate::core::message::Checked(&$argument))*
        ))
    };
}

mod cause;
mod path;

pub use cause::{Cause, because};
pub use path::{ShownPath, Slip};

/// An argument of [`message!`]: it has `Display` only where that shows nothing
/// secret.
pub struct Checked<'a, T: Showable>(pub &'a T);

impl<T: Showable> fmt::Display for Checked<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// Names or labels in backticks, with commas between them.
#[must_use]
pub fn quoted(items: impl IntoIterator<Item: Showable>) -> Message {
    let mut list = String::new();
    for item in items {
        let comma = if list.is_empty() { "" } else { ", " };
        // Writing into a String cannot fail.
        let _ = write!(list, "{comma}`{item}`");
    }
    Message(list)
}

/// A count and its noun: `no keys`, `1 key`, `2 keys`.
#[must_use]
pub fn counted(count: usize, noun: &'static str) -> Message {
    match count {
        0 => message!("no {}s", noun),
        1 => message!("1 {}", noun),
        _ => message!("{} {}s", count, noun),
    }
}

/// A text that holds no value: fixed words, names, labels, numbers, places,
/// fingerprints and short settings. [`message!`] is the only way to make one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message(String);

impl Message {
    /// For [`message!`] alone, which lets only [`Showable`] arguments in.
    #[doc(hidden)]
    #[must_use]
    pub fn assemble(arguments: fmt::Arguments<'_>) -> Self {
        Self(fmt::format(arguments))
    }

    /// The message as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Message {
    fn from(text: &'static str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Message {
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

impl fmt::Display for Shown {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
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
    fn a_message_shows_its_arguments() {
        let key = EnvName::new("A").unwrap();
        let what = message!("at most {}, not like {}", 5, quoted([&key, &key]));
        assert_eq!(what.as_str(), "at most 5, not like `A`, `A`");
    }
}
