//! `type` with the fields that belong to it, and `default`.

use std::collections::BTreeSet;

use crate::core::secret::SecretValue;
use crate::schema::fields::{Field, types};
use crate::schema::ledger::Ledger;
use crate::schema::raw::{Node, Value};
use crate::schema::read::{Fields, ticked};
use crate::schema::types::{JsonShape, Mismatch, PathKind, Shape};

/// Types that cannot be items of a list: their texts hold separators.
const NO_ITEMS: &[&str] = &["list", "json", "pem"];

/// Reads the type of a key. A wrong one is noted and read as `string`.
pub(super) fn shape(at: usize, fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) -> Shape {
    let Some(name) = type_name("type", fields, ledger) else {
        return Shape::String;
    };
    let item = if name == "list" {
        item_type(fields, ledger)
    } else {
        name
    };
    for (field, entry) in fields.iter() {
        // The rules of a string are asked of a whole value, so not of items.
        let of_items = item != "string" && field.types.contains(&item);
        if !field.types.is_empty() && !field.types.contains(&name) && !of_items {
            misplaced(entry.start, field, name, ledger);
        }
    }
    let shape = scalar(at, item, fields, ledger);
    if name == "list" {
        Shape::List {
            of: Box::new(shape),
            separator: separator(fields, ledger),
        }
    } else {
        shape
    }
}

fn misplaced(at: usize, field: &Field, name: &'static str, ledger: &mut Ledger<'_>) {
    let what = message!("{} does not belong to type `{}`", ticked(field.name), name);
    ledger.error(
        at,
        "schema.misplaced-field",
        what,
        "remove it, or set another `type`",
    );
}

/// The name of a known type, `string` where none is written.
fn type_name(
    field: &str,
    fields: &Fields<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Option<&'static str> {
    let Some((at, text)) = fields.text(field) else {
        return Some("string");
    };
    let mut known = types().iter().map(|(name, _)| *name);
    let found = known.find(|name| *name == text);
    if found.is_none() {
        let names = types().iter().map(|(name, _)| *name);
        ledger.unknown(at, "schema.type", "unknown type", text, names);
    }
    found
}

fn item_type(fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) -> &'static str {
    let Some(name) = type_name("of", fields, ledger) else {
        return "string";
    };
    if let (true, Some((at, _))) = (NO_ITEMS.contains(&name), fields.text("of")) {
        let what = message!("a list cannot hold items of type `{}`", name);
        ledger.error(at, "schema.type", what, None);
        return "string";
    }
    name
}

fn separator(fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) -> Box<str> {
    match fields.text("separator") {
        None => ",".into(),
        Some((at, "")) => {
            ledger.error(at, "schema.value", message!("`separator` is empty"), None);
            ",".into()
        }
        Some((_, text)) => text.into(),
    }
}

