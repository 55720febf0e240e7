//! What a file holds, and what its reading depends on.

use crate::core::binding::Extent;
use crate::core::message::Place;
use crate::core::name::EnvName;
use crate::core::report::{KeyKind, Problem};
use crate::core::secret::SecretValue;

/// What `$` means in an env file.
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
    /// What `${NAME}` may see of the host environment.
    pub host: &'a dyn Fn(&EnvName) -> HostVariable<'a>,
    /// The kind of a declared key; `None` is an undeclared one.
    pub kind: &'a dyn Fn(&EnvName) -> Option<KeyKind>,
}

impl ReadOptions<'_> {
    /// Whether a name of the file may be shown.
    pub(super) fn may_show(&self, name: &EnvName) -> bool {
        name.is_showable() || self.declares(name)
    }

    /// Whether the schema knows the name.
    pub(super) fn declares(&self, name: &EnvName) -> bool {
        (self.kind)(name).is_some()
    }
}

/// A variable of the host environment as a reference sees it.
pub enum HostVariable<'a> {
    /// It is set, and the child may inherit it or the schema declares it.
    Allowed(&'a [u8]),
    /// It is set, and neither holds.
    NotAllowed,
    /// It is not set.
    Unset,
}

/// A key of the file with its value.
#[derive(Debug)]
pub struct Statement {
    pub name: EnvName,
    /// The value, its escapes decoded and its references replaced.
    pub value: SecretValue,
    /// Where the key is.
    pub place: Place,
}

/// What a file holds.
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
