//! Looks up a provider's form by name.

use crate::schema::formats::form::{Row, Token};
use crate::schema::formats::table::rows;

/// A provider's token form, an entry of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Format(pub(super) usize);

/// A longer value fits no form: every known token is far shorter.
pub(super) const LONGEST: usize = 32 * 1024;

impl Format {
    /// The form of this name.
    pub fn named(name: &str) -> Option<Self> {
        rows().position(|row| row.name == name).map(Self)
    }

    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// All names, in the order of the table.
    pub fn names() -> impl Iterator<Item = &'static str> {
        rows().map(|row| row.name)
    }

    /// The form as alternative regular expressions, for finding tokens in text. `None`
    /// if the form is not specific enough.
    pub fn pattern(self) -> Option<String> {
        let row = self.row()?;
        let found = row.tokens.iter().filter(|token| token.is_telling());
        let sources: Vec<String> = found.map(Token::pattern).collect();
        (!sources.is_empty()).then(|| sources.join("|"))
    }

    pub(super) fn row(self) -> Option<&'static Row> {
        rows().nth(self.0)
    }
}
