//! Reads one table against the fields it may have.

use crate::core::message::Message;
use crate::core::report::Problem;
use crate::schema::fields::{Field, FieldTable, Takes};
use crate::schema::ledger::Ledger;
use crate::schema::raw::{Entry, Node, Table, Value};

/// The fields of a table that are known and of the right kind.
pub(super) struct Fields<'n, 't>(Vec<(&'static Field, &'n Entry<'t>)>);

impl<'n, 't> Fields<'n, 't> {
    /// Reads a table; unknown fields and wrong kinds are noted. `misplaced`
    /// says what is special about a field that this table does not have.
    pub(super) fn read(
        table: &'n Table<'t>,
        known: &[&'static FieldTable],
        misplaced: &dyn Fn(&str) -> Option<Problem>,
        ledger: &mut Ledger<'_>,
    ) -> Self {
        let mut read = Vec::with_capacity(table.len());
        for entry in table.iter() {
            let mut fields = known.iter().flat_map(|table| table.fields);
            if let Some(field) = fields.find(|field| field.name == entry.key) {
                if is_of_kind(field, &entry.node, ledger) {
                    read.push((field, entry));
                }
            } else if let Some(problem) = misplaced(&entry.key) {
                ledger.note(entry.start, problem);
            } else {
                let names = known.iter().flat_map(|table| table.fields).map(|f| f.name);
                ledger.unknown(
                    entry.start,
                    "schema.unknown-field",
                    "unknown field",
                    &entry.key,
                    names,
                );
            }
        }
        Self(read)
    }

    /// Reads a table that no other table's fields are mistaken for.
    pub(super) fn plain(
        table: &'n Table<'t>,
        known: &'static FieldTable,
        ledger: &mut Ledger<'_>,
    ) -> Self {
        Self::read(table, &[known], &|_| None, ledger)
    }

    /// The fields that are there.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(&'static Field, &'n Entry<'t>)> {
        self.0.iter()
    }

    /// Whether a field of this list is there.
    pub(super) fn has_any_of(&self, known: &FieldTable) -> bool {
        let mut all = self.0.iter();
        all.any(|(field, _)| known.fields.iter().any(|other| other.name == field.name))
    }

    /// A field's value.
    pub(super) fn node(&self, name: &str) -> Option<&'n Node<'t>> {
        let mut all = self.0.iter();
        all.find(|(field, _)| field.name == name)
            .map(|(_, entry)| &entry.node)
    }

    /// A field's text with its offset.
    pub(super) fn text(&self, name: &str) -> Option<(usize, &'n str)> {
        let node = self.node(name)?;
        Some((node.start, node.text()?))
    }

    /// A field's text to keep.
    pub(super) fn boxed(&self, name: &str) -> Option<Box<str>> {
        self.text(name).map(|(_, text)| text.into())
    }

    /// A field's boolean.
    pub(super) fn bool(&self, name: &str) -> Option<bool> {
        match self.node(name)?.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Whether a field is there and true.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.bool(name) == Some(true)
    }

    /// A field's count.
    pub(super) fn count(&self, name: &str) -> Option<usize> {
        usize::try_from(self.node(name)?.integer()?).ok()
    }

    /// A field's list of texts with their offsets.
    pub(super) fn texts(&self, name: &str) -> Option<impl Iterator<Item = (usize, &'n str)>> {
        let items = self.node(name)?.items().iter();
        Some(items.filter_map(|node| Some((node.start, node.text()?))))
    }

    /// A field's table.
    pub(super) fn table(&self, name: &str) -> Option<&'n Table<'t>> {
        self.node(name)?.table()
    }
}

/// Whether a value is what the field takes; noted if not.
fn is_of_kind(field: &'static Field, node: &Node<'_>, ledger: &mut Ledger<'_>) -> bool {
    match (field.takes, &node.value) {
        (_, Value::Integer(None) | Value::Float(None, _)) => {
            let what = message!("{} is too large a number", ticked(field.name));
            ledger.error(node.start, "schema.number", what, None);
            false
        }
        (Takes::Text | Takes::Known | Takes::Days | Takes::Scalar, Value::Text(_))
        | (Takes::Integer | Takes::Number | Takes::Scalar, Value::Integer(_))
        | (Takes::Number | Takes::Scalar, Value::Float(..))
        | (Takes::Bool | Takes::BoolOr(_) | Takes::Scalar, Value::Bool(_))
        | (Takes::Date, Value::Date(Some(_)))
        | (Takes::Table | Takes::Map, Value::Table(_))
        | (Takes::Days, Value::Integer(Some(0))) => true,
        (Takes::Count, Value::Integer(Some(count))) if usize::try_from(*count).is_ok() => true,
        (Takes::OneOf(words) | Takes::BoolOr(words), Value::Text(text)) => {
            let known = words.contains(&&**text);
            if !known {
                let what = one_of(message!("{} must be ", ticked(field.name)), field.takes);
                ledger.error(node.start, "schema.value", what, None);
            }
            known
        }
        (Takes::Texts | Takes::Files | Takes::Tables, Value::List(items)) => {
            for item in items {
                is_item(field, item, ledger);
            }
            true
        }
        _ => {
            wrong_kind(field, node, ledger);
            false
        }
    }
}

fn is_item(field: &'static Field, item: &Node<'_>, ledger: &mut Ledger<'_>) {
    let good = match item.value {
        Value::Text(_) => field.takes != Takes::Tables,
        Value::Table(_) => field.takes != Takes::Texts,
        _ => false,
    };
    if !good {
        let what = message!(
            "{}{}",
            ticked(field.name),
            match field.takes {
                Takes::Files => " must hold paths and tables only",
                Takes::Tables => " must hold tables only",
                _ => " must hold strings only",
            }
        );
        ledger.error(item.start, "schema.kind", what, None);
    }
}

fn wrong_kind(field: &'static Field, node: &Node<'_>, ledger: &mut Ledger<'_>) {
    let what = one_of(message!("{} must be ", ticked(field.name)), field.takes);
    let quoted = matches!(node.value, Value::Text(_));
    let hint = match field.takes {
        Takes::Integer | Takes::Count | Takes::Number | Takes::Bool | Takes::Date if quoted => {
            Some("write it without quotes")
        }
        Takes::Text | Takes::Known | Takes::OneOf(_) | Takes::Days
            if matches!(
                node.value,
                Value::Integer(_) | Value::Float(..) | Value::Date(_)
            ) =>
        {
            Some("write it in quotes")
        }
        Takes::Texts | Takes::Files if quoted => Some("put it into `[` and `]`"),
        Takes::Tables if matches!(node.value, Value::Table(_)) => Some("write it in `[[` and `]]`"),
        Takes::Scalar if matches!(node.value, Value::Date(_)) => Some("write it in quotes"),
        _ => None,
    };
    ledger.error(node.start, "schema.kind", what, hint);
}

/// Adds what a field takes: its kind or its few words.
fn one_of(what: Message, takes: Takes) -> Message {
    let Takes::OneOf(words) = takes else {
        return message!("{}{}", what, takes.phrase());
    };
    let last = words.len().saturating_sub(1);
    words.iter().enumerate().fold(what, |what, (index, word)| {
        let between = match index {
            0 => "`",
            _ if index == last => " or `",
            _ => ", `",
        };
        message!("{}{}{}`", what, between, word)
    })
}

/// A fixed word in backticks.
pub(super) fn ticked(word: &'static str) -> Message {
    message!("`{}`", word)
}
