//! Control sequences of terminals (CSI): colours and movements of the cursor.

/// What begins one.
pub(super) const ESCAPE: u8 = 0x1b;

/// A longer one is none.
const MAX_LENGTH: usize = 40;

/// A control sequence that is being read: `ESC [`, parameters, intermediates,
/// a last byte (ECMA-48, 5.4).
pub(super) struct Code {
    /// The place of its first byte.
    pub(super) start: usize,
    length: usize,
    last: u8,
}

/// What one more byte makes of a control sequence.
pub(super) enum Progress {
    /// It goes on.
    More,
    /// It ends with this byte.
    Complete,
    /// It was none, and the byte is not part of it.
    Broken,
}

impl Code {
    /// A sequence whose escape character is at this place.
    pub(super) fn new(start: usize) -> Self {
        Self {
            start,
            length: 1,
            last: ESCAPE,
        }
    }

    /// Reads one more byte.
    pub(super) fn read(&mut self, byte: u8) -> Progress {
        let progress = match (self.last, byte) {
            (ESCAPE, b'[') => Progress::More,
            (ESCAPE, _) => Progress::Broken,
            (_, 0x40..=0x7e) => Progress::Complete,
            (_, 0x20..=0x2f) | (b'[' | 0x30..=0x3f, 0x30..=0x3f) => Progress::More,
            _ => Progress::Broken,
        };
        self.length += 1;
        self.last = byte;
        if self.length > MAX_LENGTH {
            Progress::Broken
        } else {
            progress
        }
    }
}
