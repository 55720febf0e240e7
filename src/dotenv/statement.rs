//! The contents of a file, and the options of reading it.

use crate::core::binding::{Borrowed, Extent, InChild};
use crate::core::message::Place;
use crate::core::name::EnvName;
use crate::core::report::{KeyKind, Problem};
use crate::core::secret::SecretValue;

/// The meaning of `$` in an env file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interpolation {
    /// `${NAME}` and `${NAME:-default}` are replaced, any other `$` is text.
    Braces,
    /// Every `$` is text.
    Off,
}

/// The most bytes a file may have.
pub const MAX_FILE_BYTES: usize = 1 << 20;

/// The most different keys a file may have.
pub const MAX_KEYS: usize = 4096;

/// The most bytes of one variable as the kernel takes it: name, `=`, value and
/// a NUL (Linux: `MAX_ARG_STRLEN`).
pub const MAX_VARIABLE_BYTES: usize = 131_072;

/// How to read a file.
pub struct ReadOptions<'a> {
    pub interpolation: Interpolation,
    /// The value of `${NAME}` outside the file.
    pub outside: &'a dyn Fn(&EnvName) -> Outside<'a>,
    /// The value that the child gets under a name that has this value here.
    pub in_child: &'a dyn Fn(&EnvName, &[u8]) -> InChild,
    /// The kind of a declared key; `None` is an undeclared one.
    pub kind: &'a dyn Fn(&EnvName) -> Option<KeyKind>,
}

impl ReadOptions<'_> {
    /// For a file by itself: no host, no other file, and no schema.
    pub fn alone(interpolation: Interpolation) -> Self {
        Self {
            interpolation,
            outside: &|_| Outside::Unset,
            in_child: &|_, _| InChild::ThisValue,
            kind: &|_| None,
        }
    }

    /// Whether a name of the file may be shown.
    pub(super) fn may_show(&self, name: &EnvName) -> bool {
        name.is_showable() || self.declares(name)
    }

    /// Whether the schema knows the name.
    pub(super) fn declares(&self, name: &EnvName) -> bool {
        (self.kind)(name).is_some()
    }
}

/// A name that the file does not set above a reference to it.
pub enum Outside<'a> {
    /// The host sets it, and the child may inherit it or the schema declares it.
    Host(&'a [u8]),
    /// An env file before this one sets it.
    Earlier(&'a Statement),
    /// An env file before this one may set it, and cannot be read.
    Broken,
    /// The host sets it, and the child may not inherit it.
    NotAllowed,
    Unset,
}

/// Whether a secret is part of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taint {
    /// None that is known.
    Clean,
    Secret,
}

/// A key of the file with its value.
#[derive(Debug)]
pub struct Statement {
    pub name: EnvName,
    /// The value, its escapes decoded and its references replaced.
    pub value: SecretValue,
    /// Where the key is.
    pub place: Place,
    /// Whether its references brought a secret in.
    pub(super) taint: Taint,
    /// A value that its references brought in and that the child does not get as such.
    pub borrowed: Option<Borrowed>,
}

/// The contents of a file.
#[derive(Debug)]
pub struct Contents {
    /// The statements in order; of several with one key the last wins.
    pub statements: Vec<Statement>,
    /// What is wrong with the file, sorted. With an error among them the
    /// statements are not the whole file.
    pub problems: Vec<Problem>,
    /// Whether reading went to the end of the file.
    pub extent: Extent,
}

#[cfg(test)]
mod tests {
    use crate::dotenv::trial::Trial;

    #[track_caller]
    fn case(file: impl AsRef<[u8]>, expected: &[&str]) {
        assert_eq!(Trial::new(file).problems(), expected);
    }

    #[test]
    fn limits_hold() {
        let keys = |count: usize| -> String {
            let statement = |at: usize| ["K", &at.to_string(), "=1\n"].concat();
            (0..count).map(statement).collect()
        };
        case(keys(4096), &[]);
        case(keys(4097), &["4097:1 dotenv.too-many-keys"]);
        case("A=1\n".repeat(5000), &[]);
        case(format!("A={}", "x".repeat(131_072 - 3)), &[]);
        case(
            format!("A={}", "x".repeat(131_072 - 2)),
            &["1:3 too-long A"],
        );
        case("#".repeat((1 << 20) + 1), &[".env dotenv.too-large"]);
    }
}
