//! A token that the search finds.

/// A token that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    /// The name of its form.
    pub form: &'static str,
}

/// How many bytes of each anchor are looked for at every place.
pub(super) const GRAM: usize = 3;
