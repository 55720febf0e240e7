//! Cuts an env file's text into statements by python-dotenv's grammar.

use crate::dotenv::pem;

/// A part of the text, by offsets between characters; it holds no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    /// The byte after the last.
    pub(super) end: usize,
}

impl Span {
    fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub(super) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// The quotes around a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    None,
    Single,
    Double,
}

/// A statement that the grammar knows, or one that it does not.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    Assignment(Assignment),
    /// Anything else that is not blank and not a comment.
    Fault(Fault),
}

/// `KEY=value`, with every part where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Assignment {
    /// The first character of the statement: `export`, or the key.
    pub(super) start: usize,
    /// The key as written, perhaps in single quotes.
    pub(super) key: Span,
    pub(super) name: Span,
    pub(super) equals: usize,
    /// The quotes around the value.
    pub(super) quote: Quote,
    /// The value as written, without its quotes.
    pub(super) value: Span,
    /// The blanks and the comment after the value on its last line.
    pub(super) tail: Span,
    /// The end of the statement, with its line end.
    pub(super) end: usize,
}

/// A statement that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    /// Where it is wrong.
    pub(super) at: usize,
    /// The key, as far as there is one; not checked.
    pub(super) name: Span,
    /// Where reading goes on.
    pub(super) end: usize,
}

/// The fault of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// No key, or something other than `=` after it.
    NotAnAssignment,
    /// A key and nothing else.
    NoValue,
    /// A quote that is never closed.
    Unclosed(Quote),
    /// Text after the closing quote, this many lines below the opening one.
    TextAfter(Quote, usize),
    /// A PEM block without quotes.
    UnquotedPem,
}

/// Reads statement after statement. The position never goes back, and where
/// a statement breaks, reading goes on at the next line.
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    /// A lexer at the start of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The offset of the next line end, or of the text's end.
    fn line_end(&self) -> usize {
        self.at + self.rest().find('\n').unwrap_or(self.rest().len())
    }

    fn skip_line(&mut self) {
        self.at = self.text.len().min(self.line_end() + 1);
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches(is_space).len();
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches(is_blank).len();
    }

    fn skip_export(&mut self) {
        if let Some(after) = self.rest().strip_prefix("export")
            && after.starts_with(is_blank)
        {
            self.at = self.text.len() - after.len();
            self.skip_blanks();
        }
    }

    /// The key as written, and without its quotes.
    fn key(&mut self) -> Option<(Span, Span)> {
        let (start, rest) = (self.at, self.rest());
        if let Some(inside) = rest.strip_prefix('\'') {
            let length = inside.find('\'').filter(|&length| length > 0)?;
            self.at = start + length + 2;
            let name = Span::new(start + 1, self.at - 1);
            return Some((Span::new(start, self.at), name));
        }
        let ends = |c: char| c == '=' || c == '#' || is_space(c);
        let length = rest.find(ends).unwrap_or(rest.len());
        self.at = start + length;
        let key = Span::new(start, self.at);
        (length > 0).then_some((key, key))
    }

    /// Goes over a comment and the line end, where nothing else is left.
    fn end_line(&mut self) -> bool {
        let rest = self.rest().trim_start_matches(is_blank);
        let ends = rest.is_empty() || rest.starts_with(['\n', '#']);
        if ends {
            self.skip_line();
        }
        ends
    }

    fn statement(&mut self, start: usize) -> Item {
        let at = self.at;
        let Some((key, name)) = self.key() else {
            return self.fault(FaultKind::NotAnAssignment, at, Span::new(at, at));
        };
        self.skip_blanks();
        if self.rest().starts_with('=') {
            return self.value(start, key, name);
        }
        if self.end_line() {
            return Item::Fault(Fault {
                kind: FaultKind::NoValue,
                at,
                name,
                end: self.at,
            });
        }
        self.fault(FaultKind::NotAnAssignment, at, name)
    }

    fn value(&mut self, start: usize, key: Span, name: Span) -> Item {
        let equals = self.at;
        self.at += 1;
        self.skip_blanks();
        let assignment = Assignment {
            start,
            key,
            name,
            equals,
            quote: Quote::None,
            value: Span::new(self.at, self.at),
            tail: Span::new(self.at, self.line_end()),
            end: self.at,
        };
        let spaced = self.at > equals + 1;
        match self.rest().bytes().next() {
            Some(b'#') if spaced => {
                self.skip_line();
                let end = self.at;
                Item::Assignment(Assignment { end, ..assignment })
            }
            Some(b'\'') => self.quoted(assignment, Quote::Single, b'\''),
            Some(b'"') => self.quoted(assignment, Quote::Double, b'"'),
            _ => self.unquoted(assignment),
        }
    }

    fn unquoted(&mut self, assignment: Assignment) -> Item {
        let line = assignment.tail;
        let value = without_comment(line.of(self.text)).trim_end_matches(is_space);
        let value = Span::new(line.start, line.start + value.len());
        self.skip_line();
        if let Some(length) = pem::block(value.of(self.text), self.rest()) {
            self.at += length;
            return Item::Fault(Fault {
                kind: FaultKind::UnquotedPem,
                at: value.start,
                name: assignment.name,
                end: self.at,
            });
        }
        Item::Assignment(Assignment {
            value,
            tail: Span::new(value.end, line.end),
            end: self.at,
            ..assignment
        })
    }

    fn quoted(&mut self, assignment: Assignment, quote: Quote, mark: u8) -> Item {
        let open = self.at;
        let inside = &self.text[open + 1..];
        let Some(length) = quoted_length(inside.as_bytes(), mark) else {
            return self.fault(FaultKind::Unclosed(quote), open, assignment.name);
        };
        let value = Span::new(open + 1, open + 1 + length);
        self.at = value.end + 1;
        let tail = Span::new(self.at, self.line_end());
        if !self.end_line() {
            let lines = value.of(self.text).matches('\n').count();
            return self.fault(FaultKind::TextAfter(quote, lines), open, assignment.name);
        }
        Item::Assignment(Assignment {
            quote,
            value,
            tail,
            end: self.at,
            ..assignment
        })
    }

    fn fault(&mut self, kind: FaultKind, at: usize, name: Span) -> Item {
        self.skip_line();
        Item::Fault(Fault {
            kind,
            at,
            name,
            end: self.at,
        })
    }
}

