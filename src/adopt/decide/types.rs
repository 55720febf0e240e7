//! The type of a key: what the code takes it for, in the schema's words.

use crate::adopt::draft::Typed;
use crate::adopt::evidence::TokenMatch;
use crate::core::name::Label;
use crate::python::{Need, Read, Reader, TypeHint};
use crate::schema::model::Rule;
use crate::schema::types::ValueType;

/// What all reads together take a key for: a settings class counts more than
/// `int(os.getenv(…))`; where two disagree, nothing is certain.
pub(super) fn guess(reads: &[&Read]) -> TypeHint {
    let of = |reader: &dyn Fn(Reader) -> bool| {
        let stated = reads
            .iter()
            .filter(|read| reader(read.reader))
            .map(|read| &read.hint);
        let mut stated: Vec<&TypeHint> = stated
            .filter(|guess| **guess != TypeHint::Unknown)
            .collect();
        stated.dedup();
        match stated.as_slice() {
            [only] => Some((*only).clone()),
            [] => None,
            _ => Some(TypeHint::Unknown),
        }
    };
    of(&|reader| reader == Reader::Settings)
        .or_else(|| of(&|reader| reader != Reader::Settings))
        .unwrap_or_default()
}

/// The type for a guess; where the code does not say, the values may.
pub(super) fn typed(guess: &TypeHint, looks: &TokenMatch) -> Typed {
    match guess {
        TypeHint::Int => Typed::Named("int"),
        TypeHint::Float => Typed::Named("float"),
        TypeHint::Bool => Typed::Named("bool"),
        TypeHint::Url => Typed::Named("url"),
        TypeHint::Email => Typed::Named("email"),
        TypeHint::Path => Typed::Named("path"),
        TypeHint::Ip => Typed::Named("ip"),
        TypeHint::Uuid => Typed::Named("uuid"),
        TypeHint::Json => Typed::Named("json"),
        TypeHint::List => Typed::Named("list"),
        TypeHint::OneOf(values) if values.iter().all(|value| Label::new(value).is_ok()) => {
            Typed::OneOf(values.clone())
        }
        TypeHint::Unknown if looks.web_address => Typed::Named("url"),
        TypeHint::Unknown if looks.yes_or_no => Typed::Named("bool"),
        TypeHint::OneOf(_) | TypeHint::Text | TypeHint::Unknown => Typed::Text,
    }
}

/// The default that all reads agree on, tests apart.
pub(super) fn default(reads: &[&Read]) -> Option<Box<str>> {
    let mut defaults: Vec<Option<&str>> = Vec::new();
    for read in reads
        .iter()
        .filter(|read| !read.in_tests && read.need == Need::Default)
    {
        let default = read.default.as_deref();
        if !defaults.contains(&default) {
            defaults.push(default);
        }
    }
    // A place that goes on without any value does something else there.
    let without = reads
        .iter()
        .any(|read| !read.in_tests && read.need == Need::Optional);
    match defaults.as_slice() {
        [Some(only)] if !without => Some((*only).into()),
        _ => None,
    }
}

/// Whether what the code takes a key for agrees with the schema's rule; where
/// either leaves it open, it does.
#[must_use]
pub fn agrees(guess: &TypeHint, rule: &Rule) -> bool {
    match guess {
        TypeHint::Unknown | TypeHint::Text | TypeHint::Json => true,
        TypeHint::Int => matches!(
            rule.value_type,
            ValueType::Int { .. } | ValueType::Port { .. }
        ),
        TypeHint::Float => matches!(
            rule.value_type,
            ValueType::Float { .. } | ValueType::Int { .. }
        ),
        TypeHint::Bool => matches!(rule.value_type, ValueType::Bool),
        TypeHint::OneOf(values) => match &rule.value_type {
            ValueType::Enum { values: declared } => {
                declared.iter().all(|value| values.contains(value))
            }
            _ => false,
        },
        TypeHint::Url => matches!(rule.value_type, ValueType::Url { .. }) || rule.format.is_some(),
        TypeHint::Email => matches!(rule.value_type, ValueType::Email),
        TypeHint::Ip => matches!(rule.value_type, ValueType::Ip | ValueType::Host),
        TypeHint::Uuid => matches!(rule.value_type, ValueType::Uuid),
        // Any text is a path, and a list of texts.
        TypeHint::Path | TypeHint::List => !matches!(
            rule.value_type,
            ValueType::Int { .. } | ValueType::Bool | ValueType::Float { .. }
        ),
    }
}

/// The guess in the schema's words.
#[must_use]
pub const fn name_of(guess: &TypeHint) -> &'static str {
    match guess {
        TypeHint::Int => "int",
        TypeHint::Float => "float",
        TypeHint::Bool => "bool",
        TypeHint::OneOf(_) => "enum",
        TypeHint::Url => "url",
        TypeHint::Email => "email",
        TypeHint::Path => "path",
        TypeHint::Ip => "ip",
        TypeHint::Uuid => "uuid",
        TypeHint::Json => "json",
        TypeHint::List => "list",
        TypeHint::Unknown | TypeHint::Text => "string",
    }
}
