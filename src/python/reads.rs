//! Names as the code puts them together, and what is found on the way.

use std::collections::{HashMap, HashSet};

use ruff_python_ast::{Expr, FStringPart, InterpolatedStringElement, Operator};

use crate::python::literal::Default;
use crate::python::module::Symbol;
use crate::python::read::{Guess, Reader, Reading};
use crate::python::resolve::View;

/// A function or class of the tree: its module and where it begins.
pub(super) type Id = (usize, u32);

/// A name that a function of the project hands on to the environment.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Pass {
    /// The parameter that it comes in by: its place and its name.
    pub(super) parameter: (usize, String),
    /// What is put round it.
    pub(super) before: String,
    pub(super) after: String,
    pub(super) upper: bool,
    /// The parameter of the default.
    pub(super) default_parameter: Option<(usize, String)>,
    /// What holds where the call gives no default.
    pub(super) default: Default,
    /// What the value is taken for.
    pub(super) guess: Guess,
    /// Whether the function raises by itself.
    pub(super) raises: bool,
}

/// What is found, collected.
#[derive(Default)]
pub(super) struct Sink {
    pub(super) reading: Reading,
    /// Functions that hand a name on.
    pub(super) passes: HashMap<Id, Vec<Pass>>,
    /// Classes that are called.
    pub(super) made: HashSet<Id>,
}

/// What a name's expression comes to.
#[derive(Clone)]
pub(super) enum Named {
    /// One of these texts.
    Texts(Vec<String>),
    /// What a parameter of a function round it gives: the scope and the place.
    Passed {
        scope: usize,
        at: usize,
        name: String,
        before: String,
        after: String,
        upper: bool,
    },
    /// Made at run time.
    Unknown,
}

/// More names than this from one expression are taken as made at run time.
const MANY: usize = 256;

/// Puts a name together.
pub(super) fn named<'a>(view: View<'_, 'a>, expr: &'a Expr) -> Named {
    within(view, expr, 8)
}

fn within<'a>(view: View<'_, 'a>, expr: &'a Expr, depth: u32) -> Named {
    let Some(depth) = depth.checked_sub(1) else {
        return Named::Unknown;
    };
    match expr {
        Expr::Name(name) => of_name(view, name.id.as_str(), expr, depth),
        Expr::FString(fstring) => of_fstring(view, fstring, depth),
        Expr::BinOp(binary) if binary.op == Operator::Add => {
            let left = within(view, &binary.left, depth);
            let right = within(view, &binary.right, depth);
            joined(left, right)
        }
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(attribute) => match attribute.attr.as_str() {
                "upper" => uppercase(within(view, &attribute.value, depth)),
                "strip" | "encode" => within(view, &attribute.value, depth),
                _ => Named::Unknown,
            },
            _ => Named::Unknown,
        },
        Expr::If(choice) => {
            let body = within(view, &choice.body, depth);
            let other = within(view, &choice.orelse, depth);
            match (body, other) {
                (Named::Texts(mut one), Named::Texts(other)) => {
                    one.extend(other);
                    Named::Texts(one)
                }
                _ => Named::Unknown,
            }
        }
        _ => view
            .constant(expr)
            .map_or(Named::Unknown, |text| Named::Texts(vec![text])),
    }
}

fn of_name<'a>(view: View<'_, 'a>, name: &str, expr: &'a Expr, depth: u32) -> Named {
    let scope = view
        .scopes
        .iter()
        .rposition(|scope| scope.contains_key(name));
    match view.symbol(name) {
        Some((_, Symbol::Parameter(at))) => match scope {
            Some(scope) => Named::Passed {
                scope,
                at,
                name: name.to_owned(),
                before: String::new(),
                after: String::new(),
                upper: false,
            },
            None => Named::Unknown,
        },
        Some((_, Symbol::OneOf(texts))) => Named::Texts(texts),
        Some((module, Symbol::Values(values))) => match values.as_slice() {
            [value] => within(view.seen_in(module), value, depth),
            _ => Named::Unknown,
        },
        _ => view
            .constant(expr)
            .map_or(Named::Unknown, |text| Named::Texts(vec![text])),
    }
}

fn of_fstring<'a>(
    view: View<'_, 'a>,
    fstring: &'a ruff_python_ast::ExprFString,
    depth: u32,
) -> Named {
    let mut whole = Named::Texts(vec![String::new()]);
    for part in &fstring.value {
        match part {
            FStringPart::Literal(literal) => {
                whole = joined(whole, Named::Texts(vec![literal.value.to_string()]));
            }
            FStringPart::FString(inner) => {
                for element in &inner.elements {
                    let next = match element {
                        InterpolatedStringElement::Literal(literal) => {
                            Named::Texts(vec![literal.value.to_string()])
                        }
                        InterpolatedStringElement::Interpolation(field) => {
                            within(view, &field.expression, depth)
                        }
                    };
                    whole = joined(whole, next);
                }
            }
        }
    }
    whole
}

/// Two parts as one.
pub(super) fn joined(one: Named, other: Named) -> Named {
    match (one, other) {
        (Named::Texts(left), Named::Texts(right)) => {
            if left.len() * right.len() > MANY {
                return Named::Unknown;
            }
            let pairs = left
                .iter()
                .flat_map(|head| right.iter().map(move |tail| format!("{head}{tail}")));
            Named::Texts(pairs.collect())
        }
        (
            Named::Texts(texts),
            Named::Passed {
                scope,
                at,
                name,
                before,
                after,
                upper,
            },
        ) => match texts.as_slice() {
            [text] => Named::Passed {
                before: format!("{text}{before}"),
                scope,
                at,
                name,
                after,
                upper,
            },
            _ => Named::Unknown,
        },
        (
            Named::Passed {
                scope,
                at,
                name,
                before,
                after,
                upper,
            },
            Named::Texts(texts),
        ) => match texts.as_slice() {
            [text] => Named::Passed {
                after: format!("{after}{text}"),
                scope,
                at,
                name,
                before,
                upper,
            },
            _ => Named::Unknown,
        },
        _ => Named::Unknown,
    }
}

pub(super) fn uppercase(named: Named) -> Named {
    match named {
        Named::Texts(texts) => Named::Texts(texts.iter().map(|text| text.to_uppercase()).collect()),
        Named::Passed {
            scope,
            at,
            name,
            before,
            after,
            ..
        } => Named::Passed {
            before: before.to_uppercase(),
            after: after.to_uppercase(),
            scope,
            at,
            name,
            upper: true,
        },
        Named::Unknown => Named::Unknown,
    }
}

/// What is known of a read before its name is.
#[derive(Clone)]
pub(super) struct Manner {
    pub(super) reader: Reader,
    pub(super) default: Default,
    pub(super) default_parameter: Option<(usize, String)>,
    pub(super) guess: Guess,
}

impl Manner {
    /// A read with a default.
    pub(super) fn new(reader: Reader, default: Default) -> Self {
        Self {
            reader,
            default,
            default_parameter: None,
            guess: Guess::Unknown,
        }
    }

    /// With a type.
    pub(super) fn taken_for(self, guess: Guess) -> Self {
        Self { guess, ..self }
    }
}
