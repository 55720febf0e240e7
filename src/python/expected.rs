//! What the type of a settings field takes, as a rule of the schema.

use crate::core::message::Message;
use crate::python::urls;
use crate::schema::types::{At, DurationStyle, Float, JsonShape, ListStyle, ValueType};

/// What pydantic takes for a type of the code: the loosest rule of the schema
/// that keeps within it, and what no rule can say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expected {
    /// The type as the code calls it: `list[str]`.
    pub name: Message,
    pub value_type: ValueType,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub pattern: Option<Box<str>>,
    /// Whether white space around the text is removed before it is judged.
    pub trimmed: bool,
    /// Whether no text is taken at all: `StrictInt`.
    pub strict: bool,
    pub inner: Inner,
}

/// What no rule of the schema can ask for, so that only a value can be judged.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Inner {
    Nothing,
    /// A URL of at most so many characters.
    Url(usize),
    /// A URL that pydantic takes apart at commas first, also those of a password.
    Hosts,
    /// An array of at least and at most so many items, each of one of these types; of
    /// any if there are none.
    Items(Vec<Expected>, usize, Option<usize>),
    /// An array with one item of each.
    Tuple(Vec<Vec<Expected>>),
    /// An object with keys and values of one of these types.
    Values(Vec<Expected>, Vec<Expected>),
}

impl Expected {
    pub(super) fn new(name: Message, value_type: ValueType) -> Self {
        Self {
            name,
            value_type,
            min_length: None,
            max_length: None,
            pattern: None,
            trimmed: false,
            strict: false,
            inner: Inner::Nothing,
        }
    }

    /// `Literal[…]`, or an enumeration.
    pub(super) fn one_of(name: &'static str, values: Vec<Box<str>>) -> Self {
        Self {
            // Numbers alone: no text is one of them.
            strict: values.is_empty(),
            ..Self::new(Message::from(name), ValueType::Enum { values })
        }
    }

    /// `None` as an item of a collection.
    pub(super) fn none() -> Self {
        Self::one_of("None", Vec::new())
    }

    pub(crate) fn is_none(&self) -> bool {
        self.name.as_str() == "None"
    }

    /// Whether pydantic-settings reads the text as JSON before pydantic sees it.
    pub(super) const fn is_decoded(&self) -> bool {
        matches!(self.value_type, ValueType::List { .. })
            || (matches!(self.value_type, ValueType::Json { .. }) && !self.is_json())
    }

    /// Whether it is pydantic's own `Json`, which takes any JSON text.
    const fn is_json(&self) -> bool {
        matches!(self.value_type, ValueType::Json { shape: None })
    }

    /// A type by its name in the standard library or in pydantic.
    pub(super) fn named(name: &str) -> Option<Self> {
        let (name, value_type) = numbers(name).or_else(|| others(name))?;
        let strict = name.starts_with("Strict") && name != "StrictStr";
        let inner = match name {
            "HttpUrl" | "WebsocketUrl" => Inner::Url(2083),
            "PostgresDsn" | "MongoDsn" | "NatsDsn" => Inner::Hosts,
            _ => Inner::Nothing,
        };
        Some(Self {
            strict,
            inner,
            ..Self::new(Message::from(name), value_type)
        })
    }

    /// A collection by its name, with the types of its parts.
    /// `tuple[T, ...]` is one of any length.
    pub(super) fn collection(name: &str, mut parts: Vec<Vec<Self>>, open: bool) -> Option<Self> {
        let name = *COLLECTIONS.iter().find(|known| **known == name)?;
        let array = |of: Vec<Self>| match of.as_slice() {
            [only] => only.list(name),
            _ => Self {
                inner: Inner::Items(of, 0, None),
                ..Self::new(Message::from(name), json(Some(JsonShape::Array)))
            },
        };
        Some(match name {
            "dict" | "Dict" | "Mapping" | "MutableMapping" => {
                let of = parts.pop().unwrap_or_default();
                Self {
                    inner: Inner::Values(parts.pop().unwrap_or_default(), of),
                    ..Self::new(Message::from(name), json(Some(JsonShape::Object)))
                }
            }
            "tuple" | "Tuple" if !parts.is_empty() && !open => Self {
                inner: Inner::Tuple(parts),
                ..Self::new(Message::from(name), json(Some(JsonShape::Array)))
            },
            _ => array(parts.pop().unwrap_or_default()),
        })
    }

    /// An array of this type.
    pub(super) fn list(&self, name: &'static str) -> Self {
        let bare = (self.min_length.or(self.max_length)).is_none() && self.pattern.is_none();
        let sayable = match &self.value_type {
            ValueType::Json { .. } | ValueType::List { .. } => false,
            // A list has one style, its own.
            ValueType::Float(float) => !float.decimal,
            ValueType::Duration { style } => *style == Some(DurationStyle::Pydantic),
            _ => bare && !self.strict,
        };
        let value_type = if sayable {
            ValueType::List {
                of: Box::new(self.value_type.clone()),
                style: ListStyle::Json,
            }
        } else {
            json(Some(JsonShape::Array))
        };
        Self {
            inner: Inner::Items(vec![self.clone()], 0, None),
            ..Self::new(message!("{}[{}]", name, self.name), value_type)
        }
    }
}

