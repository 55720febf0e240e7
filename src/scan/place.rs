//! Where a hit is: lines and columns of a text that is read in pieces.

/// Where in the bytes of a file, an object or a member.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The names of the container members on the way in, as they are written
    /// there: not redacted, and in any bytes.
    pub member: Vec<Vec<u8>>,
    /// The line, from 1; none in binary content, and in a name.
    pub line: Option<u64>,
    /// The column, from 1, in characters.
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
    /// UTF-16: units of two bytes, in either order.
    Wide(Order),
    /// There are none.
    Binary,
}

/// Which byte of a unit comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The low one.
    Little,
    /// The high one.
    Big,
}

impl Kind {
    /// What a text is, from its beginning: binary where there is a NUL, unless
    /// it looks like UTF-16.
    pub(super) fn of(text: &[u8]) -> Self {
        let sample = text.get(..SAMPLE).unwrap_or(text);
        if memchr::memchr(0, sample).is_none() {
            return Self::Text;
        }
        if sample.starts_with(b"\xff\xfe") {
            return Self::Wide(Order::Little);
        }
        if sample.starts_with(b"\xfe\xff") {
            return Self::Wide(Order::Big);
        }
        let zeros = |first: usize| {
            let units = sample.iter().skip(first).step_by(2);
            units.filter(|byte| **byte == 0).count()
        };
        let (even, odd) = (zeros(0), zeros(1));
        let many = (sample.len() / 4).max(2);
        if even == 0 && odd >= many {
            Self::Wide(Order::Little)
        } else if odd == 0 && even >= many {
            Self::Wide(Order::Big)
        } else {
            Self::Binary
        }
    }

    /// How many of a piece's bytes, which begins at `from`, are not the first
    /// of a character, of those that a column would count.
    fn inner(self, bytes: &[u8], from: u64) -> u64 {
        let count = match self {
            Self::Text => inner(bytes),
            // The second unit of a pair, for which `column` counts two bytes.
            Self::Wide(order) => {
                let first = match order {
                    Order::Little => from.is_multiple_of(2),
                    Order::Big => !from.is_multiple_of(2),
                };
                let high = bytes.iter().skip(usize::from(first)).step_by(2);
                2 * high.filter(|byte| **byte & 0xfc == 0xdc).count()
            }
            Self::Binary => 0,
        };
        count as u64
    }
}

/// How many bytes of a text in UTF-8 are not the first of a character.
pub(super) fn inner(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 == 0x80).count()
}

/// Counts lines as far as hits ask for.
pub(super) struct Lines {
    kind: Kind,
    /// So many bytes are counted.
    at: u64,
    line: u64,
    /// Where the line begins.
    start: u64,
    /// How many bytes of the line so far are not the first of a character.
    inner: u64,
}

impl Lines {
    /// Begins at the beginning of a text.
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            at: 0,
            line: 1,
            start: 0,
            inner: 0,
        }
    }

    /// Counts on to a place, or back a little; `text` begins at `base`, and has
    /// all that is not counted yet and the line of what was counted last.
    pub(super) fn go(&mut self, text: &[u8], base: u64, to: u64) {
        if self.kind == Kind::Binary {
            return;
        }
        let (first, last) = (self.at.min(to), self.at.max(to));
        let range = local(base, first).zip(local(base, last));
        let bytes = range.and_then(|(first, last)| text.get(first..last));
        let bytes = bytes.unwrap_or_default();
        if to >= self.at {
            let mut line = bytes;
            for at in memchr::memchr_iter(b'\n', bytes) {
                self.line += 1;
                self.start = first + at as u64 + 1;
                self.inner = 0;
                line = bytes.get(at + 1..).unwrap_or_default();
            }
            self.inner += self.kind.inner(line, last - line.len() as u64);
        } else if to < self.start {
            let before = memchr::memchr_iter(b'\n', bytes).count() as u64;
            self.line = self.line.saturating_sub(before).max(1);
            let line = local(base, to).and_then(|to| text.get(..to));
            let line = line.unwrap_or_default();
            let start = memchr::memrchr(b'\n', line).map_or(0, |start| start + 1);
            self.start = base + start as u64;
            let line = line.get(start..).unwrap_or_default();
            self.inner = self.kind.inner(line, self.start);
        } else {
            let back = self.kind.inner(bytes, first);
            self.inner = self.inner.saturating_sub(back);
        }
        self.at = to;
    }

    /// Counts up to a place, if it is not there yet, as the text before it goes
    /// away.
    pub(super) fn leave(&mut self, text: &[u8], base: u64, to: u64) {
        if to > self.at {
            self.go(text, base, to);
        }
    }

    /// The line and the column of the place that was counted up to.
    pub(super) fn position(&self) -> (Option<u64>, Option<u64>) {
        let column = (self.at - self.start).saturating_sub(self.inner);
        match self.kind {
            Kind::Text => (Some(self.line), Some(column + 1)),
            Kind::Wide(_) => (Some(self.line), Some(column / 2 + 1)),
            Kind::Binary => (None, None),
        }
    }
}

