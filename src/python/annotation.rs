//! Annotations, which show the type of a field.

use ruff_python_ast::{Expr, ExprSubscript, Operator, StmtClassDef};

use crate::python::class::is_enum;
use crate::python::literal::{self, last_name};
use crate::python::model::TypeHint;
use crate::python::module::Symbol;
use crate::python::resolve::{Resolved, View};

/// What an annotation says.
#[derive(Default)]
pub(super) struct Annotated<'a> {
    pub(super) hint: TypeHint,
    /// Whether it is a `SecretStr`.
    pub(super) masked: bool,
    /// Whether `None` is allowed.
    pub(super) optional: bool,
    /// Whether it is a `ClassVar`, which is not a field.
    pub(super) class_variable: bool,
    /// A class of the tree, if it is one.
    pub(super) class: Option<(usize, &'a StmtClassDef)>,
    pub(super) notes: Vec<&'a Expr>,
}

impl Annotated<'_> {
    fn of(hint: TypeHint) -> Self {
        Self {
            hint,
            ..Self::default()
        }
    }

    fn class_variable() -> Self {
        Self {
            class_variable: true,
            ..Self::default()
        }
    }
}

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
    // Of several types, none is certain.
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
            let inner = elements.next();
            let mut read =
                inner.map_or_else(Annotated::default, |inner| within(view, inner, depth));
            read.notes.extend(elements);
            // `NoDecode` passes the text to a validator of the project.
            if read.notes.iter().any(|note| last_name(note) == "NoDecode") {
                read.hint = TypeHint::Unknown;
            }
            read
        }
        "Final" => within(view, &subscript.slice, depth),
        "ClassVar" => Annotated::class_variable(),
        "Literal" => {
            let texts: Option<Vec<Box<str>>> = elements()
                .into_iter()
                .map(|item| literal::text(item).map(Into::into))
                .collect();
            Annotated::of(texts.map_or(TypeHint::Unknown, TypeHint::OneOf))
        }
        "Secret" => Annotated {
            masked: true,
            ..Annotated::default()
        },
        name => Annotated::of(named_type(name)),
    }
}

fn named<'a>(view: View<'_, 'a>, expr: &'a Expr, depth: u32) -> Annotated<'a> {
    let name = last_name(expr);
    match name {
        "SecretStr" | "SecretBytes" => Annotated {
            hint: TypeHint::Text,
            masked: true,
            ..Annotated::default()
        },
        "ClassVar" => Annotated::class_variable(),
        _ => match view.resolve(expr) {
            Resolved::Class(module, class) => of_class(view, module, class),
            // An alias: `LogLevel = Literal["INFO", "DEBUG"]`.
            Resolved::Unknown if named_type(name) == TypeHint::Unknown => match expr {
                Expr::Name(name) => match view.only_value(name.id.as_str()) {
                    Some((module, value)) => within(view.seen_in(module), value, depth),
                    None => Annotated::default(),
                },
                _ => Annotated::default(),
            },
            _ => Annotated::of(named_type(name)),
        },
    }
}

/// A class of the tree: an enum, or a model.
fn of_class<'a>(view: View<'_, 'a>, module: usize, class: &'a StmtClassDef) -> Annotated<'a> {
    if is_enum(view.tree, (module, class)) {
        return Annotated::of(enum_values(view, module, class));
    }
    Annotated {
        class: Some((module, class)),
        ..Annotated::default()
    }
}

fn enum_values(view: View<'_, '_>, module: usize, class: &StmtClassDef) -> TypeHint {
    let symbols = view.tree.modules[module].symbols_of(&class.body);
    let members = symbols.iter().filter(|(name, _)| !name.starts_with('_'));
    let texts = members.filter_map(|(_, symbol)| match symbol {
        Symbol::Values(values) => Some(values.first().and_then(|value| literal::text(value))),
        _ => None,
    });
    let texts: Option<Vec<Box<str>>> = texts.map(|text| text.map(Into::into)).collect();
    match texts {
        Some(mut texts) if !texts.is_empty() => {
            texts.sort_unstable();
            TypeHint::OneOf(texts)
        }
        _ => TypeHint::Unknown,
    }
}

/// The type that a name of the standard library or of pydantic stands for.
pub(super) fn named_type(name: &str) -> TypeHint {
    match name {
        "str" | "StrictStr" | "constr" | "bytes" => TypeHint::Text,
        "int" | "PositiveInt" | "NonNegativeInt" | "StrictInt" | "conint" | "NegativeInt"
        | "NonPositiveInt" => TypeHint::Int,
        "float" | "Decimal" | "PositiveFloat" | "NonNegativeFloat" | "confloat" => TypeHint::Float,
        "bool" | "StrictBool" => TypeHint::Bool,
        "AnyUrl" | "HttpUrl" | "AnyHttpUrl" | "AnyWebsocketUrl" | "FileUrl" | "FtpUrl" => {
            TypeHint::Url
        }
        "PostgresDsn" | "CockroachDsn" | "AmqpDsn" | "RedisDsn" | "MongoDsn" | "KafkaDsn"
        | "NatsDsn" | "MySQLDsn" | "MariaDBDsn" | "ClickHouseDsn" => TypeHint::Dsn,
        "EmailStr" => TypeHint::Email,
        "Path" | "FilePath" | "DirectoryPath" | "NewPath" => TypeHint::Path,
        "IPvAnyAddress" | "IPv4Address" | "IPv6Address" => TypeHint::Ip,
        "UUID" | "UUID1" | "UUID4" => TypeHint::Uuid,
        "list" | "List" | "dict" | "Dict" | "set" | "Set" | "tuple" | "Tuple" | "Sequence"
        | "Mapping" | "Json" | "FrozenSet" | "frozenset" => TypeHint::Json,
        _ => TypeHint::Unknown,
    }
}
