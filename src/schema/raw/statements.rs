//! Reads a schema statement by statement, straight into the tree.
//!
//! `toml` first makes lists of all tokens and events and a table with nodes
//! for eleven keys out of each `{ }`, which for a thousand keys is a third of
//! the time and most of the memory that a start takes. This is the same
//! grammar, from the parser that `toml` itself is built on, for what schemas
//! are made of; of anything else, and of every text with a fault, it says
//! nothing, and `toml` reads that.

use std::borrow::Cow;
use std::collections::BTreeMap;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::lexer::TokenKind;
use toml_parser::parser::{EventReceiver, RecursionGuard, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source, Span};

use super::{Entry, Node, Table, Value, date, float};

/// How deep `toml` lets values be in each other.
const DEPTH: u32 = 80;

/// Statements are parsed in lots of about so many tokens.
const LOT: usize = 512;

/// The tree of a text without a fault that has neither dotted keys, nor arrays
/// of tables, nor tables more than two deep by their headers.
pub(super) fn read(text: &str) -> Option<Table<'_>> {
    let source = Source::new(text);
    let mut tree = Tree::new(source);
    let mut fault = Fault(false);
    let mut lot = Vec::with_capacity(LOT + LOT / 4);
    let mut depth = 0_u32;
    for token in source.lex() {
        lot.push(token);
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth = depth.saturating_sub(1);
            }
            // Only here a statement is sure to end.
            TokenKind::Newline if depth == 0 && lot.len() >= LOT => {
                tree.take(&lot, &mut fault)?;
                lot.clear();
            }
            _ => {}
        }
    }
    tree.take(&lot, &mut fault)?;
    tree.finish()
}

/// Whether the parser found a fault.
struct Fault(bool);

impl ErrorSink for Fault {
    fn report_error(&mut self, _: ParseError) {
        self.0 = true;
    }
}

/// A key and the offset where it begins.
type Key<'t> = (Cow<'t, str>, usize);

/// A tree under construction.
struct Tree<'t> {
    source: Source<'t>,
    /// The entries before the first header.
    root: Vec<Entry<'t>>,
    sections: Vec<Section<'t>>,
    /// The keys of a header that is being read.
    header: Option<(usize, Vec<Key<'t>>)>,
    /// The key whose value comes next, outside of values.
    key: Option<Key<'t>>,
    /// The values that are open, the innermost last.
    open: Vec<Open<'t>>,
    /// There is something that this does not read.
    beyond: bool,
}

/// A table with a header, at the top or in a table that is there.
struct Section<'t> {
    outer: Option<Key<'t>>,
    key: Key<'t>,
    start: usize,
    entries: Vec<Entry<'t>>,
}

/// A table at the top: where its key is, where it begins, and what is in it.
struct Top<'t> {
    at: usize,
    start: usize,
    entries: Vec<Entry<'t>>,
}

/// A value that has not ended.
enum Open<'t> {
    Table {
        start: usize,
        key: Option<Key<'t>>,
        entries: Vec<Entry<'t>>,
    },
    List {
        start: usize,
        items: Vec<Node<'t>>,
    },
}

impl<'t> Tree<'t> {
    fn new(source: Source<'t>) -> Self {
        Self {
            source,
            root: Vec::new(),
            sections: Vec::new(),
            header: None,
            key: None,
            open: Vec::new(),
            beyond: false,
        }
    }

    /// Takes whole statements in.
    fn take(&mut self, lot: &[toml_parser::lexer::Token], fault: &mut Fault) -> Option<()> {
        let source = self.source;
        let mut checked = ValidateWhitespace::new(self, source);
        let mut bounded = RecursionGuard::new(&mut checked, DEPTH);
        parse_document(lot, &mut bounded, fault);
        (!fault.0 && !self.beyond).then_some(())
    }