/// A place in a piece that begins at `base`.
fn local(base: u64, at: u64) -> Option<usize> {
    usize::try_from(at.checked_sub(base)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_on_and_back() {
        let text = b"one\ntwo\n\nfour";
        let mut lines = Lines::new(Kind::Text);
        for (to, line, column) in [
            (0, 1, 1),
            (5, 2, 2),
            (12, 4, 4),
            (9, 4, 1),
            (8, 3, 1),
            (2, 1, 3),
            (8, 3, 1),
            (10, 4, 2),
        ] {
            lines.go(text, 0, to);
            assert_eq!(lines.position(), (Some(line), Some(column)), "{to}");
        }
    }

    /// Every place of a text against a count from its beginning, on, back and
    /// at random.
    #[test]
    fn columns_count_characters() {
        let text = "ключ = ä\u{1f511}x\n\u{1f511}\u{1f511}\u{dc}y\nz\u{dd}\u{10dc}é";
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
        let (little, big): (Vec<u8>, Vec<u8>) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        for (kind, bytes) in [
            (Kind::Text, text.as_bytes()),
            (Kind::Wide(Order::Little), &little),
            (Kind::Wide(Order::Big), &big),
        ] {
            let length = |text: &str| match kind {
                Kind::Text => text.len(),
                _ => text.encode_utf16().count() * 2,
            };
            let place = |at: usize| {
                let before = &text[..at];
                let line = before.rsplit('\n').next().unwrap();
                let position = (before.matches('\n').count() + 1, line.chars().count() + 1);
                (length(before) as u64, position)
            };
            let places: Vec<_> = text.char_indices().map(|(at, _)| place(at)).collect();
            let count = places.len();
            let mut lines = Lines::new(kind);
            let order = (0..count).chain((0..count).rev());
            for at in order.chain((0..500).map(|step| step * 7 % count)) {
                let (to, (line, column)) = places[at];
                lines.go(bytes, 0, to);
                let expected = (Some(line as u64), Some(column as u64));
                assert_eq!(lines.position(), expected, "{kind:?} {to}");
            }
        }
    }

    #[test]
    fn utf_16_is_no_binary() {
        let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide: Vec<u8> = units("a text of some length\n");
        assert_eq!(Kind::of(&wide), Kind::Wide(Order::Little));
        assert_eq!(Kind::of(b"\xff\xfea\0"), Kind::Wide(Order::Little));
        assert_eq!(Kind::of(b"\xfe\xff\0a"), Kind::Wide(Order::Big));
        assert_eq!(Kind::of(&wide[1..wide.len() - 1]), Kind::Wide(Order::Big));
        assert_eq!(Kind::of(b"\0\x01\x02 binary \0\0 and more"), Kind::Binary);
        assert_eq!(Kind::of(b""), Kind::Text);
    }
}
