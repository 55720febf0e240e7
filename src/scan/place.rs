//! Where a hit is: lines and columns of a text that is read in pieces.

/// Where in the bytes of a file, an object or a member.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The names of the container members on the way in, as they are written
    /// there: not redacted, and in any bytes.
    pub member: Vec<Vec<u8>>,
    /// The line, from 1; none in binary content, and in a name.
    pub line: Option<u64>,
    /// The column, from 1, in bytes; in UTF-16, in its units.
    pub column: Option<u64>,
    /// How many bytes come before it.
    pub offset: u64,
}

/// How much of a text's beginning decides what it is.
const SAMPLE: usize = 8 * 1024;

/// What a text's lines are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Bytes.
    Text,
    /// UTF-16: units of two bytes.
    Wide,
    /// There are none.
    Binary,
}

impl Kind {
    /// What a text is, from its beginning: binary where there is a NUL, unless
    /// it looks like UTF-16.
    pub(super) fn of(text: &[u8]) -> Self {
        let sample = text.get(..SAMPLE).unwrap_or(text);
        if memchr::memchr(0, sample).is_none() {
            return Self::Text;
        }
        let marked = sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff");
        let zeros = |first: usize| {
            let units = sample.iter().skip(first).step_by(2);
            units.filter(|byte| **byte == 0).count()
        };
        let (even, odd) = (zeros(0), zeros(1));
        let many = (sample.len() / 4).max(2);
        if marked || (even == 0 && odd >= many) || (odd == 0 && even >= many) {
            Self::Wide
        } else {
            Self::Binary
        }
    }
}

/// Counts lines as far as hits ask for.
pub(super) struct Lines {
    kind: Kind,
    /// So many bytes are counted.
    at: u64,
    line: u64,
    /// Where the line begins.
    start: u64,
}

impl Lines {
    /// Begins at the beginning of a text.
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            at: 0,
            line: 1,
            start: 0,
        }
    }

    /// Counts on to a place; `text` begins at `base`, and has all that is not
    /// counted yet.
    pub(super) fn advance(&mut self, text: &[u8], base: u64, to: u64) {
        if self.kind != Kind::Binary && to > self.at {
            let bytes = local(base, self.at).zip(local(base, to));
            let bytes = bytes.and_then(|(from, to)| text.get(from..to));
            for at in memchr::memchr_iter(b'\n', bytes.unwrap_or_default()) {
                self.line += 1;
                self.start = self.at + at as u64 + 1;
            }
        }
        self.at = self.at.max(to);
    }

    /// The line and the column of the place that was counted up to.
    pub(super) fn position(&self) -> (Option<u64>, Option<u64>) {
        let column = self.at - self.start;
        match self.kind {
            Kind::Text => (Some(self.line), Some(column + 1)),
            Kind::Wide => (Some(self.line), Some(column / 2 + 1)),
            Kind::Binary => (None, None),
        }
    }
}

/// A place in a piece that begins at `base`.
fn local(base: u64, at: u64) -> Option<usize> {
    usize::try_from(at.checked_sub(base)?).ok()
}
