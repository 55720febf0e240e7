//! A stretch of a text, and how it is searched.

/// How many bytes before a window a hit may begin in.
pub(super) const BEFORE: usize = 512;

/// How a text is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SearchMode {
    /// A text, in which values may be split.
    Text,
    /// Bytes, in which they may not.
    Binary,
    /// A text to be shown: a value inside a longer word counts, too.
    Redact,
}

/// The part of a text in which needles may begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window<'t> {
    pub(super) text: &'t [u8],
    /// How many bytes of the file come before the text.
    pub(super) base: u64,
    pub(super) from: usize,
    pub(super) until: usize,
}

impl<'t> Window<'t> {
    pub(super) fn whole(text: &'t [u8]) -> Self {
        Self {
            text,
            base: 0,
            from: 0,
            until: text.len(),
        }
    }
}