impl Iterator for Lexer<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            self.skip_spaces();
            if self.rest().is_empty() {
                return None;
            }
            let start = self.at;
            self.skip_export();
            if !self.rest().starts_with('#') {
                return Some(self.statement(start));
            }
            self.skip_line();
        }
    }
}

/// Whether a character is white space to Python (`\s`, `str.strip`): that of
/// Unicode, and the four separators of ASCII.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// Whether a character is white space that does not end a line.
pub(super) fn is_blank(character: char) -> bool {
    is_space(character) && character != '\n'
}

/// The part of a line before a comment: before the first `#` that follows
/// white space.
fn without_comment(line: &str) -> &str {
    line.match_indices('#')
        .filter_map(|(at, _)| line.get(..at))
        .find(|before| before.ends_with(is_space))
        .unwrap_or(line)
}

/// The length of what is quoted, from after the opening quote to before the
/// closing one; a backslash takes the character after it along.
fn quoted_length(inside: &[u8], mark: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = inside.get(at..)?;
        let next = rest
            .iter()
            .position(|&byte| byte == mark || byte == b'\\')?;
        if rest.get(next) == Some(&mark) {
            return Some(at + next);
        }
        at += next + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let items = Lexer::new(text).map(|item| match item {
            Item::Assignment(it) => [it.name, it.value, it.tail]
                .map(|part| part.of(text))
                .join("|"),
            Item::Fault(fault) => format!("{:?} at {}", fault.kind, fault.at),
        });
        assert_eq!(items.collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn values_end_where_python_dotenv_ends_them() {
        case("A=x #y", &["A|x| #y"]);
        case("A=x#y\u{1d}#z", &["A|x#y|\u{1d}#z"]);
        case("A=#y\nB= #y\nC=", &["A|#y|", "B||#y", "C||"]);
        case("A=\n\"x\"=1", &["A||", "\"x\"|1|"]);
        case("A= 'x\ny' # z\nB=\"\\\"\"", &["A|x\ny| # z", "B|\\\"|"]);
        case("A=x\u{a0}\u{2028}y\u{85}\n", &["A|x\u{a0}\u{2028}y|\u{85}"]);
    }

    #[test]
    fn keys_are_all_that_python_dotenv_takes() {
        case("export A=1", &["A|1|"]);
        case(
            "export=1\nexport\nexport # x\n'A B' =1",
            &["export|1|", "NoValue at 9", "A B|1|"],
        );
        case("export =1\nA.B=2", &["NotAnAssignment at 7", "A.B|2|"]);
        case(
            "''=1\n'A=1",
            &["NotAnAssignment at 0", "NotAnAssignment at 5"],
        );
    }

    #[test]
    fn a_break_costs_the_rest_of_its_line() {
        case("A='x\nB=2", &["Unclosed(Single) at 2", "B|2|"]);
        case(
            "A=\"x\nB=\"y\" z\nC=3",
            &["TextAfter(Double, 1) at 2", "C|3|"],
        );
        case("A='x\\'\nB=2", &["Unclosed(Single) at 2", "B|2|"]);
    }
}
