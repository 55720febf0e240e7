//! Arguments that take one of several words.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::render::{KeyFormat, OutputFormat};

/// Takes the name of one of these, so that help, completion and errors list them.
pub(crate) fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(move |one| name(*one))).try_map(move |word| {
        let found = all.iter().find(|one| name(**one) == word);
        found.copied().ok_or("not one of them")
    })
}

/// Takes the formats that a report has.
pub(crate) fn formats(all: &'static [OutputFormat]) -> impl TypedValueParser<Value = OutputFormat> {
    one_of(all, OutputFormat::name)
}

/// Takes the formats of the lists of keys.
pub(crate) fn key_formats() -> impl TypedValueParser<Value = KeyFormat> {
    one_of(&KeyFormat::ALL, KeyFormat::name)
}
