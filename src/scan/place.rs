//! Where a hit is: lines and columns of a text that is read in pieces.

use crate::core::lines::characters;

/// Where in the bytes of a file, an object or a member.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HitPlace {
    /// The names of the container members that lead to it, as they are written:
    /// not redacted, and in any bytes.
    pub member: Vec<Vec<u8>>,
    /// The line, from 1; none in binary content and in names.
    pub line: Option<u64>,
    /// The column, from 1, in characters.
    pub column: Option<u64>,
    /// How many bytes come before it.
    pub offset: u64,
}

/// How much of a text's beginning decides its kind.
const SAMPLE: usize = 8 * 1024;

/// The kind of bytes in the lines of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    Text,
    /// UTF-16: units of two bytes, in either order.
    Wide(Order),
    /// There are no lines.
    Binary,
}

/// The byte order of UTF-16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl TextKind {
    /// Judges a text by its beginning: binary if it contains a NUL, unless it
    /// looks like UTF-16.
    pub(super) fn of(text: &[u8]) -> Self {
        let sample = &text[..text.len().min(SAMPLE)];
        if memchr::memchr(0, sample).is_none() {
            return Self::Text;
        }
        let zeros = |first: usize| {
            let units = sample.iter().skip(first).step_by(2);
            units.filter(|byte| **byte == 0).count()
        };
        let (even, odd) = (zeros(0), zeros(1));
        let many = (sample.len() / 4).max(2);
        if sample.starts_with(b"\xff\xfe") {
            Self::Wide(Order::Little)
        } else if sample.starts_with(b"\xfe\xff") {
            Self::Wide(Order::Big)
        } else if even == 0 && odd >= many {
            Self::Wide(Order::Little)
        } else if odd == 0 && even >= many {
            Self::Wide(Order::Big)
        } else {
            Self::Binary
        }
    }

    /// How many bytes of a piece continue a character, of those that a column
    /// would count. The piece begins at `from`.
    fn continuing(self, bytes: &[u8], from: u64) -> u64 {
        let count = match self {
            Self::Text => bytes.len() - characters(bytes),
            // The second unit of a surrogate pair, for which a column counts two bytes.
            Self::Wide(order) => {
                let high_is_odd = order == Order::Little;
                let first = usize::from(from.is_multiple_of(2) == high_is_odd);
                let high = bytes.iter().skip(first).step_by(2);
                2 * high.filter(|byte| **byte & 0xfc == 0xdc).count()
            }
            Self::Binary => 0,
        };
        count as u64
    }
}

/// Counts lines only as far as hits ask for.
pub(super) struct LineCounter {
    kind: TextKind,
    /// How many bytes are counted.
    at: u64,
    line: u64,
    /// Where the line begins.
    start: u64,
    /// How many bytes of the line so far continue a character.
    continuing: u64,
}

impl LineCounter {
    pub(super) fn new(kind: TextKind) -> Self {
        Self {
            kind,
            at: 0,
            line: 1,
            start: 0,
            continuing: 0,
        }
    }

    /// Counts on to a place, or back a little. `text` begins at `base`, and has
    /// everything from the smaller of the place and the one before.
    pub(super) fn move_to(&mut self, text: &[u8], base: u64, to: u64) {
        if self.kind == TextKind::Binary {
            return;
        }
        let local = |at: u64| usize::try_from(at - base).unwrap_or(usize::MAX);
        let (first, last) = (self.at.min(to), self.at.max(to));
        let bytes = &text[local(first)..local(last)];
        if to >= self.at {
            let mut line = 0;
            for end in memchr::memchr_iter(b'\n', bytes) {
                self.line += 1;
                line = end + 1;
            }
            if line > 0 {
                self.start = first + line as u64;
                self.continuing = 0;
            }
            self.continuing += self.kind.continuing(&bytes[line..], first + line as u64);
        } else if to < self.start {
            self.line -= memchr::memchr_iter(b'\n', bytes).count() as u64;
            let before = &text[..local(to)];
            let line = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
            self.start = base + line as u64;
            self.continuing = self.kind.continuing(&before[line..], self.start);
        } else {
            self.continuing -= self.kind.continuing(bytes, first);
        }
        self.at = to;
    }

    /// Counts up to a place before which the text is about to be dropped.
    pub(super) fn count_to(&mut self, text: &[u8], base: u64, to: u64) {
        if to > self.at {
            self.move_to(text, base, to);
        }
    }

    /// The line and the column of the place that was counted up to.
    pub(super) fn position(&self) -> (Option<u64>, Option<u64>) {
        let column = (self.at - self.start).saturating_sub(self.continuing);
        match self.kind {
            TextKind::Text => (Some(self.line), Some(column + 1)),
            TextKind::Wide(_) => (Some(self.line), Some(column / 2 + 1)),
            TextKind::Binary => (None, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_on_and_back() {
        let text = b"one\ntwo\n\nfour";
        let mut lines = LineCounter::new(TextKind::Text);
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
            lines.move_to(text, 0, to);
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
            (TextKind::Text, text.as_bytes()),
            (TextKind::Wide(Order::Little), &little),
            (TextKind::Wide(Order::Big), &big),
        ] {
            let length = |text: &str| match kind {
                TextKind::Text => text.len(),
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
            let mut lines = LineCounter::new(kind);
            let order = (0..count).chain((0..count).rev());
            for at in order.chain((0..500).map(|step| step * 7 % count)) {
                let (to, (line, column)) = places[at];
                lines.move_to(bytes, 0, to);
                let expected = (Some(line as u64), Some(column as u64));
                assert_eq!(lines.position(), expected, "{kind:?} {to}");
            }
        }
    }

    #[test]
    fn utf_16_is_no_binary() {
        let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide: Vec<u8> = units("a text of some length\n");
        assert_eq!(TextKind::of(&wide), TextKind::Wide(Order::Little));
        assert_eq!(TextKind::of(b"\xff\xfea\0"), TextKind::Wide(Order::Little));
        assert_eq!(TextKind::of(b"\xfe\xff\0a"), TextKind::Wide(Order::Big));
        assert_eq!(
            TextKind::of(&wide[1..wide.len() - 1]),
            TextKind::Wide(Order::Big)
        );
        assert_eq!(
            TextKind::of(b"\0\x01\x02 binary \0\0 and more"),
            TextKind::Binary
        );
        assert_eq!(TextKind::of(b""), TextKind::Text);
    }
}
