//! What a field of `secrun.toml` is, as data that the parser, the JSON Schema
//! and the documentation share.

/// A table of the schema.
#[derive(Debug)]
pub struct FieldTable {
    /// The tables that have these fields, `secrets.KEY, settings.KEY`; capitals
    /// stand for a name of the user's, and brackets for a list of tables.
    pub name: &'static str,
    /// What it is for.
    pub meaning: &'static str,
    /// Its fields, in the order of the documentation.
    pub fields: &'static [&'static Field],
}

/// The field tables that together make up one table of the schema.
pub type Tables = &'static [&'static FieldTable];

/// A field of a table.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    /// What may be written.
    pub takes: Takes,
    /// Whether its table must have it.
    pub required: bool,
    /// The default, in TOML or in words; empty if there is none.
    pub default: &'static str,
    /// The types it belongs to; empty for all.
    pub types: &'static [&'static str],
    /// What it does, in one sentence.
    meaning: &'static str,
}

/// A field that may be absent.
pub(super) const fn field(name: &'static str, takes: Takes, meaning: &'static str) -> Field {
    Field {
        name,
        takes,
        required: false,
        default: "",
        types: &[],
        meaning,
    }
}

/// States a table: a constant for each of its fields, by which the parser asks
/// for it, and `TABLE` with all of them.
macro_rules! table {
    ($name:literal, $meaning:literal => $($constant:ident = $field:expr;)+) => {
        use $crate::schema::fields::field::{Field, FieldTable, Takes, field};

        $(pub(crate) const $constant: &Field = &$field;)+

        pub(crate) const TABLE: &FieldTable = &FieldTable {
            name: $name,
            meaning: $meaning,
            fields: &[$($constant),+],
        };
    };
}

impl Field {
    pub(super) const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    pub(super) const fn default(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    pub(super) const fn of(self, types: &'static [&'static str]) -> Self {
        Self { types, ..self }
    }

    /// What it does, and whether it must be there.
    pub fn description(&self) -> String {
        let required = if self.required { " Required." } else { "" };
        format!("{}{required}", self.meaning)
    }
}

/// What may be written for a field.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// The version of the format.
    Version,
    Text,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// The name of a type.
    Type,
    /// The name of a type that a list can hold.
    ItemType,
    /// The name of a provider's format.
    Format,
    /// An integer from 0.
    Count,
    /// An integer or a float.
    Number,
    Bool,
    /// A boolean or one of these strings.
    BoolOr(&'static [&'static str]),
    Date,
    /// A span of days, `"90d"`, or the integer 0.
    Days,
    /// A span of days, or `manual` or `never`.
    Rotation,
    /// A string, an integer, a float or a boolean.
    Scalar,
    /// A list of strings.
    Texts,
    /// A list of strings and of tables `{ path, required }`.
    Files(Tables),
    /// A table with its own fields.
    Table(Tables),
    /// A table whose keys are the user's and whose values are tables.
    Named(Tables),
    /// A table whose keys are the user's and whose values are tables or lists of strings.
    NamedOrTexts(Tables),
    /// A table whose keys are the user's and whose values are strings.
    NamedTexts,
    /// A list of tables with fields of their own, `[[name]]`.
    List(Tables),
}

impl Takes {
    /// The kind in words, for messages: `a string`.
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Version => "an integer",
            Self::Text | Self::OneOf(_) | Self::Type | Self::ItemType | Self::Format => "a string",
            Self::Count => "an integer from 0",
            Self::Number => "a number",
            Self::Bool => "`true` or `false`",
            Self::BoolOr(_) => "`true`, `false` or `\"auto\"`",
            Self::Date => "a date like `2026-08-01`, without quotes",
            Self::Days | Self::Rotation => {
                "a span like `\"90d\"`, `\"12w\"`, `\"6mo\"` or `\"1y\"`"
            }
            Self::Scalar => "a string, a number, `true` or `false`",
            Self::Texts => "a list of strings",
            Self::Files(_) => "a list of paths",
            Self::Table(_) | Self::Named(_) | Self::NamedOrTexts(_) | Self::NamedTexts => "a table",
            Self::List(_) => "a list of tables",
        }
    }

    /// The kind as the documentation's tables call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Version => "integer",
            Self::Text | Self::Type | Self::ItemType | Self::Format => "string",
            Self::OneOf(_) => "one of",
            Self::Count => "integer from 0",
            Self::Number => "number",
            Self::Bool => "boolean",
            Self::BoolOr(_) => "boolean or",
            Self::Date => "date",
            Self::Days | Self::Rotation => "days",
            Self::Scalar => "string, number or boolean",
            Self::Texts => "list of strings",
            Self::Files(_) => "list of paths",
            Self::Table(_) | Self::Named(_) | Self::NamedOrTexts(_) | Self::NamedTexts => "table",
            Self::List(_) => "list of tables",
        }
    }

    /// The strings it is limited to, if they are few and fixed.
    pub const fn choices(self) -> &'static [&'static str] {
        match self {
            Self::OneOf(words) | Self::BoolOr(words) => words,
            _ => &[],
        }
    }
}
