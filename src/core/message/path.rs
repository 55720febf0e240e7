//! Paths that are safe to show, and values that were typed by mistake in place
//! of a path or a program.

use std::fmt;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::Arc;

use crate::core::message::text::{Message, Showable};
use crate::core::secret::SecretValue;
use crate::core::token_like::is_token_like;

/// A path that is safe to show: control characters, backslashes before them and
/// bytes that are not UTF-8 are escaped, so that a file's name cannot forge a
/// line of output or drive the terminal.
///
/// A word that looks like a value may have been typed in place of a path. The
/// constructors say how far the word is trusted:
///
/// | constructor | the word is from | if it looks like a value |
/// |---|---|---|
/// | [`typed`](Self::typed) | anyone, perhaps a user | a general phrase is shown |
/// | [`typed_in`](Self::typed_in) | an option or a field with a name | a phrase that names it is shown |
/// | [`judged`](Self::judged) | a word that was judged before it was joined or resolved | the same |
/// | [`trusted`](Self::trusted) | secrun, which found the path itself | it is shown: it is a path |
/// | [`foreign`](Self::foreign) | git or an archive; it may be an author or a date | it is shown: nobody typed it here |
///
/// `tests/house_rules.rs` lists the rooms that may call the last two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShownPath {
    text: Arc<str>,
    hidden: Option<NotAPath>,
}

/// Why a word in place of a path or a program is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotAPath {
    /// It begins with `NAME=`, as env(1) and `docker run -e` take it.
    Assignment,
    /// It has a line break: `"$(cat .env)"`.
    Lines,
    /// It is a URL with a user in it.
    Login,
    /// It contains the value of one of the run's secrets, or looks like a token.
    Secret,
    /// It is a command line in one word: `"mysql -pPASSWORD"`.
    CommandLine,
}

impl NotAPath {
    /// What a word is instead of a path.
    pub fn of(word: &[u8]) -> Option<Self> {
        let starts = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
        let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
        let name = word
            .iter()
            .position(|byte| *byte == b'=')
            .map(|at| &word[..at]);
        let after_scheme = word.windows(3).position(|part| part == b"://");
        if word.iter().any(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(Self::Lines)
        } else if name
            .is_some_and(|name| name.first().is_some_and(starts) && name.iter().all(goes_on))
        {
            Some(Self::Assignment)
        } else if after_scheme.is_some_and(|at| word.iter().skip(at).any(|byte| *byte == b'@')) {
            Some(Self::Login)
        } else {
            None
        }
    }
}

impl NotAPath {
    /// What a path is instead, as [`Self::of`] says; one that is not there may be a token,
    /// too.
    pub fn of_path(path: &Path) -> Option<Self> {
        let is_token = || {
            let first = path.components().next()?.as_os_str();
            let absent = || Path::new(first).symlink_metadata().is_err();
            (is_token_like(first.to_str()?) && absent()).then_some(Self::Secret)
        };
        Self::of(path.as_os_str().as_bytes()).or_else(is_token)
    }
}

impl ShownPath {
    pub fn typed(path: &Path) -> Self {
        Self::typed_in(path, "a path that is not shown")
    }

    /// `what` is shown instead of a value: `the path in SOMETHING`.
    pub fn typed_in(path: &Path, what: &str) -> Self {
        Self::judged(path, NotAPath::of_path(path), what)
    }

    /// `hidden` is what [`NotAPath::of`] said of the word that the path was made from.
    pub fn judged(path: &Path, hidden: Option<NotAPath>, what: &str) -> Self {
        match hidden {
            None => Self::trusted(path),
            hidden => Self {
                text: what.into(),
                hidden,
            },
        }
    }

    pub fn trusted(path: &Path) -> Self {
        Self::foreign(path.as_os_str().as_bytes())
    }

    pub fn foreign(path: &[u8]) -> Self {
        let mut shown = String::new();
        for chunk in path.utf8_chunks() {
            for character in chunk.valid().chars() {
                if is_odd(character) {
                    shown.extend(character.escape_default());
                } else {
                    shown.push(character);
                }
            }
            for byte in chunk.invalid() {
                append!(shown, "\\x{byte:02x}");
            }
        }
        Self {
            text: shown.into(),
            hidden: None,
        }
    }

