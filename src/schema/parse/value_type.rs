//! `type` with the fields that belong to it, and `default`.

use std::collections::BTreeSet;

use crate::core::secret::SecretValue;
use crate::schema::fields::keys::key;
use crate::schema::fields::{Field, NO_ITEMS, types};
use crate::schema::parse::parser::Parser;
use crate::schema::parse::read::Fields;
use crate::schema::tree::{self, Node, Value, start};
use crate::schema::types::{At, DurationStyle, JsonShape, ListStyle, Mismatch, ValueType};

/// `style`, as it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Json,
    Pydantic,
    Iso,
    Decimal,
}

impl<'t> Parser<'t> {
    /// Reads the type of a key. A wrong one is noted and read as `string`.
    pub(super) fn value_type(&mut self, at: usize, fields: &Fields<'t>) -> ValueType {
        let Some(name) = self.type_name(fields, key::TYPE) else {
            return ValueType::String;
        };
        let item = match name {
            "list" => self.item_type(fields),
            name => name,
        };
        for (field, at) in fields.iter() {
            // The rules of a string are asked of a whole value, so not of items.
            let of_items = item != "string" && field.types.contains(&item);
            if !field.types.is_empty() && !field.types.contains(&name) && !of_items {
                let what = message!("`{}` does not belong to type `{}`", field.name, name);
                let hint = "remove it, or set another `type`";
                self.problems
                    .error(at, "schema.misplaced-field", what, hint);
            }
        }
        let style = self.style(name, fields);
        // pydantic reads the items of a JSON list as it reads values.
        let of_item = match (name, style) {
            ("list", Some(Style::Json)) => Some(Style::Pydantic),
            ("list", _) => None,
            (_, style) => style,
        };
        let value_type = self.of_name(item, at, fields, of_item);
        if name == "list" {
            let style = match style {
                Some(_) => ListStyle::Json,
                None => ListStyle::Separated(self.separator(fields)),
            };
            ValueType::List {
                of: Box::new(value_type),
                style,
            }
        } else {
            value_type
        }
    }

    /// Reads `style`, where the type has it.
    fn style(&mut self, name: &'static str, fields: &Fields<'_>) -> Option<Style> {
        let (at, word) = fields.text(key::STYLE)?;
        let (style, types): (Style, &[&str]) = match word {
            "json" => (Style::Json, &["list"]),
            "iso" => (Style::Iso, &["duration"]),
            "decimal" => (Style::Decimal, &["float"]),
            _ => (Style::Pydantic, &["duration", "email", "url"]),
        };
        if !types.contains(&name) {
            // A type without any style is told of the field already.
            if key::STYLE.types.contains(&name) {
                let what = message!("type `{}` does not have this style", name);
                self.problems.error(at, "schema.value", what, None);
            }
            return None;
        }
        if let (Style::Json, Some(at)) = (style, fields.start(key::SEPARATOR)) {
            let what = "a list in JSON has no separator of its own";
            let hint = "remove `separator` or `style`";
            self.problems
                .error(at, "schema.misplaced-field", what, hint);
        }
        Some(style)
    }