const COLLECTIONS: &[&str] = &[
    "list",
    "List",
    "set",
    "Set",
    "frozenset",
    "FrozenSet",
    "tuple",
    "Tuple",
    "Sequence",
    "MutableSequence",
    "AbstractSet",
    "MutableSet",
    "deque",
    "Deque",
    "conlist",
    "conset",
    "confrozenset",
    "dict",
    "Dict",
    "Mapping",
    "MutableMapping",
];

const fn json(shape: Option<JsonShape>) -> ValueType {
    ValueType::Json { shape }
}

/// The types of numbers and truth values.
fn numbers(name: &str) -> Option<(&'static str, ValueType)> {
    let int = |min, max| ValueType::Int {
        min,
        max,
        multiple_of: None,
    };
    let float = Float::default;
    let zero = Some(0.0);
    Some(match name {
        "int" => ("int", int(None, None)),
        "conint" => ("conint", int(None, None)),
        "StrictInt" => ("StrictInt", int(None, None)),
        "PositiveInt" => ("PositiveInt", int(Some(1), None)),
        "NonNegativeInt" => ("NonNegativeInt", int(Some(0), None)),
        "NegativeInt" => ("NegativeInt", int(None, Some(-1))),
        "NonPositiveInt" => ("NonPositiveInt", int(None, Some(0))),
        "float" => ("float", ValueType::Float(float())),
        "confloat" => ("confloat", ValueType::Float(float())),
        "StrictFloat" => ("StrictFloat", ValueType::Float(float())),
        "PositiveFloat" => {
            let above = zero;
            (
                "PositiveFloat",
                ValueType::Float(Float { above, ..float() }),
            )
        }
        "NonNegativeFloat" => {
            let min = zero;
            (
                "NonNegativeFloat",
                ValueType::Float(Float { min, ..float() }),
            )
        }
        "NegativeFloat" => {
            let below = zero;
            (
                "NegativeFloat",
                ValueType::Float(Float { below, ..float() }),
            )
        }
        "NonPositiveFloat" => {
            let max = zero;
            (
                "NonPositiveFloat",
                ValueType::Float(Float { max, ..float() }),
            )
        }
        "FiniteFloat" | "Decimal" | "condecimal" => {
            let name = match name {
                "FiniteFloat" => "FiniteFloat",
                _ => "Decimal",
            };
            let decimal = true;
            (name, ValueType::Float(Float { decimal, ..float() }))
        }
        "bool" => ("bool", ValueType::Bool),
        "StrictBool" => ("StrictBool", ValueType::Bool),
        _ => return None,
    })
}

/// The types of other values.
fn others(name: &str) -> Option<(&'static str, ValueType)> {
    let path = |exists| ValueType::Path { exists };
    let ip = |version| ValueType::Ip { version };
    Some(match name {
        "str" => ("str", ValueType::String),
        "StrictStr" => ("StrictStr", ValueType::String),
        "constr" => ("constr", ValueType::String),
        "bytes" => ("bytes", ValueType::String),
        "SecretStr" => ("SecretStr", ValueType::String),
        "SecretBytes" => ("SecretBytes", ValueType::String),
        "EmailStr" | "NameEmail" => ("EmailStr", ValueType::Email { pydantic: true }),
        "Path" => ("Path", path(None)),
        "FilePath" => ("FilePath", path(Some(At::Regular))),
        "DirectoryPath" => ("DirectoryPath", path(Some(At::Dir))),
        "NewPath" => ("NewPath", path(Some(At::New))),
        "IPvAnyAddress" => ("IPvAnyAddress", ip(None)),
        "IPv4Address" => ("IPv4Address", ip(Some(4))),
        "IPv6Address" => ("IPv6Address", ip(Some(6))),
        "UUID" => ("UUID", ValueType::Uuid { version: None }),
        "Json" => ("Json", json(None)),
        "date" => ("date", ValueType::Date),
        "datetime" => ("datetime", ValueType::DateTime),
        "time" => ("time", ValueType::Time),
        "timedelta" => {
            let style = Some(DurationStyle::Pydantic);
            ("timedelta", ValueType::Duration { style })
        }
        "ByteSize" => ("ByteSize", ValueType::Bytes),
        _ => return uuid(name).or_else(|| urls::named(name)),
    })
}

/// `UUID4` and the like.
fn uuid(name: &str) -> Option<(&'static str, ValueType)> {
    const UUIDS: [(&str, u8); 7] = [
        ("UUID1", 1),
        ("UUID3", 3),
        ("UUID4", 4),
        ("UUID5", 5),
        ("UUID6", 6),
        ("UUID7", 7),
        ("UUID8", 8),
    ];
    let (name, version) = UUIDS.into_iter().find(|(known, _)| *known == name)?;
    let version = Some(version);
    Some((name, ValueType::Uuid { version }))
}
