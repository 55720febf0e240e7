//! The masker as what output passes through.

use super::Filter;
use crate::needle::mask::Masker;

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
