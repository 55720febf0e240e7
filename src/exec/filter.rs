//! The filter that output passes through.

use std::time::Duration;

use crate::needle::mask::Masker;

/// A change to a stream of bytes. It may hold bytes back until it has seen
/// what follows them.
pub trait Filter {
    /// Takes a chunk in and appends what may be shown to `out`.
    fn push(&mut self, input: &[u8], out: &mut Vec<u8>);
    /// Nothing came for [`IDLE`]: appends what may be shown of the bytes held
    /// back, such as a prompt without a line end.
    fn idle(&mut self, out: &mut Vec<u8>);
    /// How many bytes are held back.
    fn held(&self) -> usize;
    /// The input is over.
    fn finish(&mut self, out: &mut Vec<u8>);
}

/// How long a stream pauses before its filter is notified.
pub(super) const IDLE: Duration = Duration::from_millis(40);

impl Filter for Masker<'_> {
    fn push(&mut self, input: &[u8], out: &mut Vec<u8>) {
        Masker::push(self, input, out);
    }

    fn idle(&mut self, out: &mut Vec<u8>) {
        Masker::idle(self, out);
    }

    fn held(&self) -> usize {
        Masker::held(self)
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        Masker::finish(self, out);
    }
}
