//! The token forms of known providers.

/// A provider's token form, an entry of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Format(usize);
