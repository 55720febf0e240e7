//! Reads one table against the fields it may have.

use crate::core::message::Message;
use crate::core::report::Problem;
use crate::schema::date::Date;
use crate::schema::fields::{Field, FieldTable, Takes};
use crate::schema::problems::Problems;
use crate::schema::tree::{self, Node, Table, Value, start};

/// A field that was written: what it is, where it begins, and its value.
type Written<'n> = (&'static Field, usize, &'n Node<'n>);

/// The fields of a table that are known and of the right kind.
pub(super) struct Fields<'n>(Vec<Written<'n>>);

impl<'n> Fields<'n> {
    /// Reads a table; unknown fields and wrong kinds are noted. `misplaced`
    /// says what is special about a field that this table does not have.
    pub(super) fn read(
        table: &'n Table<'n>,
        known: &[&'static FieldTable],
        misplaced: &dyn Fn(&str) -> Option<Problem>,
        problems: &mut Problems<'_>,
    ) -> Self {
        let mut read = Vec::with_capacity(table.len());
        for (key, node) in table {
            let name = &**key.get_ref();
            let fields = known.iter().flat_map(|table| table.fields);
            if let Some(field) = fields.clone().find(|field| field.name == name) {
                if is_of_kind(field, node, problems) {
                    read.push((*field, start(key), node));
                }
            } else if let Some(problem) = misplaced(name) {
                problems.note(start(key), problem);
            } else {
                let names = fields.map(|field| field.name);
                problems.unknown(
                    start(key),
                    "schema.unknown-field",
                    "unknown field",
                    name,
                    names,
                );
            }
        }
        Self(read)
    }

    /// Notes wrong kinds of some fields alone.
    pub(super) fn only(table: &Table<'_>, fields: &[&'static Field], problems: &mut Problems<'_>) {
        for field in fields {
            if let Some(node) = table.get(field.name) {
                is_of_kind(field, node, problems);
            }
        }
    }

    /// Reads a table that no other table's fields are mistaken for.
    pub(super) fn plain(
        table: &'n Table<'n>,
        known: &'static FieldTable,
        problems: &mut Problems<'_>,
    ) -> Self {
        Self::read(table, &[known], &|_| None, problems)
    }

    /// The fields that are there, each with its offset.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static Field, usize)> {
        self.0.iter().map(|(field, at, _)| (*field, *at))
    }

    /// Whether a field of this table is there.
    pub(super) fn has_any_of(&self, table: &FieldTable) -> bool {
        table.fields.iter().any(|field| self.has(field))
    }

    pub(super) fn has(&self, field: &Field) -> bool {
        self.node(field).is_some()
    }

    pub(super) fn node(&self, field: &Field) -> Option<&'n Node<'n>> {
        let mut all = self.0.iter();
        all.find(|(known, ..)| known.name == field.name)
            .map(|(.., node)| *node)
    }

    /// Where a field's value begins.
    pub(super) fn start(&self, field: &Field) -> Option<usize> {
        self.node(field).map(start)
    }

    /// A field's text with its offset.
    pub(super) fn text(&self, field: &Field) -> Option<(usize, &'n str)> {
        let node = self.node(field)?;
        Some((start(node), tree::text(node)?))
    }

    /// A field's text, to compare it with fixed words.
    pub(super) fn word(&self, field: &Field) -> Option<&'n str> {
        self.text(field).map(|(_, text)| text)
    }

    /// A field's text to keep.
    pub(super) fn boxed(&self, field: &Field) -> Option<Box<str>> {
        self.word(field).map(Box::from)
    }

    pub(super) fn bool(&self, field: &Field) -> Option<bool> {
        self.node(field)?.get_ref().as_bool()
    }

    /// Whether a field is there and true.
    pub(super) fn is_true(&self, field: &Field) -> bool {
        self.bool(field) == Some(true)
    }

    pub(super) fn count(&self, field: &Field) -> Option<usize> {
        usize::try_from(tree::integer(self.node(field)?)?).ok()
    }

    pub(super) fn date(&self, field: &Field) -> Option<Date> {
        tree::date(self.node(field)?)
    }

    /// The items of a field's list.
    pub(super) fn items(&self, field: &Field) -> &'n [Node<'n>] {
        self.node(field).map_or(&[], tree::items)
    }

    /// A field's list of texts with their offsets; without the field, none.
    pub(super) fn texts(&self, field: &Field) -> impl Iterator<Item = (usize, &'n str)> + use<'n> {
        let items = self.items(field).iter();
        items.filter_map(|node| Some((start(node), tree::text(node)?)))
    }

    pub(super) fn table(&self, field: &Field) -> Option<&'n Table<'n>> {
        tree::table(self.node(field)?)
    }
}

