//! The names that expressions evaluate to, as far as the text of the code says.

use ruff_python_ast::{DictItem, Expr, ExprCall, FStringPart, InterpolatedStringElement, Operator};

use crate::python::code::literal::text;
use crate::python::code::loops::dict;
use crate::python::code::module::Symbol;
use crate::python::code::resolve::View;

/// A parameter of a function.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Parameter {
    pub(super) at: usize,
    pub(super) name: String,
}

impl Parameter {
    /// The argument that a call passes for it. A call of a method passes no
    /// `self`, so `skipped` is 1 there.
    pub(super) fn argument<'a>(&self, call: &'a ExprCall, skipped: usize) -> Option<&'a Expr> {
        let at = self.at.saturating_sub(skipped);
        call.arguments.find_argument_value(&self.name, at)
    }
}

/// A name that a function makes from one of its arguments.
#[derive(Clone)]
pub(super) struct Template {
    pub(super) parameter: Parameter,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) upper: bool,
}

impl Template {
    /// The name for an argument.
    pub(super) fn fill(&self, argument: Name) -> Name {
        let argument = if self.upper {
            argument.uppercase()
        } else {
            argument
        };
        Name::text(&self.before)
            .concat(argument)
            .concat(Name::text(&self.after))
    }
}

/// What an expression evaluates to.
pub(super) enum Name {
    /// One of these texts.
    Texts(Vec<String>),
    /// Depends on an argument of an enclosing function, which is given as an
    /// index of [`View::scopes`].
    Argument(usize, Template),
    /// Made at run time.
    Unknown,
}

/// If an expression has more values than this, they count as made at run time.
const MAX_TEXTS: usize = 256;

/// How deep expressions are followed.
const DEPTH: u32 = 8;

impl Name {
    pub(super) fn text(text: &str) -> Self {
        Self::Texts(vec![text.to_owned()])
    }

    pub(super) fn of<'a>(view: View<'_, 'a>, expr: &'a Expr) -> Self {
        Self::within(view, expr, DEPTH)
    }

    fn within<'a>(view: View<'_, 'a>, expr: &'a Expr, depth: u32) -> Self {
        let Some(depth) = depth.checked_sub(1) else {
            return Self::Unknown;
        };
        let inner = |expr: &'a Expr| Self::within(view, expr, depth);
        match expr {
            Expr::Name(name) => Self::of_variable(view, name.id.as_str(), expr, depth),
            Expr::FString(fstring) => {
                fstring
                    .value
                    .iter()
                    .fold(Self::text(""), |whole, part| match part {
                        FStringPart::Literal(literal) => whole.concat(Self::text(&literal.value)),
                        FStringPart::FString(part) => {
                            part.elements.iter().fold(whole, |whole, element| {
                                whole.concat(match element {
                                    InterpolatedStringElement::Literal(text) => {
                                        Self::text(&text.value)
                                    }
                                    InterpolatedStringElement::Interpolation(field) => {
                                        inner(&field.expression)
                                    }
                                })
                            })
                        }
                    })
            }
            Expr::BinOp(binary) if binary.op == Operator::Add => {
                inner(&binary.left).concat(inner(&binary.right))
            }
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(attribute) => match attribute.attr.as_str() {
                    "upper" => inner(&attribute.value).uppercase(),
                    "strip" | "encode" => inner(&attribute.value),
                    "get" => Self::of_map(view, &attribute.value, call.arguments.args.first()),
                    _ => Self::Unknown,
                },
                _ => Self::Unknown,
            },
            Expr::Subscript(subscript) => {
                Self::of_map(view, &subscript.value, Some(&subscript.slice))
            }
            Expr::If(choice) => match (inner(&choice.body), inner(&choice.orelse)) {
                (Self::Texts(mut texts), Self::Texts(others)) => {
                    texts.extend(others);
                    Self::Texts(texts)
                }
                _ => Self::Unknown,
            },
            _ => Self::of_constant(view, expr),
        }
    }

    /// `NAMES["a"]` of a dictionary: one of its texts, or all of them.
    fn of_map<'a>(view: View<'_, 'a>, map: &'a Expr, key: Option<&'a Expr>) -> Self {
        let maps = match map {
            Expr::Name(name) => view.symbol(name.id.as_str()),
            _ => None,
        };
        let maps = match maps {
            Some((_, Symbol::OneOfMaps(maps))) => maps,
            _ => dict(view, map).into_iter().collect(),
        };
        let key = key.and_then(|key| view.constant(key));
        let is_asked = |item: &&DictItem| key.is_none() || item.key.as_ref().and_then(text) == key;
        let items = maps.iter().flat_map(|dict| &dict.items).filter(is_asked);
        let texts: Option<Vec<String>> = items.map(|item| text(&item.value)).collect();
        texts
            .filter(|texts| !texts.is_empty())
            .map_or(Self::Unknown, Self::Texts)
    }

    fn of_constant<'a>(view: View<'_, 'a>, expr: &'a Expr) -> Self {
        view.constant(expr)
            .map_or(Self::Unknown, |text| Self::Texts(vec![text]))
    }

    fn of_variable<'a>(view: View<'_, 'a>, name: &str, expr: &'a Expr, depth: u32) -> Self {
        match view.symbol(name) {
            Some((_, Symbol::Parameter(at))) => {
                let mut scopes = view.scopes.iter();
                let scope = scopes.rposition(|scope| scope.contains_key(name));
                let parameter = Parameter {
                    at,
                    name: name.to_owned(),
                };
                let template = Template {
                    parameter,
                    before: String::new(),
                    after: String::new(),
                    upper: false,
                };
                scope.map_or(Self::Unknown, |scope| Self::Argument(scope, template))
            }
            Some((_, Symbol::OneOf(texts))) => Self::Texts(texts),
            Some((module, Symbol::Values(values))) => match values.as_slice() {
                [value] => Self::within(view.seen_in(module), value, depth),
                several => {
                    let view = view.seen_in(module);
                    let texts = several.iter().map(|value| view.constant(value));
                    let texts: Option<Vec<String>> = texts.collect();
                    texts.map_or(Self::Unknown, Self::Texts)
                }
            },
            _ => Self::of_constant(view, expr),
        }
    }

    /// This name with the other one behind it.
    pub(super) fn concat(self, other: Self) -> Self {
        match (self, other) {
            (Self::Texts(heads), Self::Texts(tails)) => {
                if heads.len() * tails.len() > MAX_TEXTS {
                    return Self::Unknown;
                }
                let pairs = heads
                    .iter()
                    .flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}")));
                Self::Texts(pairs.collect())
            }
            (Self::Texts(texts), Self::Argument(scope, mut template)) if texts.len() == 1 => {
                template.before.insert_str(0, &texts[0]);
                Self::Argument(scope, template)
            }
            (Self::Argument(scope, mut template), Self::Texts(texts)) if texts.len() == 1 => {
                template.after.push_str(&texts[0]);
                Self::Argument(scope, template)
            }
            _ => Self::Unknown,
        }
    }

    pub(super) fn uppercase(self) -> Self {
        match self {
            Self::Texts(texts) => {
                Self::Texts(texts.iter().map(|text| text.to_uppercase()).collect())
            }
            Self::Argument(scope, template) => Self::Argument(
                scope,
                Template {
                    before: template.before.to_uppercase(),
                    after: template.after.to_uppercase(),
                    upper: true,
                    ..template
                },
            ),
            Self::Unknown => Self::Unknown,
        }
    }
}
