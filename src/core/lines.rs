//! Lines and columns of the offsets of a text.

use memchr::memchr2_iter;

use crate::core::message::{Place, ShownPath};

/// Where each line of a text begins. LF, CRLF and a lone CR end one.
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// How many characters begin before each block: a file can be one long
    /// line with a key or a problem at every second byte. Empty for ASCII,
    /// where every byte is a character.
    before_block: Vec<usize>,
}

/// How many bytes a block has.
const BLOCK: usize = 512;

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        // In CRLF, only LF ends the line.
        let is_end = |at: &usize| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        let ends = memchr2_iter(b'\n', b'\r', bytes).filter(is_end);
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        let before_block = if text.is_ascii() {
            Vec::new()
        } else {
            let blocks = bytes.chunks(BLOCK).scan(0, |before, block| {
                *before += characters(block);
                Some(*before)
            });
            std::iter::once(0).chain(blocks).collect()
        };
        Self {
            text,
            starts,
            before_block,
        }
    }

    /// The line of an offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        // The first line begins at 0, so there is always one.
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Line and column of an offset, both from 1, the column in characters.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.line(offset);
        let start = self.starts[line - 1];
        let column = self.characters_before(offset) - self.characters_before(start) + 1;
        (line, column)
    }

    /// The place of an offset in a file.
    pub(crate) fn place(&self, path: &ShownPath, offset: usize) -> Place {
        let (line, column) = self.position(offset);
        Place::at(path, line, column)
    }

    fn characters_before(&self, offset: usize) -> usize {
        if self.before_block.is_empty() {
            return offset;
        }
        let block = offset / BLOCK;
        let rest = &self.text.as_bytes()[block * BLOCK..offset];
        self.before_block[block] + characters(rest)
    }
}

/// How many characters begin among these bytes of UTF-8.
pub(crate) fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_all_line_ends() {
        let lines = Lines::new("ä = 1\r\nb\rc\nd");
        for (offset, position) in [
            (0, (1, 1)),
            (2, (1, 2)),
            (8, (2, 1)),
            (10, (3, 1)),
            (12, (4, 1)),
            (13, (4, 2)),
        ] {
            assert_eq!(lines.position(offset), position, "{offset}");
        }
    }

    #[test]
    fn positions_in_long_lines_count_every_character() {
        let text = "ä€x".repeat(BLOCK);
        let lines = Lines::new(&text);
        for (characters, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(lines.position(offset), (1, characters + 1), "{offset}");
        }
        let end = (1, 3 * BLOCK + 1);
        assert_eq!(lines.position(text.len()), end);
        assert_eq!(lines.position(text.len() + BLOCK), end);
    }
}
