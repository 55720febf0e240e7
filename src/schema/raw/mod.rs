//! The schema as it is written: a tree of values, each with its offset. The
//! only user of `toml` and its parser, whose errors quote the text and so end
//! here; of them only the range in the text goes on.

mod statements;

use std::borrow::Cow;
use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::schema::model::Date;

/// A value and the offset where it begins. Without `Debug`: what was written
/// may be a pasted secret.
pub(super) struct Node<'t> {
    pub(super) start: usize,
    pub(super) value: Value<'t>,
}

/// What can be written.
pub(super) enum Value<'t> {
    Text(Cow<'t, str>),
    /// `None` where the number is too large.
    Integer(Option<i128>),
    /// The digits as written too, as a default is passed on as text.
    Float(Option<f64>, Cow<'t, str>),
    Bool(bool),
    /// `None` for a time or a date with a time.
    Date(Option<Date>),
    List(Vec<Node<'t>>),
    Table(Table<'t>),
}

/// The entries of a table, sorted by key.
#[derive(Default)]
pub(super) struct Table<'t>(Vec<Entry<'t>>);

/// A key, the offset where it begins, and its value.
pub(super) struct Entry<'t> {
    pub(super) key: Cow<'t, str>,
    pub(super) start: usize,
    pub(super) node: Node<'t>,
}

impl<'t> Table<'t> {
    /// The entry of a key.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry<'t>> {
        let at = self.0.binary_search_by(|entry| (*entry.key).cmp(key));
        at.ok().and_then(|at| self.0.get(at))
    }

    /// The entries.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Entry<'t>> {
        self.0.iter()
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

impl Node<'_> {
    /// The text of a string.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number of an integer.
    pub(super) fn integer(&self) -> Option<i128> {
        match self.value {
            Value::Integer(number) => number,
            _ => None,
        }
    }

    /// The items of a list.
    pub(super) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }
}

impl<'t> Node<'t> {
    /// The table that this is.
    pub(super) fn table(&self) -> Option<&Table<'t>> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }
}

/// Reads the text; beside the tree, whole or as far as it could be recovered,
/// come the ranges at which it is not TOML.
pub(super) fn read(text: &str) -> (Table<'_>, Vec<Range<usize>>) {
    match statements::read(text) {
        Some(table) => (table, Vec::new()),
        None => read_any(text),
    }
}

/// Reads whatever text.
fn read_any(text: &str) -> (Table<'_>, Vec<Range<usize>>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let end = text.len()..text.len();
    let range = |error: &toml::de::Error| error.span().unwrap_or(end.clone());
    let faults = errors.iter().map(range).collect();
    (table(root.into_inner()), faults)
}

fn table(raw: DeTable<'_>) -> Table<'_> {
    Table(
        raw.into_iter()
            .map(|(key, value)| Entry {
                start: key.span().start,
                key: key.into_inner(),
                node: node(value),
            })
            .collect(),
    )
}

fn node(raw: toml::Spanned<DeValue<'_>>) -> Node<'_> {
    let start = raw.span().start;
    let value = match raw.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(number) => {
            Value::Integer(i128::from_str_radix(number.as_str(), number.radix()).ok())
        }
        DeValue::Float(number) => float(number.as_str().to_owned().into()),
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Datetime(moment) => date(moment),
        DeValue::Array(items) => Value::List(items.into_iter().map(node).collect()),
        DeValue::Table(entries) => Value::Table(table(entries)),
    };
    Node { start, value }
}

fn float(digits: Cow<'_, str>) -> Value<'_> {
    let huge = |value: &f64| value.is_infinite() && !digits.contains("inf");
    let value = digits.parse().ok().filter(|value| !huge(value));
    Value::Float(value, digits)
}

fn date<'t>(moment: Datetime) -> Value<'t> {
    Value::Date(match (moment.date, moment.time) {
        (Some(date), None) => Some(Date {
            year: date.year,
            month: date.month,
            day: date.day,
        }),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