    /// The name of a known type, `string` where none is written.
    fn type_name(&mut self, fields: &Fields<'_>, field: &Field) -> Option<&'static str> {
        let Some((at, text)) = fields.text(field) else {
            return Some("string");
        };
        let known = || types().iter().map(|(name, _)| *name);
        let found = known().find(|name| *name == text);
        if found.is_none() {
            self.problems
                .unknown(at, "schema.type", "unknown type", text, known());
        }
        found
    }

    fn item_type(&mut self, fields: &Fields<'_>) -> &'static str {
        let name = self.type_name(fields, key::OF).unwrap_or("string");
        if let (true, Some(at)) = (NO_ITEMS.contains(&name), fields.start(key::OF)) {
            let what = message!("a list cannot hold items of type `{}`", name);
            self.problems.error(at, "schema.type", what, None);
            return "string";
        }
        name
    }

    fn separator(&mut self, fields: &Fields<'_>) -> Box<str> {
        match fields.text(key::SEPARATOR) {
            None => ",".into(),
            Some((at, "")) => {
                let what = "`separator` is empty";
                self.problems.error(at, "schema.value", what, None);
                ",".into()
            }
            Some((_, text)) => text.into(),
        }
    }

    /// The type of a name, `list` apart, with its fields.
    fn of_name(
        &mut self,
        name: &str,
        at: usize,
        fields: &Fields<'t>,
        style: Option<Style>,
    ) -> ValueType {
        let pydantic = style == Some(Style::Pydantic);
        match name {
            "int" => self.int(fields),
            "float" => self.float(fields, style == Some(Style::Decimal)),
            "port" => self.port(fields),
            "enum" => ValueType::Enum {
                values: self.values(at, fields),
            },
            "url" => ValueType::Url {
                schemes: self.schemes(fields),
                hosts: lower(fields, key::HOSTS),
                pydantic,
            },
            "path" => ValueType::Path {
                exists: fields.word(key::EXISTS).map(|word| match word {
                    "dir" => At::Dir,
                    "regular" => At::Regular,
                    "new" => At::New,
                    _ => At::File,
                }),
            },
            "json" => ValueType::Json {
                shape: fields.word(key::SHAPE).map(|word| match word {
                    "array" => JsonShape::Array,
                    _ => JsonShape::Object,
                }),
            },
            "hex" => ValueType::Hex {
                bytes: fields.count(key::BYTES),
            },
            "base64" => ValueType::Base64 {
                bytes: fields.count(key::BYTES),
            },
            "bool" => ValueType::Bool,
            "host" => ValueType::Host,
            "email" => ValueType::Email { pydantic },
            "ip" => ValueType::Ip {
                version: self.version(fields, |version| matches!(version, 4 | 6)),
            },
            "uuid" => ValueType::Uuid {
                version: self.version(fields, |version| (1..=8).contains(&version)),
            },
            "pem" => ValueType::Pem,
            "jwt" => ValueType::Jwt,
            "date" => ValueType::Date,
            "datetime" => ValueType::DateTime,
            "time" => ValueType::Time,
            "duration" => ValueType::Duration {
                style: style.map(|style| match style {
                    Style::Iso => DurationStyle::Iso,
                    _ => DurationStyle::Pydantic,
                }),
            },
            "bytes" => ValueType::Bytes,
            "semver" => ValueType::Semver,
            _ => ValueType::String,
        }
    }

    /// Reads `version`, where it is one that the type has.
    fn version(&mut self, fields: &Fields<'_>, known: impl Fn(u8) -> bool) -> Option<u8> {
        let at = fields.start(key::VERSION)?;
        let version = fields.count(key::VERSION)?;
        let version = u8::try_from(version).ok().filter(|it| known(*it));
        if version.is_none() {
            let what = "there is no such version";
            let hint = "write 4 or 6 for `ip`, and 1 to 8 for `uuid`";
            self.problems.error(at, "schema.value", what, hint);
        }
        version
    }

    fn values(&mut self, at: usize, fields: &Fields<'t>) -> Vec<Box<str>> {
        let Some(node) = fields.node(key::VALUES) else {
            let what = "type `enum` needs `values`";
            self.problems
                .error(at, "schema.enum", what, "add `values = [\"…\"]`");
            return Vec::new();
        };
        if tree::items(node).is_empty() {
            self.problems
                .error(start(node), "schema.enum", "`values` is empty", None);
        }
        let mut seen = BTreeSet::new();
        let mut read = Vec::new();
        for (at, text) in fields.texts(key::VALUES) {
            if !seen.insert(text) {
                let what = "this value is listed twice";
                self.problems.error(at, "schema.duplicate", what, None);
            } else if text.contains('\0') {
                self.problems.error(at, "schema.text", "a NUL byte", None);
            } else {
                read.push(text.into());
            }
        }
        read
    }

    /// Reads `schemes`, each of the form of RFC 3986, section 3.1.
    fn schemes(&mut self, fields: &Fields<'t>) -> Vec<Box<str>> {
        let good = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        for (at, text) in fields.texts(key::SCHEMES) {
            if !text.starts_with(|c: char| c.is_ascii_alphabetic()) || !text.bytes().all(good) {
                let what = "not a URL scheme";
                self.problems
                    .error(at, "schema.value", what, "write it without `://`");
            }
        }
        lower(fields, key::SCHEMES)
    }

    /// Reads `default` as the text that the child would get, if its type has it.
    pub(super) fn default(
        &mut self,
        node: &Node<'_>,
        value_type: &ValueType,
        fields: &Fields<'_>,
    ) -> Option<SecretValue> {
        let text = match node.get_ref() {
            Value::String(text) => text.to_string(),
            Value::Integer(_) => tree::integer(node)?.to_string(),
            Value::Float(digits) => digits.as_str().to_owned(),
            Value::Boolean(value) => value.to_string(),
            _ => return None,
        };
        let at = start(node);
        let Ok(value) = SecretValue::new(text.as_str()) else {
            self.problems.error(at, "schema.text", "a NUL byte", None);
            return None;
        };
        if !value.is_blank() {
            if let Err(mismatch) = fits(value_type, &text) {
                let what = message!("`default` does not fit: {}", mismatch.what);
                self.problems.error(at, "schema.default", what, None);
            }
        } else if !fields.is_true(key::ALLOW_EMPTY) {
            let hint = "add `allow_empty = true`, or write `required = false` instead";
            self.problems
                .error(at, "schema.default", "`default` is empty", hint);
        }
        Some(value)
    }
}

fn lower(fields: &Fields<'_>, field: &Field) -> Vec<Box<str>> {
    let texts = fields.texts(field);
    texts
        .map(|(_, text)| text.to_ascii_lowercase().into())
        .collect()
}

/// Checks a text against a type. What is on the disk of the machine at hand
/// says nothing about a default.
fn fits(value_type: &ValueType, text: &str) -> Result<(), Mismatch> {
    match value_type {
        ValueType::Path { .. } => Ok(()),
        ValueType::List { of, style } if matches!(**of, ValueType::Path { .. }) => {
            let of = Box::new(ValueType::Path { exists: None });
            let style = style.clone();
            ValueType::List { of, style }.check(text.as_bytes(), &|_| None)
        }
        other => other.check(text.as_bytes(), &|_| None),
    }
}
