//! A reader that can look ahead.

use std::io::{self, BufRead, Read};

use crate::scan::container::member::CHUNK;

/// A reader, and what was read ahead.
pub(super) struct Peek<'p> {
    from: &'p mut dyn Read,
    buffer: Vec<u8>,
    /// Where in the buffer the next byte is.
    start: usize,
}

impl<'p> Peek<'p> {
    pub(super) fn new(from: &'p mut dyn Read) -> Self {
        Self {
            from,
            buffer: Vec::new(),
            start: 0,
        }
    }

    /// The next bytes: at least `length`, unless the end comes first.
    pub(super) fn peek(&mut self, length: usize) -> io::Result<&[u8]> {
        while self.rest().len() < length && self.refill()? {}
        Ok(self.rest())
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Reads more, and says whether there was any.
    fn refill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let held = self.buffer.len();
        self.buffer.resize(held + CHUNK, 0);
        let read = self.from.read(&mut self.buffer[held..]);
        self.buffer.truncate(held + *read.as_ref().unwrap_or(&0));
        Ok(read? > 0)
    }
}

impl Read for Peek<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Peek<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, length: usize) {
        self.start = (self.start + length).min(self.buffer.len());
    }
}
