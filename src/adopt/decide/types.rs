//! The type of a key in the schema, from the type that the code expects.

use crate::adopt::draft::DraftType;
use crate::adopt::evidence::Traits;
use crate::core::name::Label;
use crate::python::{Expected, Need, Part, Read, Reader, TypeHint};
use crate::schema::formats;
use crate::schema::model::Rule;
use crate::schema::types::ValueType;

/// The type that all reads together expect. A settings class counts more than
/// `int(os.getenv(…))`. If two disagree, the type is unknown.
pub(super) fn hint(reads: &[&Read]) -> TypeHint {
    let of = |reader: &dyn Fn(Reader) -> bool| {
        let stated = reads
            .iter()
            .filter(|read| reader(read.reader))
            .map(|read| &read.hint);
        let mut stated: Vec<&TypeHint> =
            stated.filter(|hint| **hint != TypeHint::Unknown).collect();
        stated.dedup();
        match stated.as_slice() {
            [only] => Some((*only).clone()),
            [] => None,
            _ => Some(TypeHint::Unknown),
        }
    };
    of(&|reader| reader == Reader::Settings)
        .or_else(|| of(&|reader| reader != Reader::Settings))
        .unwrap_or(TypeHint::Unknown)
}

/// What pydantic takes, if all settings classes that read the key agree.
fn expected<'r>(reads: &[&'r Read]) -> Option<&'r Expected> {
    let mut known = reads.iter().filter(|read| !read.expected.is_empty());
    let first = &known.next()?.expected;
    let is_text = |one: &Expected| matches!(one.value_type, ValueType::String);
    let only = first.len() == 1 || !first.iter().any(is_text);
    let agreed = only && known.all(|read| read.expected == *first);
    first.first().filter(|one| agreed && !one.strict)
}

/// The type of a key that the code reads with this hint.
pub(super) fn typed(reads: &[&Read], hint: &TypeHint, traits: &Traits) -> DraftType {
    match expected(reads) {
        Some(expected) => match &expected.value_type {
            ValueType::Enum { values } if values.iter().all(|value| is_writable(value)) => {
                DraftType::OneOf(values.clone())
            }
            ValueType::Enum { .. } => DraftType::Text,
            _ => DraftType::Rule(Box::new(expected.clone())),
        },
        None => of_hint(hint, traits),
    }
}

/// Whether a value may be written into a schema.
fn is_writable(value: &str) -> bool {
    value.len() <= 64
        && !value.chars().any(char::is_control)
        && !formats::looks_like_token(value.as_bytes())
}

/// The type for a hint. If the code does not show it, the values may.
fn of_hint(hint: &TypeHint, traits: &Traits) -> DraftType {
    match hint {
        TypeHint::Int => DraftType::Named("int"),
        TypeHint::Float => DraftType::Named("float"),
        TypeHint::Bool => DraftType::Named("bool"),
        TypeHint::Url | TypeHint::Dsn => DraftType::Named("url"),
        TypeHint::Email => DraftType::Named("email"),
        TypeHint::Path => DraftType::Named("path"),
        TypeHint::Ip => DraftType::Named("ip"),
        TypeHint::Uuid => DraftType::Named("uuid"),
        TypeHint::Json => DraftType::Named("json"),
        TypeHint::List => DraftType::Named("list"),
        TypeHint::OneOf(values) if values.iter().all(|value| Label::new(value).is_ok()) => {
            DraftType::OneOf(values.clone())
        }
        TypeHint::Unknown if traits.web_address => DraftType::Named("url"),
        TypeHint::Unknown if traits.yes_or_no => DraftType::Named("bool"),
        TypeHint::OneOf(_) | TypeHint::Text | TypeHint::Connection | TypeHint::Unknown => {
            DraftType::Text
        }
    }
}

/// The default that all reads outside tests agree on.
pub(super) fn default(reads: &[&Read]) -> Option<Box<str>> {
    let mut defaults: Vec<Option<&str>> = Vec::new();
    for read in reads
        .iter()
        .filter(|read| read.part != Part::Tests && read.need == Need::Default)
    {
        let default = read.default.as_deref();
        if !defaults.contains(&default) {
            defaults.push(default);
        }
    }
    // A read without a default does something else if the variable is unset.
    let without = reads
        .iter()
        .any(|read| read.part != Part::Tests && read.need == Need::Optional);
    match defaults.as_slice() {
        [Some(only)] if !without => Some((*only).into()),
        _ => None,
    }
}

/// Whether the type that the code expects agrees with the schema's rule.
pub(crate) fn agrees(hint: &TypeHint, rule: &Rule) -> bool {
    match hint {
        TypeHint::Unknown | TypeHint::Text | TypeHint::Json | TypeHint::Connection => true,
        TypeHint::Int => matches!(
            rule.value_type,
            ValueType::Int { .. } | ValueType::Port { .. }
        ),
        TypeHint::Float => matches!(rule.value_type, ValueType::Float(_) | ValueType::Int { .. }),
        TypeHint::Bool => matches!(rule.value_type, ValueType::Bool),
        TypeHint::OneOf(values) => match &rule.value_type {
            ValueType::Enum { values: declared } => {
                declared.iter().all(|value| values.contains(value))
            }
            _ => false,
        },
        TypeHint::Url | TypeHint::Dsn => {
            matches!(rule.value_type, ValueType::Url { .. }) || rule.format.is_some()
        }
        TypeHint::Email => matches!(rule.value_type, ValueType::Email { .. }),
        TypeHint::Ip => matches!(rule.value_type, ValueType::Ip { .. } | ValueType::Host),
        TypeHint::Uuid => matches!(rule.value_type, ValueType::Uuid { .. }),
        // Any text can be a path or a list.
        TypeHint::Path | TypeHint::List => !matches!(
            rule.value_type,
            ValueType::Int { .. } | ValueType::Bool | ValueType::Float(_)
        ),
    }
}

/// The name of the schema's type for a hint.
pub(crate) const fn name_of(hint: &TypeHint) -> &'static str {
    match hint {
        TypeHint::Int => "int",
        TypeHint::Float => "float",
        TypeHint::Bool => "bool",
        TypeHint::OneOf(_) => "enum",
        TypeHint::Url | TypeHint::Dsn => "url",
        TypeHint::Email => "email",
        TypeHint::Path => "path",
        TypeHint::Ip => "ip",
        TypeHint::Uuid => "uuid",
        TypeHint::Json => "json",
        TypeHint::List => "list",
        TypeHint::Unknown | TypeHint::Text | TypeHint::Connection => "string",
    }
}