/// Whether a value is what the field takes; noted if not.
fn is_of_kind(field: &Field, node: &Node<'_>, problems: &mut Problems<'_>) -> bool {
    let at = start(node);
    match (field.takes, node.get_ref()) {
        (_, Value::Integer(_) | Value::Float(_))
            if tree::integer(node).is_none() && tree::float(node).is_none() =>
        {
            let what = if tree::has_digits(node) {
                message!("`{}` is too large", field.name)
            } else {
                message!("`{}` has no digits", field.name)
            };
            problems.error(at, "schema.number", what, None);
            false
        }
        (
            Takes::Text
            | Takes::Type
            | Takes::ItemType
            | Takes::Format
            | Takes::Days
            | Takes::Rotation
            | Takes::Scalar,
            Value::String(_),
        )
        | (Takes::Version | Takes::Number | Takes::Scalar, Value::Integer(_))
        | (Takes::Number | Takes::Scalar, Value::Float(_))
        | (Takes::Bool | Takes::BoolOr(_) | Takes::Scalar, Value::Boolean(_))
        | (
            Takes::Table(_) | Takes::Named(_) | Takes::NamedOrTexts(_) | Takes::NamedTexts,
            Value::Table(_),
        ) => true,
        (Takes::Date, _) if tree::date(node).is_some() => true,
        (Takes::Days | Takes::Rotation, _) if tree::integer(node) == Some(0) => true,
        (Takes::Count, _) if tree::integer(node).is_some_and(|it| usize::try_from(it).is_ok()) => {
            true
        }
        (Takes::OneOf(words) | Takes::BoolOr(words), Value::String(text)) => {
            let known = words.contains(&&**text);
            if !known {
                problems.error(at, "schema.value", must_be(field), None);
            }
            known
        }
        (Takes::Texts | Takes::Files(_) | Takes::List(_), Value::Array(items)) => {
            for item in items {
                check_item(field, item, problems);
            }
            true
        }
        _ => {
            problems.error(at, "schema.kind", must_be(field), hint(field.takes, node));
            false
        }
    }
}

fn check_item(field: &Field, item: &Node<'_>, problems: &mut Problems<'_>) {
    let only = match (field.takes, item.get_ref()) {
        (Takes::Texts | Takes::Files(_), Value::String(_))
        | (Takes::List(_) | Takes::Files(_), Value::Table(_)) => return,
        (Takes::Files(_), _) => "paths and tables",
        (Takes::List(_), _) => "tables",
        _ => "strings",
    };
    let what = message!("`{}` may contain only {}", field.name, only);
    problems.error(start(item), "schema.kind", what, None);
}

/// How to write what was meant, if the value is nearly of the kind.
fn hint(takes: Takes, node: &Node<'_>) -> Option<&'static str> {
    match (takes, node.get_ref()) {
        (
            Takes::Version | Takes::Count | Takes::Number | Takes::Bool | Takes::Date,
            Value::String(_),
        ) => Some("write it without quotes"),
        (
            Takes::Text
            | Takes::Type
            | Takes::ItemType
            | Takes::Format
            | Takes::OneOf(_)
            | Takes::Days
            | Takes::Rotation,
            Value::Integer(_) | Value::Float(_) | Value::Datetime(_),
        )
        | (Takes::Scalar, Value::Datetime(_)) => Some("write it in quotes"),
        (Takes::Texts | Takes::Files(_), Value::String(_)) => Some("put it into `[` and `]`"),
        (Takes::List(_), Value::Table(_)) => Some("write it in `[[` and `]]`"),
        _ => None,
    }
}

/// What a field takes: its kind, or its few words.
fn must_be(field: &Field) -> Message {
    let Takes::OneOf(words) = field.takes else {
        return message!("`{}` must be {}", field.name, field.takes.phrase());
    };
    let start = message!("`{}` must be ", field.name);
    let last = words.len().saturating_sub(1);
    words.iter().enumerate().fold(start, |what, (index, word)| {
        let between = match index {
            0 => "",
            _ if index == last => " or ",
            _ => ", ",
        };
        message!("{}{}`{}`", what, between, *word)
    })
}
