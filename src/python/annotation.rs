//! Annotations: what a field's type says of the text of a variable.

use ruff_python_ast::{Expr, ExprSubscript, Operator};

use crate::python::literal::{self, last_name};
use crate::python::module::{Symbol, Symbols};
use crate::python::read::Guess;
use crate::python::resolve::{Thing, View};

/// What an annotation says.
#[derive(Default)]
pub(super) struct Annotated<'a> {
    /// The type.
    pub(super) guess: Guess,
    /// Whether it is a `SecretStr`.
    pub(super) masked: bool,
    /// Whether `None` is allowed.
    pub(super) optional: bool,
    /// Whether it is a `ClassVar`, which is no field.
    pub(super) class_variable: bool,
    /// A class of the tree, where it is one.
    pub(super) class: Option<(usize, &'a ruff_python_ast::StmtClassDef)>,
    /// What `Annotated` adds.
    pub(super) notes: Vec<&'a Expr>,
}

/// Reads an annotation.
pub(super) fn read<'a>(view: View<'_, 'a>, expr: &'a Expr) -> Annotated<'a> {
    within(view, expr, 6)
}

fn within<'a>(view: View<'_, 'a>, expr: &'a Expr, depth: u32) -> Annotated<'a> {
    let Some(depth) = depth.checked_sub(1) else {
        return Annotated::default();
    };
    match expr {
        Expr::BinOp(binary) if binary.op == Operator::BitOr => {
            union([&*binary.left, &*binary.right].into_iter(), view, depth)
        }
        Expr::Subscript(subscript) => subscripted(view, subscript, depth),
        Expr::Name(_) | Expr::Attribute(_) => named(view, expr, depth),
        _ => Annotated::default(),
    }
}

fn union<'a>(
    members: impl Iterator<Item = &'a Expr>,
    view: View<'_, 'a>,
    depth: u32,
) -> Annotated<'a> {
    let (none, some): (Vec<&Expr>, Vec<&Expr>) =
        members.partition(|member| matches!(member, Expr::NoneLiteral(_)));
    let mut read: Vec<Annotated<'a>> = some
        .into_iter()
        .map(|member| within(view, member, depth))
        .collect();
    let optional = !none.is_empty() || read.iter().any(|member| member.optional);
    let masked = read.iter().any(|member| member.masked);
    // Of several types none is certain.
    let only = if read.len() == 1 { read.pop() } else { None };
    Annotated {
        masked,
        optional,
        ..only.unwrap_or_default()
    }
}

fn subscripted<'a>(view: View<'_, 'a>, subscript: &'a ExprSubscript, depth: u32) -> Annotated<'a> {
    let elements = || match &*subscript.slice {
        Expr::Tuple(tuple) => tuple.elts.iter().collect::<Vec<_>>(),
        other => vec![other],
    };
    match last_name(&subscript.value) {
        "Optional" => Annotated {
            optional: true,
            ..within(view, &subscript.slice, depth)
        },
        "Union" => union(elements().into_iter(), view, depth),
        "Annotated" => {
            let mut elements = elements().into_iter();
            let inner = elements.next().map(|inner| within(view, inner, depth));
            let mut read = inner.unwrap_or_default();
            read.notes.extend(elements);
            // `NoDecode` hands the text on to a validator of the project's own.
            if read.notes.iter().any(|note| last_name(note) == "NoDecode") {
                read.guess = Guess::Unknown;
            }
            read
        }
        "Final" => within(view, &subscript.slice, depth),
        "ClassVar" => Annotated {
            class_variable: true,
            ..Annotated::default()
        },
        "Literal" => {
            let texts: Option<Vec<Box<str>>> = elements()
                .into_iter()
                .map(|item| literal::text(item).map(Into::into))
                .collect();
            Annotated {
                guess: texts.map_or(Guess::Unknown, Guess::OneOf),
                ..Annotated::default()
            }
        }
        "Secret" => Annotated {
            masked: true,
            ..Annotated::default()
        },
        name => Annotated {
            guess: simple(name),
            ..Annotated::default()
        },
    }
}