    /// The tree, if no key is there twice.
    fn finish(self) -> Option<Table<'t>> {
        // The tables at the top that have or are sections.
        let mut tops: BTreeMap<Cow<'t, str>, Top<'t>> = BTreeMap::new();
        for section in self.sections {
            let Section { key, start, .. } = section;
            let Some(outer) = section.outer else {
                let at = key.1;
                let entries = section.entries;
                // One that is there has been begun already.
                if tops.insert(key.0, Top { at, start, entries }).is_some() {
                    return None;
                }
                continue;
            };
            let value = Value::Table(table(section.entries)?);
            let top = tops.entry(outer.0).or_insert_with(|| Top {
                at: outer.1,
                // As in `toml`, it begins where it was first named.
                start: outer.1,
                entries: Vec::new(),
            });
            top.entries.push(entry(key, Node { start, value }));
        }
        let mut entries = self.root;
        for (
            key,
            Top {
                at,
                start,
                entries: own,
            },
        ) in tops
        {
            let value = Value::Table(table(own)?);
            entries.push(entry((key, at), Node { start, value }));
        }
        table(entries)
    }

    /// Begins the table of a header.
    fn begin(&mut self, start: usize, keys: Vec<Key<'t>>) -> Option<()> {
        let mut keys = keys.into_iter();
        let (first, second) = (keys.next()?, keys.next());
        let (outer, key) = match second {
            Some(key) => (Some(first), key),
            None => (None, first),
        };
        self.sections.push(Section {
            outer,
            key,
            start,
            entries: Vec::new(),
        });
        keys.next().is_none().then_some(())
    }

    /// Puts a value where it belongs.
    fn place(&mut self, node: Node<'t>) -> Option<()> {
        let (key, entries) = match self.open.last_mut() {
            Some(Open::List { items, .. }) => {
                items.push(node);
                return Some(());
            }
            Some(Open::Table { key, entries, .. }) => (key, entries),
            None => {
                let section = self.sections.last_mut();
                let entries = section.map_or(&mut self.root, |section| &mut section.entries);
                (&mut self.key, entries)
            }
        };
        entries.push(entry(key.take()?, node));
        Some(())
    }

    /// A piece of the text, to be decoded.
    fn raw(&self, span: Span, encoding: Option<Encoding>) -> Option<Raw<'t>> {
        let text = self.source.input().get(span.start()..span.end())?;
        Some(Raw::new_unchecked(text, encoding, span))
    }

    fn take_key(
        &mut self,
        span: Span,
        encoding: Option<Encoding>,
        error: &mut dyn ErrorSink,
    ) -> Option<()> {
        let mut decoded = Cow::Borrowed("");
        self.raw(span, encoding)?.decode_key(&mut decoded, error);
        let key = (decoded, span.start());
        if let Some((_, keys)) = &mut self.header {
            keys.push(key);
            return Some(());
        }
        let place = match self.open.last_mut() {
            Some(Open::Table { key, .. }) => key,
            Some(Open::List { .. }) => return None,
            None => &mut self.key,
        };
        *place = Some(key);
        Some(())
    }

    fn take_scalar(
        &mut self,
        span: Span,
        encoding: Option<Encoding>,
        error: &mut dyn ErrorSink,
    ) -> Option<()> {
        let raw = self.raw(span, encoding)?;
        let mut decoded = Cow::Borrowed("");
        let value = match raw.decode_scalar(&mut decoded, error) {
            ScalarKind::String => Value::Text(decoded),
            ScalarKind::Boolean(value) => Value::Bool(value),
            ScalarKind::Integer(radix) => {
                Value::Integer(i128::from_str_radix(&decoded, radix.value()).ok())
            }
            ScalarKind::Float => float(decoded),
            ScalarKind::DateTime => date(decoded.parse().ok()?),
        };
        self.place(Node {
            start: span.start(),
            value,
        })
    }

    /// Notes what this does not read.
    fn note(&mut self, done: Option<()>) {
        self.beyond |= done.is_none();
    }
}

fn entry<'t>((key, start): Key<'t>, node: Node<'t>) -> Entry<'t> {
    Entry { key, start, node }
}

/// A table of entries as they were written; none if a key is there twice.
fn table(mut entries: Vec<Entry<'_>>) -> Option<Table<'_>> {
    entries.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    let twice = entries
        .windows(2)
        .any(|pair| matches!(pair, [one, other] if one.key == other.key));
    (!twice).then_some(Table(entries))
}

impl EventReceiver for Tree<'_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.header = Some((span.start(), Vec::new()));
    }

    fn std_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        let header = self.header.take();
        let begun = header.and_then(|(start, keys)| self.begin(start, keys));
        self.note(begun);
    }

    fn array_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.beyond = true;
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open.push(Open::Table {
            start: span.start(),
            key: None,
            entries: Vec::new(),
        });
        true
    }

    fn inline_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        let closed = match self.open.pop() {
            Some(Open::Table { start, entries, .. }) => table(entries).and_then(|table| {
                let value = Value::Table(table);
                self.place(Node { start, value })
            }),
            _ => None,
        };
        self.note(closed);
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open.push(Open::List {
            start: span.start(),
            items: Vec::new(),
        });
        true
    }

    fn array_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        let closed = match self.open.pop() {
            Some(Open::List { start, items }) => {
                let value = Value::List(items);
                self.place(Node { start, value })
            }
            _ => None,
        };
        self.note(closed);
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let done = self.take_key(span, encoding, error);
        self.note(done);
    }

    fn key_sep(&mut self, _: Span, _: &mut dyn ErrorSink) {
        // Between the keys of a header only.
        self.beyond |= self.header.is_none();
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let done = self.take_scalar(span, encoding, error);
        self.note(done);
    }

    fn error(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.beyond = true;
    }
}
