//! Text that is safe to show: put together from fixed words, names, labels,
//! numbers, places, fingerprints and short settings, and from nothing else.

use std::fmt;
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::name::{EnvName, Label, NamePattern};
use crate::value::SecretValue;

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

/// An I/O error in fixed words: the system's own text can name what a user
/// typed, and never adds to this.
#[must_use]
pub fn because(kind: io::ErrorKind) -> Words {
    Words::new(match kind {
        io::ErrorKind::NotFound => "there is no such file",
        io::ErrorKind::PermissionDenied => "permission denied",
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "a part of its path is not a folder",
        io::ErrorKind::StorageFull => "no space is left",
        io::ErrorKind::FileTooLarge => "it is too large",
        io::ErrorKind::BrokenPipe => "its reader has gone",
        io::ErrorKind::NotConnected => "it is closed",
        io::ErrorKind::InvalidInput => "its name is not valid",
        io::ErrorKind::ResourceBusy => "it is what is being written",
        _ => "an input or output error",
    })
}

/// A setting's value that may be shown: at most 7 bytes of `[A-Za-z0-9._-]`,
/// so that not even a secret kept in a setting by mistake is given away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// The value of a setting, if it is short and plain enough.
    #[must_use]
    pub fn setting(value: &SecretValue) -> Option<Self> {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
        let bytes = value.expose();
        let good = !bytes.is_empty() && bytes.len() <= 7 && bytes.iter().all(plain);
        good.then(|| String::from_utf8_lossy(bytes).into_owned())
            .map(Self)
    }

    /// The value as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A path as it is shown: control characters, backslashes before them and
/// bytes that are not UTF-8 escaped, so that a file's name cannot forge a line
/// of output or drive the terminal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShownPath(Arc<str>);

impl ShownPath {
    /// Makes a path showable.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        use std::os::unix::ffi::OsStrExt as _;
        Self::of_bytes(path.as_os_str().as_bytes())
    }

    /// Makes a path showable that is there as bytes, or another foreign text:
    /// the name of a member, an author.
    #[must_use]
    pub fn of_bytes(path: &[u8]) -> Self {
        let mut shown = String::new();
        for chunk in path.utf8_chunks() {
            for character in chunk.valid().chars() {
                // Bidirectional controls and line separators reorder or break what a terminal shows.
                let odd = character.is_control()
                    || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
                if odd {
                    shown.extend(character.escape_default());
                } else {
                    shown.push(character);
                }
            }
            for byte in chunk.invalid() {
                // Writing into a String cannot fail.
                let _ = write!(shown, "\\x{byte:02x}");
            }
        }
        Self(shown.into())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same path seen from another folder, in which this folder lies:
    /// `../.env` below `services/api` is `services/.env`.
    #[must_use]
    pub fn below(&self, folder: &Self) -> Self {
        if self.0.starts_with('/') {
            return self.clone();
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in folder.0.split('/').chain(self.0.split('/')) {
            match part {
                "" | "." => {}
                ".." if parts.last().is_some_and(|last| *last != "..") => {
                    parts.pop();
                }
                other => parts.push(other),
            }
        }
        Self(parts.join("/").into())
    }
}

impl fmt::Display for ShownPath {
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
    fn paths_cannot_forge_lines() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(std::ffi::OsStr::from_bytes(
            b"a\n::error::\x1b[2J\xff\xe2\x80\xae",
        ));
        assert_eq!(
            ShownPath::new(path).as_str(),
            "a\\n::error::\\u{1b}[2J\\xff\\u{202e}"
        );
    }

    #[test]
    fn a_path_is_seen_from_a_folder_above() {
        let case = |path: &str, folder: &str| {
            let shown = |text: &str| ShownPath::new(Path::new(text));
            shown(path).below(&shown(folder)).to_string()
        };
        assert_eq!(case(".env", ""), ".env");
        assert_eq!(case("./.env", "services/api"), "services/api/.env");
        assert_eq!(case("../../.env", "services/api"), ".env");
        assert_eq!(case("../../../x", "services/api"), "../x");
        assert_eq!(case("/etc/env", "services/api"), "/etc/env");
    }

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
