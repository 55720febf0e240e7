//! The type of a key: what the code takes it for, in the schema's words.

use crate::adopt::draft::Typed;
use crate::adopt::evidence::TokenMatch;
use crate::core::name::Label;
use crate::python::{Guess, Need, Read, Reader};
use crate::schema::model::Rule;
use crate::schema::types::ValueType;

/// What all reads together take a key for: a settings class counts more than
/// `int(os.getenv(…))`; where two disagree, nothing is certain.
pub(super) fn guess(reads: &[&Read]) -> Guess {
    let of = |reader: &dyn Fn(Reader) -> bool| {
        let stated = reads
            .iter()
            .filter(|read| reader(read.reader))
            .map(|read| &read.guess);
        let mut stated: Vec<&Guess> = stated.filter(|guess| **guess != Guess::Unknown).collect();
        stated.dedup();
        match stated.as_slice() {
            [only] => Some((*only).clone()),
            [] => None,
            _ => Some(Guess::Unknown),
        }
    };
    of(&|reader| reader == Reader::Settings)
        .or_else(|| of(&|reader| reader != Reader::Settings))
        .unwrap_or_default()
}

/// The type for a guess; where the code does not say, the values may.
pub(super) fn typed(guess: &Guess, looks: &TokenMatch) -> Typed {
    match guess {
        Guess::Int => Typed::Named("int"),
        Guess::Float => Typed::Named("float"),
        Guess::Bool => Typed::Named("bool"),
        Guess::Url => Typed::Named("url"),
        Guess::Email => Typed::Named("email"),
        Guess::Path => Typed::Named("path"),
        Guess::Ip => Typed::Named("ip"),
        Guess::Uuid => Typed::Named("uuid"),
        Guess::Json => Typed::Named("json"),
        Guess::List => Typed::Named("list"),
        Guess::OneOf(values) if values.iter().all(|value| Label::new(value).is_ok()) => {
            Typed::OneOf(values.clone())
        }
        Guess::Unknown if looks.web_address => Typed::Named("url"),
        Guess::Unknown if looks.yes_or_no => Typed::Named("bool"),
        Guess::OneOf(_) | Guess::Text | Guess::Unknown => Typed::Text,
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
pub fn agrees(guess: &Guess, rule: &Rule) -> bool {
    match guess {
        Guess::Unknown | Guess::Text | Guess::Json => true,
        Guess::Int => matches!(
            rule.value_type,
            ValueType::Int { .. } | ValueType::Port { .. }
        ),
        Guess::Float => matches!(
            rule.value_type,
            ValueType::Float { .. } | ValueType::Int { .. }
        ),
        Guess::Bool => matches!(rule.value_type, ValueType::Bool),
        Guess::OneOf(values) => match &rule.value_type {
            ValueType::Enum { values: declared } => {
                declared.iter().all(|value| values.contains(value))
            }
            _ => false,
        },
        Guess::Url => matches!(rule.value_type, ValueType::Url { .. }) || rule.format.is_some(),
        Guess::Email => matches!(rule.value_type, ValueType::Email),
        Guess::Ip => matches!(rule.value_type, ValueType::Ip | ValueType::Host),
        Guess::Uuid => matches!(rule.value_type, ValueType::Uuid),
        // Any text is a path, and a list of texts.
        Guess::Path | Guess::List => !matches!(
            rule.value_type,
            ValueType::Int { .. } | ValueType::Bool | ValueType::Float { .. }
        ),
    }
}

/// The guess in the schema's words.
#[must_use]
pub const fn name_of(guess: &Guess) -> &'static str {
    match guess {
        Guess::Int => "int",
        Guess::Float => "float",
        Guess::Bool => "bool",
        Guess::OneOf(_) => "enum",
        Guess::Url => "url",
        Guess::Email => "email",
        Guess::Path => "path",
        Guess::Ip => "ip",
        Guess::Uuid => "uuid",
        Guess::Json => "json",
        Guess::List => "list",
        Guess::Unknown | Guess::Text => "string",
    }
}
