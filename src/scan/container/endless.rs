//! A member of a zip archive that is not compressed and has its size only
//! behind its end.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// The mark of the descriptor behind such a member.
const MARK: [u8; 4] = *b"PK\x07\x08";

/// The descriptor: the mark, a checksum, the packed size, and the other size.
const LENGTH: usize = 16;

/// Reads up to a descriptor that has the number of bytes read.
pub(super) struct Endless<'r, R> {
    from: &'r mut R,
    held: VecDeque<u8>,
    /// How many bytes were given out.
    passed: u64,
    is_over: bool,
}

impl<'r, R: BufRead> Endless<'r, R> {
    pub(super) fn new(from: &'r mut R) -> Self {
        Self {
            from,
            held: VecDeque::with_capacity(LENGTH),
            passed: 0,
            is_over: false,
        }
    }

    /// Whether the descriptor was found.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        while !self.is_over && self.held.len() < LENGTH {
            let Some(byte) = (&mut *self.from).bytes().next().transpose()? else {
                break;
            };
            self.held.push_back(byte);
            if self.held.len() == LENGTH && self.is_descriptor() {
                self.is_over = true;
                self.held.clear();
            }
        }
        let byte = self.held.pop_front();
        self.passed += u64::from(byte.is_some());
        Ok(byte)
    }

    /// Whether the held bytes are the descriptor.
    fn is_descriptor(&self) -> bool {
        let held = self.held.iter();
        if !held.clone().take(MARK.len()).eq(&MARK) {
            return false;
        }
        let size = u32::try_from(self.passed).unwrap_or(u32::MAX);
        held.skip(8).take(4).eq(&size.to_le_bytes())
    }
}

impl<R: BufRead> Read for Endless<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut length = 0;
        for place in out.iter_mut() {
            let Some(byte) = self.next()? else { break };
            *place = byte;
            length += 1;
        }
        Ok(length)
    }
}
