//! The members that a container passes to its visitor.

use std::io::Read;

use crate::scan::hit::Unreadable;

/// How much of a container is read at once.
pub(crate) const CHUNK: usize = 64 * 1024;

/// The content of a member.
pub(crate) enum Content<'c> {
    /// Bytes of the container.
    Plain(&'c mut dyn Read),
    /// Bytes that are decompressed while they are read.
    Packed(&'c mut dyn Read),
    /// It cannot be read.
    Unread(Unreadable),
}

/// Is called with the name and the content of each member; its error ends the
/// walk through the container.
pub(crate) type Visit<'v> = dyn FnMut(&[u8], Content<'_>) -> Result<(), Unreadable> + 'v;