    /// The path, hidden if it holds one of these values.
    pub(crate) fn without<'v>(self, mut values: impl Iterator<Item = &'v SecretValue>) -> Self {
        if values.any(|value| value.is_in(self.text.as_bytes())) {
            Self::secret()
        } else {
            self
        }
    }

    /// Stands for a path that holds a secret.
    pub(crate) fn secret() -> Self {
        Self::judged(
            Path::new(""),
            Some(NotAPath::Secret),
            "a path that is not shown",
        )
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// In backticks, unless it is hidden.
    pub fn quoted(&self) -> Message {
        match self.hidden {
            None => message!("`{}`", self),
            Some(_) => message!("{}", self),
        }
    }

    /// Why the path itself is not shown.
    pub fn hidden(&self) -> Option<NotAPath> {
        self.hidden
    }

    /// The same path seen from another folder, in which this folder lies:
    /// `../.env` below `services/api` is `services/.env`.
    pub fn below(&self, folder: &Self) -> Self {
        if self.hidden.is_some() || self.text.starts_with('/') {
            return self.clone();
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in folder.text.split('/').chain(self.text.split('/')) {
            match part {
                "" | "." => {}
                ".." if parts.last().is_some_and(|last| *last != "..") => {
                    parts.pop();
                }
                other => parts.push(other),
            }
        }
        Self {
            text: parts.join("/").into(),
            hidden: None,
        }
    }
}

impl Showable for ShownPath {}

/// Whether a character drives the terminal, reorders or breaks what it shows, or is not
/// seen: controls, and what Unicode calls format characters, fillers and tags.
pub(crate) fn is_odd(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

impl fmt::Display for ShownPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_cannot_forge_lines() {
        let path = Path::new(std::ffi::OsStr::from_bytes(
            b"a\n::error::\x1b[2J\xff\xe2\x80\xae",
        ));
        assert_eq!(
            ShownPath::trusted(path).as_str(),
            "a\\n::error::\\u{1b}[2J\\xff\\u{202e}"
        );
    }

    #[test]
    fn what_is_not_seen_is_escaped() {
        for odd in "\u{ad}\u{61c}\u{180e}\u{200b}\u{202a}\u{2060}\u{2066}\u{e0041}\u{e01ef}".chars()
        {
            let shown = ShownPath::trusted(Path::new(&format!("a{odd}b")));
            assert_eq!(shown.as_str(), format!("a{}b", odd.escape_unicode()));
        }
        for plain in ["é", "日本", "🔑", "a b"] {
            assert_eq!(ShownPath::trusted(Path::new(plain)).as_str(), plain);
        }
    }

    #[test]
    fn what_is_no_path_is_not_shown() {
        for (word, hidden) in [
            ("API_KEY=x", Some(NotAPath::Assignment)),
            ("a.b-c=", Some(NotAPath::Assignment)),
            ("postgres://u:x@h/d", Some(NotAPath::Login)),
            ("A\nB", Some(NotAPath::Lines)),
            ("A=1\rB=2", Some(NotAPath::Lines)),
            ("", None),
            ("=x", None),
            ("./A=x", None),
            ("1A=x", None),
            ("s3://bucket/x", None),
            ("u@h://x", None),
            ("../team@home/.env", None),
        ] {
            assert_eq!(NotAPath::of(word.as_bytes()), hidden, "{word:?}");
            let shown = ShownPath::typed_in(Path::new(word), "the path in `--env-file`");
            assert_eq!(shown.hidden(), hidden);
            assert_eq!(shown.as_str() == word, hidden.is_none());
            assert_eq!(
                shown.below(&ShownPath::typed(Path::new("x"))).hidden(),
                hidden
            );
        }
    }

    #[test]
    fn a_path_is_seen_from_a_folder_above() {
        let case = |path: &str, folder: &str| {
            let shown = |text: &str| ShownPath::typed(Path::new(text));
            shown(path).below(&shown(folder)).to_string()
        };
        assert_eq!(case(".env", ""), ".env");
        assert_eq!(case("./.env", "services/api"), "services/api/.env");
        assert_eq!(case("../../.env", "services/api"), ".env");
        assert_eq!(case("../../../x", "services/api"), "../x");
        assert_eq!(case("/etc/env", "services/api"), "/etc/env");
    }
}
