//! Lines and columns of offsets.

use crate::core::message::{Place, ShownPath};

/// Finds the place of an offset. Asked in order, it goes over the text once.
pub(super) struct Locator<'t> {
    path: &'t ShownPath,
    text: &'t str,
    /// Where the last answer was: its offset, line and column, and where that
    /// line begins.
    at: usize,
    line: usize,
    column: usize,
    line_start: usize,
}

impl<'t> Locator<'t> {
    /// A locator for a file's text.
    pub(super) fn new(path: &'t ShownPath, text: &'t str) -> Self {
        Self {
            path,
            text,
            at: 0,
            line: 1,
            column: 1,
            line_start: 0,
        }
    }

    /// The place of an offset.
    pub(super) fn place(&mut self, offset: usize) -> Place {
        self.move_to(offset);
        Place::at(self.path, self.line, self.column)
    }

    /// The line of an offset.
    pub(super) fn line(&mut self, offset: usize) -> usize {
        self.move_to(offset);
        self.line
    }

    fn move_to(&mut self, offset: usize) {
        if offset < self.line_start {
            *self = Self::new(self.path, self.text);
        } else if offset < self.at {
            (self.at, self.column) = (self.line_start, 1);
        }
        let mut way = self.text.get(self.at..offset).unwrap_or_default();
        while let Some((line, rest)) = way.split_once('\n') {
            self.at += line.len() + 1;
            (self.line, self.column, self.line_start) = (self.line + 1, 1, self.at);
            way = rest;
        }
        self.at += way.len();
        self.column += way.chars().count();
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn columns_count_characters_in_any_order_of_asking() {
        let path = ShownPath::new(Path::new(".env"));
        let mut locator = Locator::new(&path, "é=1\n\nBä=ü$");
        for (offset, expected) in [
            (0, "1:1"),
            (2, "1:2"),
            (5, "2:1"),
            (6, "3:1"),
            (12, "3:5"),
            (9, "3:3"),
            (2, "1:2"),
            (13, "3:6"),
        ] {
            assert_eq!(
                locator.place(offset).to_string(),
                format!(".env:{expected}")
            );
        }
        assert_eq!(locator.line(5), 2);
    }
}
