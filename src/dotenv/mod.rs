//! `.env` files: the grammar of python-dotenv, read strictly.
//!
//! ```text
//! bytes ─text─▶ Text ─scan─▶ Items ─read+expand─▶ Statements, Problems
//!                               └─drift+portable─▶ warnings (lint only)
//! ```
//!
//! What python-dotenv reads without a warning is read to the same bytes or
//! refused; what it skips with a warning is refused. Refusals and warnings
//! carry places and names, never a part of a value.

mod drift;
mod expand;
mod pem;
mod piece;
mod portable;
mod read;
mod refusal;
mod scan;
mod text;
#[cfg(test)]
mod trial;

use crate::core::binding::Extent;
use crate::core::message::{Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::{self, Kind, Problem};
use crate::core::secret::SecretValue;

use text::Text;

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
pub struct Settings<'a> {
    /// What `$` means.
    pub interpolation: Interpolation,
    /// What `${NAME}` may see of the host environment.
    pub host: &'a dyn Fn(&EnvName) -> HostVariable<'a>,
    /// The kind of a declared key; `None` is an undeclared one.
    pub kind: &'a dyn Fn(&EnvName) -> Option<Kind>,
}

impl Settings<'_> {
    /// Whether a name of the file may be shown.
    fn may_show(&self, name: &EnvName) -> bool {
        name.is_showable() || self.declares(name)
    }

    /// Whether the schema knows the name.
    fn declares(&self, name: &EnvName) -> bool {
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
    /// The key.
    pub name: EnvName,
    /// The value, its escapes decoded and its references replaced.
    pub value: SecretValue,
    /// Where the key is.
    pub place: Place,
}

/// What a file holds.
#[derive(Debug)]
pub struct Reading {
    /// The statements in order; of several with one key the last wins.
    pub statements: Vec<Statement>,
    /// What is wrong with the file, sorted. With an error among them the
    /// statements are not the whole file.
    pub problems: Vec<Problem>,
    /// Whether reading went to the end of the file.
    pub extent: Extent,
}

/// Reads a file. The problems are errors and two warnings: a key with two
/// values, and a carriage return alone at a line's end.
#[must_use]
pub fn read(path: &ShownPath, bytes: &[u8], settings: &Settings<'_>) -> Reading {
    match Text::decode(bytes) {
        Ok(text) => read::walk(path, &text, settings, &mut |_, _| ()),
        Err(unreadable) => Reading {
            statements: Vec::new(),
            problems: vec![refusal::unreadable(path, unreadable)],
            extent: Extent::Cut,
        },
    }
}

/// Finds what other readers of env files read differently: warnings only, and
/// none of those that [`read()`] gives.
#[must_use]
pub fn lint(path: &ShownPath, bytes: &[u8], settings: &Settings<'_>) -> Vec<Problem> {
    let Ok(text) = Text::decode(bytes) else {
        return Vec::new();
    };
    let mut linter = drift::Linter::new(path, &text, settings);
    read::walk(path, &text, settings, &mut |assignment, statement| {
        linter.look_at(assignment, statement);
    });
    let mut problems = linter.finish();
    report::sort(&mut problems);
    problems
}
