//! The schema as it is written: values with their offsets. The only user of
//! `toml`, whose errors quote the text and so end here; only their ranges in the
//! text go on.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::schema::date::Date;

pub(super) type Table<'t> = DeTable<'t>;
pub(super) type Value<'t> = DeValue<'t>;
pub(super) type Node<'t> = Spanned<DeValue<'t>>;
pub(super) type Key<'t> = Spanned<Cow<'t, str>>;

/// Reads the text; beside the tree, whole or as far as it could be recovered,
/// come the ranges at which it is not TOML, between whole characters. Offsets in the
/// tree count from `base`, so that the trees of several files can become one.
pub(super) fn read(text: &str, base: usize) -> (Table<'_>, Vec<Range<usize>>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let range = |error: &toml::de::Error| {
        let range = error.span().unwrap_or(text.len()..text.len());
        text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end)
    };
    let mut root = root.into_inner();
    if base > 0 {
        root = shifted(root, base);
    }
    (root, errors.iter().map(range).collect())
}

/// The table with all offsets raised. `prescan` limits how deep tables nest.
fn shifted(table: Table<'_>, base: usize) -> Table<'_> {
    let entries = table.into_iter().map(|(key, node)| {
        let span = raised(key.span(), base);
        (Key::new(span, key.into_inner()), shifted_node(node, base))
    });
    entries.collect()
}

fn shifted_node(node: Node<'_>, base: usize) -> Node<'_> {
    let span = raised(node.span(), base);
    let value = match node.into_inner() {
        Value::Table(table) => Value::Table(shifted(table, base)),
        Value::Array(items) => {
            let items = items.into_iter().map(|item| shifted_node(item, base));
            Value::Array(items.collect())
        }
        other => other,
    };
    Node::new(span, value)
}

fn raised(span: Range<usize>, base: usize) -> Range<usize> {
    span.start + base..span.end + base
}

/// Where a key or a value begins.
pub(super) fn start<T>(item: &Spanned<T>) -> usize {
    item.span().start
}

/// The text of a string.
pub(super) fn text<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    node.get_ref().as_str()
}

/// The number of an integer that is not too large.
pub(super) fn integer(node: &Node<'_>) -> Option<i128> {
    let number = node.get_ref().as_integer()?;
    i128::from_str_radix(number.as_str(), number.radix()).ok()
}

/// Whether an integer has digits after its `0x`; the parser lets it pass without.
pub(super) fn has_digits(node: &Node<'_>) -> bool {
    let number = node.get_ref().as_integer();
    number.is_none_or(|number| !number.as_str().is_empty())
}

/// The number of a float that is not too large.
pub(super) fn float(node: &Node<'_>) -> Option<f64> {
    let digits = node.get_ref().as_float()?.as_str();
    let huge = |value: &f64| value.is_infinite() && !digits.contains("inf");
    digits.parse().ok().filter(|value| !huge(value))
}

/// The day of a date without a time.
pub(super) fn date(node: &Node<'_>) -> Option<Date> {
    let moment = node.get_ref().as_datetime()?;
    let date = moment.date.filter(|_| moment.time.is_none())?;
    Some(Date {
        year: date.year,
        month: date.month,
        day: date.day,
    })
}

/// The items of a list.
pub(super) fn items<'n, 't>(node: &'n Node<'t>) -> &'n [Node<'t>] {
    node.get_ref().as_array().map_or(&[], |items| items)
}

/// The entries of a table.
pub(super) fn table<'n, 't>(node: &'n Node<'t>) -> Option<&'n Table<'t>> {
    node.get_ref().as_table()
}
