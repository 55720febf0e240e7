//! Control sequences of terminals (ECMA-48, 5.3 to 5.6): colours, movements of
//! the cursor, titles and links.

pub(super) const ESCAPE: u8 = 0x1b;

/// The byte that ends a title, like `ESC \`.
const BELL: u8 = 0x07;

/// A longer sequence counts as text.
const MAX_LENGTH: usize = 40;

/// A longer sequence with a string, which may be a URL, counts as text.
const MAX_STRING: usize = 2048;

/// A control sequence that is being read.
pub(super) struct ControlSequence {
    /// The place of its first byte.
    pub(super) start: usize,
    length: usize,
    part: Part,
}

/// How much of a control sequence has been read.
#[derive(Clone, Copy)]
enum Part {
    Escape,
    /// `ESC` and intermediates: a character set.
    Intermediates,
    /// `ESC [` and parameters.
    Parameters,
    AfterParameters,
    /// `ESC ]` and its like, and a text.
    String,
    /// Those, and an `ESC` that may end them.
    StringEscape,
}

/// The meaning of the next byte for a control sequence.
pub(super) enum Progress {
    More,
    /// It ends with this byte.
    Complete,
    /// It ended two bytes before this one, where another sequence began.
    Replaced,
    /// It was not a control sequence, and the byte is not part of it.
    Broken,
}

impl ControlSequence {
    /// A sequence whose escape character is at this place.
    pub(super) fn new(start: usize) -> Self {
        Self {
            start,
            length: 1,
            part: Part::Escape,
        }
    }

    /// Reads one more byte.
    pub(super) fn read(&mut self, byte: u8) -> Progress {
        self.length += 1;
        let next = match (self.part, byte) {
            (Part::Escape, b'[') | (Part::Parameters, 0x30..=0x3f) => Part::Parameters,
            (Part::Escape, b']' | b'P' | b'X' | b'^' | b'_') => Part::String,
            (Part::Escape | Part::Intermediates, 0x20..=0x2f) => Part::Intermediates,
            (Part::Parameters | Part::AfterParameters, 0x20..=0x2f) => Part::AfterParameters,
            (Part::Escape | Part::Intermediates, 0x30..=0x7e)
            | (Part::Parameters | Part::AfterParameters, 0x40..=0x7e)
            | (Part::String, BELL)
            | (Part::StringEscape, b'\\') => return Progress::Complete,
            (Part::String, ESCAPE) => Part::StringEscape,
            (Part::String, b'\t' | 0x20..=0x7e | 0x80..) => Part::String,
            // A terminal drops a string in which another sequence begins.
            (Part::StringEscape, _) => return Progress::Replaced,
            _ => return Progress::Broken,
        };
        self.part = next;
        let most = match next {
            Part::String | Part::StringEscape => MAX_STRING,
            _ => MAX_LENGTH,
        };
        if self.length < most {
            Progress::More
        } else {
            Progress::Broken
        }
    }
}
