//! Where in a file something is.

use std::fmt;

use crate::core::message::path::ShownPath;
use crate::core::message::text::Showable;

/// A place in a file. Line and column count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Relative to the working directory.
    pub path: ShownPath,
    /// `None` if the whole file is meant.
    pub position: Option<Position>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1; LF, CRLF and a lone CR end one.
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values).
    pub column: usize,
}

impl Place {
    pub fn file(path: &ShownPath) -> Self {
        Self {
            path: path.clone(),
            position: None,
        }
    }

    pub fn at(path: &ShownPath, line: usize, column: usize) -> Self {
        Self {
            path: path.clone(),
            position: Some(Position { line, column }),
        }
    }

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

impl Showable for Place {}