fn scalar(
    at: usize,
    name: &'static str,
    fields: &Fields<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Shape {
    match name {
        "int" => int(fields, ledger),
        "float" => float(fields, ledger),
        "port" => port(fields, ledger),
        "enum" => Shape::Enum {
            values: values(at, fields, ledger),
        },
        "url" => Shape::Url {
            schemes: schemes(fields, ledger),
            hosts: lower(fields, "hosts"),
        },
        "path" => Shape::Path {
            exists: fields.text("exists").map(|(_, word)| match word {
                "dir" => PathKind::Dir,
                _ => PathKind::File,
            }),
        },
        "json" => Shape::Json {
            shape: fields.text("shape").map(|(_, word)| match word {
                "array" => JsonShape::Array,
                _ => JsonShape::Object,
            }),
        },
        "hex" => Shape::Hex {
            bytes: fields.count("bytes"),
        },
        "base64" => Shape::Base64 {
            bytes: fields.count("bytes"),
        },
        _ => without_fields(name),
    }
}

fn without_fields(name: &str) -> Shape {
    match name {
        "bool" => Shape::Bool,
        "host" => Shape::Host,
        "email" => Shape::Email,
        "ip" => Shape::Ip,
        "uuid" => Shape::Uuid,
        "pem" => Shape::Pem,
        "jwt" => Shape::Jwt,
        "date" => Shape::Date,
        "datetime" => Shape::DateTime,
        "duration" => Shape::Duration,
        "bytes" => Shape::Bytes,
        "semver" => Shape::Semver,
        _ => Shape::String,
    }
}

fn int(fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) -> Shape {
    let mut whole = |name| {
        let node = fields.node(name)?;
        if matches!(node.value, Value::Float(..)) {
            let what = message!("{} must be an integer for type `int`", ticked(name));
            ledger.error(node.start, "schema.kind", what, None);
        }
        node.integer()
    };
    let (min, max) = (whole("min"), whole("max"));
    if let (Some(min), Some(max)) = (min, max) {
        check_bounds(min > max, fields, ledger);
    }
    Shape::Int { min, max }
}

fn float(fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) -> Shape {
    let mut bound = |name| {
        let node = fields.node(name)?;
        match node.value {
            Value::Float(Some(number), _) if number.is_finite() => Some(number),
            Value::Float(..) => {
                let what = message!("{} must be a finite number", ticked(name));
                ledger.error(node.start, "schema.kind", what, None);
                None
            }
            // A bound beyond 2^53 is off by less than a float can tell.
            #[expect(clippy::cast_precision_loss, reason = "the bound is of a float")]
            _ => node.integer().map(|number| number as f64),
        }
    };
    let (min, max) = (bound("min"), bound("max"));
    if let (Some(min), Some(max)) = (min, max) {
        check_bounds(min > max, fields, ledger);
    }
    Shape::Float { min, max }
}

fn port(fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) -> Shape {
    let mut bound = |name, otherwise| {
        let Some(node) = fields.node(name) else {
            return otherwise;
        };
        let number = node.integer().and_then(|number| u16::try_from(number).ok());
        let number = number.filter(|number| *number > 0);
        if number.is_none() {
            let what = message!("{} must be from 1 to 65535 for type `port`", ticked(name));
            ledger.error(node.start, "schema.bounds", what, None);
        }
        number.unwrap_or(otherwise)
    };
    let (min, max) = (bound("min", 1), bound("max", u16::MAX));
    check_bounds(min > max, fields, ledger);
    Shape::Port { min, max }
}

fn check_bounds(crossed: bool, fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) {
    if let (true, Some(node)) = (crossed, fields.node("min").or_else(|| fields.node("max"))) {
        let what = message!("`min` is greater than `max`");
        ledger.error(node.start, "schema.bounds", what, None);
    }
}

fn values(at: usize, fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) -> Vec<Box<str>> {
    let Some(node) = fields.node("values") else {
        let what = message!("type `enum` without `values`");
        ledger.error(at, "schema.enum", what, "add `values = [\"…\"]`");
        return Vec::new();
    };
    if node.items().is_empty() {
        let what = message!("`values` is empty");
        ledger.error(node.start, "schema.enum", what, None);
    }
    let mut seen = BTreeSet::new();
    let mut read = Vec::with_capacity(node.items().len());
    for (at, text) in fields.texts("values").into_iter().flatten() {
        if !seen.insert(text) {
            let what = message!("a value that is listed twice");
            ledger.error(at, "schema.duplicate", what, None);
        } else if text.contains('\0') {
            ledger.error(at, "schema.text", message!("a NUL byte"), None);
        } else {
            read.push(text.into());
        }
    }
    read
}

/// Reads `schemes`, each of the form of RFC 3986, section 3.1.
fn schemes(fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) -> Vec<Box<str>> {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    for (at, text) in fields.texts("schemes").into_iter().flatten() {
        if !text.starts_with(|c: char| c.is_ascii_alphabetic()) || !text.bytes().all(good) {
            let what = message!("not a URL scheme");
            ledger.error(at, "schema.value", what, "write it without `://`");
        }
    }
    lower(fields, "schemes")
}

fn lower(fields: &Fields<'_, '_>, name: &str) -> Vec<Box<str>> {
    let texts = fields.texts(name).into_iter().flatten();
    texts
        .map(|(_, text)| text.to_ascii_lowercase().into())
        .collect()
}

/// Reads `default` as the text that the child would get, if its type has it.
pub(super) fn default(
    node: &Node<'_>,
    shape: &Shape,
    fields: &Fields<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Option<SecretValue> {
    let text = match &node.value {
        Value::Text(text) => text.to_string(),
        Value::Integer(Some(number)) => number.to_string(),
        Value::Float(_, digits) => digits.to_string(),
        Value::Bool(value) => value.to_string(),
        _ => return None,
    };
    let Ok(value) = SecretValue::new(text.as_str()) else {
        ledger.error(node.start, "schema.text", message!("a NUL byte"), None);
        return None;
    };
    if value.is_blank() {
        if !fields.is_true("allow_empty") {
            let what = message!("`default` is empty");
            let hint = "add `allow_empty = true`, or write `required = false` instead";
            ledger.error(node.start, "schema.default", what, hint);
        }
    } else if let Err(mismatch) = fits(shape, &text) {
        let what = message!("`default` does not fit: {}", mismatch.what);
        ledger.error(node.start, "schema.default", what, None);
    }
    Some(value)
}

/// Checks a text against a type. What is on the disk of the machine at hand
/// says nothing about a default.
fn fits(shape: &Shape, text: &str) -> Result<(), Mismatch> {
    let any_path = Shape::Path { exists: None };
    match shape {
        Shape::Path { .. } => any_path.check(text.as_bytes(), &|_| None),
        Shape::List { of, separator } if matches!(**of, Shape::Path { .. }) => Shape::List {
            of: Box::new(any_path),
            separator: separator.clone(),
        }
        .check(text.as_bytes(), &|_| None),
        other => other.check(text.as_bytes(), &|_| None),
    }
}
