//! Every table and field of `secrun.toml`, as data: what the parser accepts,
//! what `docs/schema.md` is checked against.

pub(super) mod keys;
pub(super) mod tables;

/// A table of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldTable {
    /// The tables that have these fields, `secrets.KEY, settings.KEY`; the
    /// capitals stand for a name of the user's, and brackets for a list.
    pub name: &'static str,
    /// What it is for.
    pub meaning: &'static str,
    /// Its fields, in the order of the documentation.
    pub fields: &'static [Field],
}

/// A field of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What may be written.
    pub takes: Takes,
    /// What holds without it, in TOML or in words; empty where nothing does.
    pub default: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// The types it belongs to; empty for all.
    pub types: &'static [&'static str],
}

/// What may be written for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A string.
    Text,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// One of the strings of a list kept elsewhere: types, formats.
    Known,
    /// An integer.
    Integer,
    /// An integer from 0.
    Count,
    /// An integer or a float.
    Number,
    /// A boolean.
    Bool,
    /// A boolean or one of these strings.
    BoolOr(&'static [&'static str]),
    /// A date.
    Date,
    /// A span of days, `"90d"`, or the integer 0.
    Days,
    /// A string, an integer, a float or a boolean.
    Scalar,
    /// A list of strings.
    Texts,
    /// A list of strings and of tables `{ path, required }`.
    Files,
    /// A table with fields of its own.
    Table,
    /// A table whose keys are the user's.
    Map,
    /// A list of tables with fields of their own, `[[name]]`.
    Tables,
}

impl Takes {
    /// The kind in words, for messages: `a string`.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Text | Self::OneOf(_) | Self::Known => "a string",
            Self::Integer => "an integer",
            Self::Count => "an integer from 0",
            Self::Number => "a number",
            Self::Bool => "`true` or `false`",
            Self::BoolOr(_) => "`true`, `false` or `\"auto\"`",
            Self::Date => "a date like `2026-08-01`, without quotes",
            Self::Days => "a span like `\"90d\"`, `\"12w\"`, `\"6mo\"` or `\"1y\"`",
            Self::Scalar => "a string, a number, `true` or `false`",
            Self::Texts => "a list of strings",
            Self::Files => "a list of paths",
            Self::Table | Self::Map => "a table",
            Self::Tables => "a list of tables",
        }
    }

    /// The kind as the documentation's tables call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Text | Self::Known => "string",
            Self::OneOf(_) => "one of",
            Self::Integer => "integer",
            Self::Count => "integer from 0",
            Self::Number => "number",
            Self::Bool => "boolean",
            Self::BoolOr(_) => "boolean or",
            Self::Date => "date",
            Self::Days => "days",
            Self::Scalar => "string, number or boolean",
            Self::Texts => "list of strings",
            Self::Files => "list of paths",
            Self::Table | Self::Map => "table",
            Self::Tables => "list of tables",
        }
    }

    /// The strings it is limited to, where they are few and fixed.
    #[must_use]
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::OneOf(words) | Self::BoolOr(words) => words,
            _ => &[],
        }
    }
}

/// All tables with their fields.
#[must_use]
pub const fn fields() -> &'static [FieldTable] {
    tables::TABLES
}

/// The types of values, each with its meaning.
#[must_use]
pub const fn types() -> &'static [(&'static str, &'static str)] {
    tables::TYPES
}

const fn field(
    name: &'static str,
    takes: Takes,
    default: &'static str,
    meaning: &'static str,
) -> Field {
    Field {
        name,
        takes,
        default,
        meaning,
        types: &[],
    }
}

const fn of_types(types: &'static [&'static str], field: Field) -> Field {
    Field { types, ..field }
}
