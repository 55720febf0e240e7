//! Which findings a leak search accepts.

use std::fmt;

use crate::core::message::Place;
use crate::core::name::EnvName;
use crate::schema::date::Date;

/// One entry of `[[allow]]`: findings that are known and accepted.
#[derive(Debug)]
pub struct Allow {
    /// The files; without it, all.
    pub path: Option<PathGlob>,
    /// The secret; without it, all.
    pub key: Option<EnvName>,
    pub reason: Box<str>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// The schema's folder, as seen from the folder of the file with the entry.
    pub inside: Box<str>,
    /// Where it is declared.
    pub place: Place,
}

impl Allow {
    /// Whether its last day is over.
    pub fn has_expired(&self, today: Date) -> bool {
        self.until.is_some_and(|last| last < today)
    }

    /// Whether it speaks of a value of this key in this file.
    pub fn covers(&self, path: Option<&[u8]>, key: Option<&EnvName>) -> bool {
        let here = |glob: &PathGlob| {
            path.is_some_and(|path| match &*self.inside {
                "" => glob.matches(path),
                inside => glob.matches(&seen_from_above(inside, path)),
            })
        };
        self.path.as_ref().is_none_or(here) && self.key.as_ref().is_none_or(|own| Some(own) == key)
    }
}

/// A path from the schema's folder as seen from another folder, in which that one is at
/// `inside`. Absolute paths stay.
fn seen_from_above(inside: &str, path: &[u8]) -> Vec<u8> {
    if path.starts_with(b"/") {
        return path.to_owned();
    }
    let mut parts: Vec<&[u8]> = Vec::new();
    let inside = inside.as_bytes().split(|byte| *byte == b'/');
    for part in inside.chain(path.split(|byte| *byte == b'/')) {
        match part {
            b"" | b"." => {}
            b".." if parts.last().is_some_and(|last| *last != b"..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join(&b'/')
}

/// A pattern over paths: `?` for one character, `*` for any within a folder,
/// `**` for any folders. It must match the whole path; one that ends in a
/// slash matches all that is below.
#[derive(Clone, PartialEq, Eq)]
pub struct PathGlob(Box<[Piece]>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Byte(u8),
    /// One character other than a slash.
    One,
    /// Any run without a slash.
    Run,
    Deep,
    /// Nothing, or any run that ends in a slash.
    Folders,
}

impl PathGlob {
    /// Reads a pattern. All patterns mean something.
    pub fn new(text: &str) -> Self {
        let text = text.strip_prefix("./").unwrap_or(text);
        let mut pieces = Vec::with_capacity(text.len());
        let mut rest = text.as_bytes();
        while let Some((byte, after)) = rest.split_first() {
            let begins = pieces.last().is_none_or(|it| *it == Piece::Byte(b'/'));
            let piece;
            (rest, piece) = match (byte, after) {
                (b'*', [b'*', b'/', after @ ..]) if begins => (after, Piece::Folders),
                (b'*', [b'*', after @ ..]) => (after, Piece::Deep),
                (b'*', after) => (after, Piece::Run),
                (b'?', after) => (after, Piece::One),
                (byte, after) => (after, Piece::Byte(*byte)),
            };
            pieces.push(piece);
        }
        if pieces.last() == Some(&Piece::Byte(b'/')) {
            pieces.push(Piece::Deep);
        }
        Self(pieces.into())
    }

    /// Whether the pattern is for every file there is.
    pub fn is_everything(&self) -> bool {
        let mut deep = false;
        let open = |piece: &Piece| {
            deep |= matches!(piece, Piece::Deep | Piece::Folders);
            matches!(piece, Piece::Deep | Piece::Folders | Piece::Run)
        };
        self.0.iter().all(open) && deep
    }

    /// Whether a path matches as a whole. The time is that of its length times
    /// the pattern's, whatever they hold.
    pub fn matches(&self, path: &[u8]) -> bool {
        let path = path.strip_prefix(b"./").unwrap_or(path);
        // For each beginning of the path, whether the pieces so far match it.
        let mut reached = vec![false; path.len() + 1];
        if let Some(first) = reached.first_mut() {
            *first = true;
        }
        for piece in &self.0 {
            reached = piece.step(path, &reached);
        }
        reached.last() == Some(&true)
    }
}

impl Piece {
    /// From where the pieces before end to where this one does.
    fn step(self, path: &[u8], before: &[bool]) -> Vec<bool> {
        let mut after = vec![false; before.len()];
        let mut open = false;
        let ends = before.iter().zip(std::iter::once(&0).chain(path));
        for ((at, reached), (was, last)) in after.iter_mut().enumerate().zip(ends) {
            let previous = at > 0 && before.get(at - 1) == Some(&true);
            *reached = match self {
                Self::Byte(byte) => previous && byte == *last,
                // The bytes of a character are one of it.
                Self::One => at > 0 && *last != b'/' && (previous || open && *last & 0xc0 == 0x80),
                Self::Run => *was || (open && *last != b'/'),
                Self::Deep => *was || open,
                Self::Folders => *was || (open && *last == b'/'),
            };
            open = match self {
                Self::One | Self::Run => *reached,
                Self::Byte(_) => false,
                Self::Deep | Self::Folders => open || *was,
            };
        }
        after
    }
}

impl fmt::Debug for PathGlob {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PathGlob")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(pattern: &str, matching: &[&str], others: &[&str]) {
        let glob = PathGlob::new(pattern);
        for path in matching {
            assert!(glob.matches(path.as_bytes()), "{pattern} {path}");
        }
        for path in others {
            assert!(!glob.matches(path.as_bytes()), "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_matches_the_whole_path() {
        case(
            "a/b.txt",
            &["a/b.txt", "./a/b.txt"],
            &["b.txt", "a/b.txtx", "x/a/b.txt", "a"],
        );
        case("./a", &["a"], &["b"]);
        case("", &[""], &["a"]);
    }

    #[test]
    fn one_star_stays_within_its_folder() {
        case("*.md", &["a.md", ".md"], &["a/b.md", "a.mdx"]);
        case("a/*/c", &["a/b/c", "a//c"], &["a/c", "a/b/b/c"]);
        case("*a*a*", &["aa", "xaxax"], &["a", "a/a"]);
        case("a?c", &["abc", "aéc"], &["ac", "a/c", "abbc", "aééc"]);
    }

    #[test]
    fn two_stars_cross_folders() {
        case(
            "**/x.ipynb",
            &["x.ipynb", "a/x.ipynb", "a/b/x.ipynb"],
            &["ax.ipynb", "x.ipynb/a"],
        );
        case("a/**/b", &["a/b", "a/x/b", "a/x/y/b"], &["a/xb", "ab"]);
        case("a/**", &["a/", "a/b", "a/b/c"], &["a", "b/a/c"]);
        case("a**b", &["ab", "a/x/b"], &["b"]);
        case("tests/", &["tests/a", "tests/a/b"], &["tests", "a/tests/b"]);
    }

    #[test]
    fn patterns_for_everything_are_known() {
        for (pattern, everything) in [
            ("**", true),
            ("**/*", true),
            ("**/**", true),
            ("*", false),
            ("**/a", false),
            ("", false),
        ] {
            assert_eq!(
                PathGlob::new(pattern).is_everything(),
                everything,
                "{pattern}"
            );
        }
    }

    #[test]
    fn no_pattern_takes_long() {
        let glob = PathGlob::new(&"*a".repeat(200));
        assert!(!glob.matches("a".repeat(4000).replace("aa", "ab").as_bytes()));
    }
}
