//! The default of a setting as an expression of Python.

use serde_json::Value;

use crate::adopt::generate::imports::Imports;
use crate::adopt::generate::layout::{Code, literal};
use crate::adopt::generate::types::reader;
use crate::schema::model::Rule;
use crate::schema::types::{ListStyle, ValueType, truth};

/// The default of a key, if it has one that is text.
pub(super) fn default(rule: &Rule, imports: &mut Imports) -> Option<Code> {
    let text = std::str::from_utf8(rule.default.as_ref()?.expose()).ok()?;
    // Where an empty value may stand, its text is read before the type sees it.
    Some(
        if text.trim().is_empty() || (rule.allow_empty && is_json(&rule.value_type)) {
            Code::Word(literal(text))
        } else {
            of_type(&rule.value_type, text, imports)
        },
    )
}

const fn is_json(of: &ValueType) -> bool {
    matches!(
        of,
        ValueType::Json { .. }
            | ValueType::List {
                style: ListStyle::Json,
                ..
            }
    )
}

fn of_type(of: &ValueType, text: &str, imports: &mut Imports) -> Code {
    let json = || serde_json::from_str(text).map_or(Code::Word(literal(text)), |it| of_json(&it));
    match of {
        ValueType::Json { shape: Some(_) } => return json(),
        ValueType::List { of, style } => match style {
            ListStyle::Json => return json(),
            ListStyle::Separated(separator) => {
                let items = text.trim().split(&**separator);
                let items = items.map(|item| of_type(of, item.trim(), imports));
                return Code::Group("[".to_owned(), items.collect(), "]");
            }
        },
        _ => {}
    }
    let called = match reader(of).0 {
        "int" if is_whole(text) => return Code::word(text),
        "float" => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => return Code::Word(format!("{number:?}")),
            _ => return Code::Word(literal(text)),
        },
        "bool" => match truth(text) {
            Some(true) => return Code::word("True"),
            Some(false) => return Code::word("False"),
            None => return Code::Word(literal(text)),
        },
        // Names for types with notes, which cannot be called.
        "FilePath" | "DirectoryPath" | "NewPath" => "Path",
        name if name.starts_with("UUID") => "UUID",
        name if name.ends_with("Url") || name.ends_with("Dsn") => name,
        name @ ("Decimal" | "Path" | "IPv4Address" | "IPv6Address" | "IPvAnyAddress") => name,
        // Texts, and what pydantic reads from text alone.
        _ => return Code::Word(literal(text)),
    };
    imports.add(called);
    Code::Word(format!("{called}({})", literal(text)))
}

/// Whether a text is a whole number as Python writes it.
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain && (digits == "0" || !digits.starts_with('0'))
}

fn of_json(value: &Value) -> Code {
    match value {
        Value::Null => Code::word("None"),
        Value::Bool(true) => Code::word("True"),
        Value::Bool(false) => Code::word("False"),
        Value::Number(number) => Code::Word(number.to_string()),
        Value::String(text) => Code::Word(literal(text)),
        Value::Array(items) => {
            let items = items.iter().map(of_json).collect();
            Code::Group("[".to_owned(), items, "]")
        }
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| match of_json(value) {
                Code::Group(open, items, close) => {
                    Code::Group(format!("{}: {open}", literal(name)), items, close)
                }
                other => Code::Word(format!("{}: {}", literal(name), other.flat())),
            };
            let items = fields.iter().map(field).collect();
            Code::Group("{".to_owned(), items, "}")
        }
    }
}