fn named<'a>(view: View<'_, 'a>, expr: &'a Expr, depth: u32) -> Annotated<'a> {
    let name = last_name(expr);
    match name {
        "SecretStr" | "SecretBytes" => Annotated {
            guess: Guess::Text,
            masked: true,
            ..Annotated::default()
        },
        "ClassVar" => Annotated {
            class_variable: true,
            ..Annotated::default()
        },
        _ => match view.thing(expr) {
            Thing::Class(module, class) => of_class(view, module, class),
            // A name for a type: `LogLevel = Literal["INFO", "DEBUG"]`.
            Thing::Unknown if simple(name) == Guess::Unknown => match expr {
                Expr::Name(name) => match view.only_value(name.id.as_str()) {
                    Some((module, value)) => within(view.seen_in(module), value, depth),
                    None => Annotated::default(),
                },
                _ => Annotated::default(),
            },
            _ => Annotated {
                guess: simple(name),
                ..Annotated::default()
            },
        },
    }
}

/// A class of the tree: an enum's values, or a model, which is JSON.
fn of_class<'a>(
    view: View<'_, 'a>,
    module: usize,
    class: &'a ruff_python_ast::StmtClassDef,
) -> Annotated<'a> {
    let bases = class
        .arguments
        .as_ref()
        .map_or(&[][..], |bases| &bases.args);
    let named = |name: &str| bases.iter().any(|base| last_name(base) == name);
    let guess = if named("Enum") || named("StrEnum") {
        enum_values(view, module, class)
    } else {
        Guess::Unknown
    };
    Annotated {
        guess,
        class: Some((module, class)),
        ..Annotated::default()
    }
}

fn enum_values(view: View<'_, '_>, module: usize, class: &ruff_python_ast::StmtClassDef) -> Guess {
    let mut symbols = Symbols::new();
    let Some(module) = view.tree.modules.get(module) else {
        return Guess::Unknown;
    };
    module.collect(&class.body, &mut symbols);
    let members = symbols.iter().filter(|(name, _)| !name.starts_with('_'));
    let texts = members.filter_map(|(_, symbol)| match symbol {
        Symbol::Values(values) => Some(values.first().and_then(|value| literal::text(value))),
        _ => None,
    });
    let texts: Option<Vec<Box<str>>> = texts.map(|text| text.map(Into::into)).collect();
    match texts {
        Some(mut texts) if !texts.is_empty() => {
            texts.sort_unstable();
            Guess::OneOf(texts)
        }
        _ => Guess::Unknown,
    }
}

/// The types that have names of their own.
pub(super) fn simple(name: &str) -> Guess {
    match name {
        "str" | "StrictStr" | "constr" | "bytes" => Guess::Text,
        "int" | "PositiveInt" | "NonNegativeInt" | "StrictInt" | "conint" | "NegativeInt"
        | "NonPositiveInt" => Guess::Int,
        "float" | "Decimal" | "PositiveFloat" | "NonNegativeFloat" | "confloat" => Guess::Float,
        "bool" | "StrictBool" => Guess::Bool,
        "AnyUrl" | "HttpUrl" | "AnyHttpUrl" | "AnyWebsocketUrl" | "FileUrl" | "FtpUrl"
        | "PostgresDsn" | "CockroachDsn" | "AmqpDsn" | "RedisDsn" | "MongoDsn" | "KafkaDsn"
        | "NatsDsn" | "MySQLDsn" | "MariaDBDsn" | "ClickHouseDsn" => Guess::Url,
        "EmailStr" => Guess::Email,
        "Path" | "FilePath" | "DirectoryPath" | "NewPath" => Guess::Path,
        "IPvAnyAddress" | "IPv4Address" | "IPv6Address" => Guess::Ip,
        "UUID" | "UUID1" | "UUID4" => Guess::Uuid,
        "list" | "List" | "dict" | "Dict" | "set" | "Set" | "tuple" | "Tuple" | "Sequence"
        | "Mapping" | "Json" | "FrozenSet" | "frozenset" => Guess::Json,
        _ => Guess::Unknown,
    }
}
