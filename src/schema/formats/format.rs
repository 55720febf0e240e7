//! Looks up a provider's form by name, and says how well a value fits it.

use crate::schema::formats::form::{Row, Token};
use crate::schema::formats::table::rows;

/// A provider's token form, an entry of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Format(pub(super) usize);

/// How well a value fits a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It fits the known form exactly.
    Exact,
    /// It has the form's prefix and only its characters, but another length or
    /// structure.
    OtherLength,
    /// It does not fit the form.
    No,
}

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

    /// How well a value fits the form. Another length is tolerated, because providers
    /// change theirs without notice; another provider's prefix is not.
    pub fn fit(self, value: &[u8]) -> Fit {
        let Some(row) = self.row().filter(|_| value.len() <= LONGEST) else {
            return Fit::No;
        };
        if row.tokens.iter().any(|token| token.is_fit(value)) {
            return Fit::Exact;
        }
        let near = row.tokens.iter().filter_map(|token| token.near(value));
        let Some(lead) = near.max() else {
            return Fit::No;
        };
        // `sk-ant-…` begins with OpenAI's `sk-` too, but is Anthropic's. One or
        // two characters in common are chance.
        let others = rows().enumerate().filter(|(at, _)| *at != self.0);
        let better = others
            .flat_map(|(_, row)| row.tokens)
            .any(|token| token.lead(value).is_some_and(|other| other > lead.max(2)));
        if better { Fit::No } else { Fit::OtherLength }
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
