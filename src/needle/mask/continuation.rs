//! The rest of a value that a program has broken over lines, as boxes and tables do:
//! after a piece of the value come the end of the line and the next line's frame, and
//! then the value goes on.

/// The longest gap in a value: a line end, an indent, two frames.
const MAX_GAP: usize = 200;

/// Fewer bytes after a gap could go on by chance.
const LEAST: usize = 4;

/// A value of which a piece was found.
pub(super) struct Continuation {
    /// The needle of the piece, and that of the whole value.
    pub(super) piece: usize,
    pub(super) whole: usize,
    /// How many bytes of the value are found.
    found: usize,
    /// How long the gap is that is under way, and whether it has the end of a line.
    gap: usize,
    is_broken: bool,
    /// How many bytes were found after the gap, as long as they are too few.
    pub(super) run: usize,
}

impl Continuation {
    pub(super) fn new(piece: usize, whole: usize, found: usize) -> Self {
        Self {
            piece,
            whole,
            found,
            gap: 0,
            is_broken: false,
            run: 0,
        }
    }

    /// Up to where the value is found, if it does not go on after a gap.
    pub(super) fn found(&self) -> usize {
        if self.gap == 0 { self.found } else { 0 }
    }

    /// Reads one more byte, of which the value is known. Returns how many of the last
    /// bytes belong to the value now, or `None` if it does not go on.
    pub(super) fn read(&mut self, value: &[u8], byte: u8) -> Option<usize> {
        let wanted = *value.get(self.found)?;
        if byte == wanted && (self.gap == 0 || self.is_broken) {
            self.found += 1;
            self.run += 1;
            if self.gap > 0 && self.run < LEAST {
                return Some(0);
            }
            (self.gap, self.is_broken) = (0, false);
            return Some(std::mem::take(&mut self.run));
        }
        self.skip(byte)?;
        let is_frame = byte.is_ascii_whitespace() || b"|\"'`+\\".contains(&byte) || byte >= 0x80;
        is_frame.then_some(0)
    }

    /// Reads one more byte of a gap. `None` if the gap is too long.
    pub(super) fn skip(&mut self, byte: u8) -> Option<()> {
        self.gap += 1;
        self.is_broken |= matches!(byte, b'\n' | b'\r');
        (self.run == 0 && self.gap <= MAX_GAP).then_some(())
    }
}
