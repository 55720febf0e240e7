//! Annotations, which show the type of a field.

use ruff_python_ast::{Expr, ExprCall, ExprSubscript, Operator, StmtClassDef};

use crate::python::code::choices;
use crate::python::code::class::is_enum;
use crate::python::code::constraints;
use crate::python::code::literal::{self, last_name};
use crate::python::code::resolve::{Resolved, View};
use crate::python::expected::Expected;
use crate::python::model::TypeHint;
use crate::schema::types::ValueType;

/// What an annotation says.
#[derive(Default)]
pub(super) struct Annotated<'a> {
    pub(super) hint: TypeHint,
    /// What pydantic takes for it: one of these.
    pub(super) expected: Vec<Expected>,
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

impl<'a> Annotated<'a> {
    fn of(hint: TypeHint) -> Self {
        Self {
            hint,
            ..Self::default()
        }
    }

    /// A type by its name.
    fn named(name: &str) -> Self {
        let collection = || Expected::collection(name, Vec::new(), true);
        let expected = Expected::named(name).or_else(collection);
        Self {
            expected: expected.into_iter().collect(),
            ..Self::of(named_type(name))
        }
    }

    /// Notes that code of the project sees the text before its type does. What
    /// pydantic-settings decodes must be JSON nevertheless.
    pub(super) fn reshape(&mut self) {
        match self.expected.as_slice() {
            [only] if only.is_decoded() && !self.optional => {
                let any = ValueType::Json { shape: None };
                self.expected = vec![Expected::new(only.name.clone(), any)];
            }
            _ => self.expected.clear(),
        }
        if self.hint != TypeHint::Json {
            self.hint = TypeHint::Unknown;
        }
    }

    /// Takes over what the notes of `Annotated[…]` say of the type.
    fn noted(&mut self, view: View<'_, 'a>) {
        for note in &self.notes {
            if let Expr::Call(call) = note {
                constraints::narrow(view, call, &mut self.expected);
            }
        }
        let has = |names: &[&str]| {
            self.notes
                .iter()
                .any(|note| names.contains(&last_name(note)))
        };
        // `NoDecode` passes the text to a validator of the project.
        if has(&["NoDecode"]) {
            self.hint = TypeHint::Unknown;
            self.expected.clear();
        } else if has(&["BeforeValidator", "WrapValidator", "PlainValidator"]) {
            self.reshape();
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
        // `conint(gt=5)`, `conlist(int, min_length=1)`
        Expr::Call(call) => called(view, call, depth),
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
    let known = read.iter().all(|member| !member.expected.is_empty());
    let expected = read
        .iter_mut()
        .flat_map(|member| std::mem::take(&mut member.expected));
    let expected: Vec<Expected> = expected.collect();
    // Of several types, none is certain.
    let only = if read.len() == 1 { read.pop() } else { None };
    Annotated {
        masked,
        optional,
        expected: if known { expected } else { Vec::new() },
        ..only.unwrap_or_default()
    }
}

fn called<'a>(view: View<'_, 'a>, call: &'a ExprCall, depth: u32) -> Annotated<'a> {
    let name = last_name(&call.func);
    let mut read = if name.starts_with("con") {
        Annotated::named(name)
    } else {
        Annotated::default()
    };
    if let Some(item) = call.arguments.args.first() {
        let parts = vec![within(view, item, depth).expected];
        read.expected = Expected::collection(name, parts, true)
            .into_iter()
            .collect();
    }
    constraints::narrow(view, call, &mut read.expected);
    read
}

/// The types between the brackets of a collection.
fn collected<'a>(
    view: View<'_, 'a>,
    name: &str,
    elements: Vec<&'a Expr>,
    depth: u32,
) -> Annotated<'a> {
    let mut open = false;
    let mut parts = Vec::new();
    for element in elements {
        if element.is_ellipsis_literal_expr() {
            open = true;
            continue;
        }
        let read = within(view, element, depth);
        let mut part = read.expected;
        if read.optional && !part.is_empty() {
            part.push(Expected::none());
        }
        parts.push(part);
    }
    Annotated {
        expected: Expected::collection(name, parts, open)
            .into_iter()
            .collect(),
        ..Annotated::of(named_type(name))
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
            read.noted(view);
            read
        }
        "Final" => within(view, &subscript.slice, depth),
        "ClassVar" => Annotated::class_variable(),
        "Literal" => {
            let texts: Option<Vec<Box<str>>> = elements()
                .into_iter()
                .map(|item| literal::text(item).map(Into::into))
                .collect();
            Annotated {
                expected: choices::literals(&elements()).into_iter().collect(),
                ..Annotated::of(texts.map_or(TypeHint::Unknown, TypeHint::OneOf))
            }
        }
        "Secret" => Annotated {
            masked: true,
            expected: within(view, &subscript.slice, depth).expected,
            ..Annotated::default()
        },
        "Json" => {
            let inner = within(view, &subscript.slice, depth);
            let read = inner.expected.iter().all(Expected::is_decoded);
            Annotated {
                expected: if read { inner.expected } else { Vec::new() },
                ..Annotated::of(TypeHint::Json)
            }
        }
        name => collected(view, name, elements(), depth),
    }
}

fn named<'a>(view: View<'_, 'a>, expr: &'a Expr, depth: u32) -> Annotated<'a> {
    let name = last_name(expr);
    match name {
        "SecretStr" | "SecretBytes" => Annotated {
            hint: TypeHint::Text,
            masked: true,
            ..Annotated::named(name)
        },
        "ClassVar" => Annotated::class_variable(),
        _ => match view.resolve(expr) {
            Resolved::Class(module, class) => of_class(view, module, class),
            // An alias: `LogLevel = Literal["INFO", "DEBUG"]`.
            Resolved::Unknown => match expr {
                Expr::Name(alias) => match view.only_value(alias.id.as_str()) {
                    Some((module, value)) => within(view.seen_in(module), value, depth),
                    None => Annotated::named(name),
                },
                _ => Annotated::named(name),
            },
            _ => Annotated::named(name),
        },
    }
}

/// A class of the tree: an enum, or a model.
fn of_class<'a>(view: View<'_, 'a>, module: usize, class: &'a StmtClassDef) -> Annotated<'a> {
    if is_enum(view.tree, (module, class)) {
        let (hint, expected) = choices::enumeration(view, module, class);
        return Annotated {
            expected: expected.into_iter().collect(),
            ..Annotated::of(hint)
        };
    }
    Annotated {
        class: Some((module, class)),
        ..Annotated::default()
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
