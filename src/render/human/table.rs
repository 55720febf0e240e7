//! Columns of text, as wide as they need up to a bound.

use crate::render::colour::{Colour, Tone};

/// The widest a column gets. A longer cell is shown whole, and only its own
/// row is pushed out of line.
const WIDEST: usize = 48;

/// The widest gap: an empty cell of the widest column, and two spaces.
const SPACES: &str = "                                                  ";

/// Rows of cells, aligned when they are rendered.
pub(super) struct Table(Vec<Vec<Cell>>);

/// A text and its tone.
pub(super) struct Cell {
    text: String,
    length: usize,
    tone: Tone,
}

/// A cell with a tone.
pub(super) fn cell(tone: Tone, text: impl Into<String>) -> Cell {
    let text = text.into();
    let length = text.chars().count();
    Cell { text, length, tone }
}

/// A cell without a tone.
pub(super) fn plain(text: impl Into<String>) -> Cell {
    cell(Tone::Plain, text)
}

/// A cell for a text that may be absent.
pub(super) fn maybe(text: Option<impl Into<String>>) -> Cell {
    text.map_or_else(|| cell(Tone::Faint, "-"), plain)
}

impl Table {
    pub(super) fn untitled(rows: impl IntoIterator<Item = Vec<Cell>>) -> Self {
        Self(rows.into_iter().collect())
    }

    /// A table under a row of titles; none if it has no other rows.
    pub(super) fn titled(
        titles: &[&str],
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Option<Self> {
        let titles = titles.iter().map(|title| cell(Tone::Heading, *title));
        let all = [titles.collect()].into_iter().chain(rows);
        let table = Self(all.collect());
        (table.0.len() > 1).then_some(table)
    }

    /// The lines, each after a margin. None ends in a space.
    pub(super) fn render(&self, margin: &str, colour: Colour) -> String {
        let widths = self.widths();
        let mut text = String::new();
        for row in &self.0 {
            let used = row.iter().rposition(|cell| !cell.text.is_empty());
            text.push_str(margin);
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                colour.paint_onto(&mut text, cell.tone, &cell.text);
                if Some(column) >= used {
                    break;
                }
                let gap = width.saturating_sub(cell.length);
                text.push_str(SPACES.get(..gap + 2).unwrap_or(SPACES));
            }
            text.push('\n');
        }
        text
    }

    /// The widths of the columns. Taken once: a run with a thousand keys
    /// prints its block before the program starts.
    fn widths(&self) -> Vec<usize> {
        let mut widths = Vec::new();
        for row in &self.0 {
            widths.resize(widths.len().max(row.len()), 0);
            for (width, cell) in widths.iter_mut().zip(row) {
                if cell.length <= WIDEST {
                    *width = cell.length.max(*width);
                }
            }
        }
        widths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_characters_without_trailing_spaces() {
        let rows = [
            vec![plain("ÄÖ"), plain(""), plain("")],
            vec![plain("LONGER"), plain("x"), plain("y")],
        ];
        let table = Table::titled(&["KEY", "SOURCE", ""], rows);
        assert_eq!(
            table.unwrap().render("  ", Colour::Never),
            "  KEY     SOURCE\n  ÄÖ\n  LONGER  x       y\n"
        );
    }

    #[test]
    fn a_cell_past_the_bound_moves_only_its_own_row() {
        let long = "L".repeat(WIDEST + 1);
        let table = Table::untitled([
            vec![plain(long.clone()), plain("x")],
            vec![plain("A"), plain("y")],
        ]);
        assert_eq!(
            table.render("", Colour::Never),
            format!("{long}  x\nA  y\n")
        );
    }

    #[test]
    fn colour_does_not_count_as_width() {
        let table = Table::untitled([
            vec![cell(Tone::Good, "ok"), plain("x")],
            vec![plain("missing"), plain("y")],
        ]);
        assert_eq!(
            table.render("", Colour::Always),
            "\x1b[32mok\x1b[0m       x\nmissing  y\n"
        );
    }
}
