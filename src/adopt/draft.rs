//! A schema before it is written.

use crate::core::message::{Message, Place};
use crate::core::name::{EnvName, Label};
use crate::core::report::KeyKind;
use crate::python::Expected;
use crate::schema::types::ValueType;

/// A type of the schema.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum DraftType {
    #[default]
    Text,
    /// Another type, by its name.
    Named(&'static str),
    /// `enum` with its values.
    OneOf(Vec<Box<str>>),
    /// What pydantic takes for a type of the code.
    Rule(Box<Expected>),
}

impl DraftType {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Named(name) => name,
            Self::OneOf(_) => "enum",
            Self::Rule(expected) => expected.value_type.name(),
        }
    }

    /// Whether a default of the code may stand in the schema: pydantic does not
    /// judge its own.
    pub(crate) fn takes(&self, default: &str) -> bool {
        match self {
            Self::Rule(expected) => match &expected.value_type {
                ValueType::Path { .. } => true,
                other => other.check(default.as_bytes(), &|_| None).is_ok(),
            },
            _ => true,
        }
    }
}

/// A key before it is declared.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub name: EnvName,
    /// The other names that the code reads it from.
    pub aliases: Vec<EnvName>,
    pub kind: KeyKind,
    pub why: Message,
    pub typed: DraftType,
    /// The provider format of a secret.
    pub format: Option<&'static str>,
    /// Whether it must be set.
    pub required: bool,
    /// Whether it may be empty.
    pub allow_empty: bool,
    /// The default of a setting, as the environment spells it.
    pub default: Option<Box<str>>,
    /// A plain value that `.env.example` has for a setting.
    pub example: Option<Box<str>>,
    /// The first place that mentions it.
    pub place: Option<Place>,
    /// How it was found there, if no name stands in code that was parsed.
    pub found: Option<Message>,
}

/// A schema before it is written.
#[derive(Debug, Default)]
pub(crate) struct Proposal {
    /// The keys, sorted by name.
    pub drafts: Vec<Draft>,
    /// The env files besides `.env`.
    pub files: Vec<String>,
    /// The presets that pass what the code reads from the host.
    pub presets: Vec<&'static str>,
    /// Names that the code reads and that the presets pass.
    pub inherited: Vec<EnvName>,
    /// Names that the code reads and that no schema may declare.
    pub reserved: Vec<EnvName>,
    /// The secrets that each entry point of the program reads.
    pub scopes: Vec<(Label, Vec<EnvName>)>,
}
