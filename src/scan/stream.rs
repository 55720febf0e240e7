//! A text of any length, as it comes: searched window by window, in memory
//! that does not grow.

use std::io::{self, Read};

use super::engine::{BEFORE, Window};
use super::reading::Reading;
use super::searcher::{Found, Searcher};

/// How much of a text is searched at once.
pub(super) const WINDOW: usize = 64 * 1024;

/// A text that is being searched.
pub(super) struct Stream<'s> {
    searcher: &'s Searcher,
    member: &'s [Vec<u8>],
    reading: Option<Reading<'s>>,
    text: Vec<u8>,
    /// How many bytes came before the text.
    base: u64,
    /// Where in the text the next window begins.
    start: usize,
    /// So many bytes behind a window decide what begins in it.
    ahead: usize,
}

impl<'s> Stream<'s> {
    /// Begins a text, which is a member of a container unless the path is empty.
    pub(super) fn new(searcher: &'s Searcher, member: &'s [Vec<u8>]) -> Self {
        let ahead = searcher.engine().ahead();
        Self {
            searcher,
            member,
            reading: None,
            text: Vec::new(),
            base: 0,
            start: 0,
            ahead,
        }
    }

    /// Searches all that a reader gives, to its end.
    pub(super) fn search(mut self, from: &mut dyn Read, found: &mut Found) -> io::Result<()> {
        let whole = WINDOW + self.ahead;
        self.text.reserve(BEFORE + whole);
        loop {
            let wanted = ((self.start + whole).saturating_sub(self.text.len())) as u64;
            let read = (&mut *from).take(wanted).read_to_end(&mut self.text);
            match read {
                Ok(read) if read as u64 == wanted => self.sweep(found),
                Ok(_) => {
                    self.finish(found);
                    return Ok(());
                }
                Err(error) => {
                    // What was read is searched all the same.
                    self.finish(found);
                    return Err(error);
                }
            }
        }
    }

    /// Takes a piece.
    pub(super) fn push(&mut self, piece: &[u8], found: &mut Found) {
        self.text.extend_from_slice(piece);
        while self.text.len() >= self.start + WINDOW + self.ahead {
            self.sweep(found);
        }
    }

    /// Searches what is left at the end of the text.
    pub(super) fn finish(mut self, found: &mut Found) {
        let until = self.text.len();
        self.window(until, found);
    }

    /// Searches what is there, but for the end that needs what follows.
    fn sweep(&mut self, found: &mut Found) {
        let until = self.text.len().saturating_sub(self.ahead).max(self.start);
        self.window(until, found);
        let gone = until.saturating_sub(BEFORE);
        if let Some(reading) = &mut self.reading {
            reading.leave(&self.text, self.base, self.base + gone as u64);
        }
        self.text.drain(..gone);
        self.base += gone as u64;
        self.start = until - gone;
    }

    fn window(&mut self, until: usize, found: &mut Found) {
        let (searcher, member) = (self.searcher, self.member);
        let begin = || Reading::new(searcher, member, &self.text);
        let reading = self.reading.get_or_insert_with(begin);
        let window = Window {
            text: &self.text,
            base: self.base,
            from: self.start,
            until,
        };
        reading.window(&window, found);
    }
}
