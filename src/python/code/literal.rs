//! Literals: strings, and defaults as the environment would spell them.

use ruff_python_ast::{Expr, Number, UnaryOp};

use crate::core::secret_value::reason;
use crate::core::url::Url;
use crate::python::model::{DefaultText, Need, plain};
use crate::schema::formats;

/// The text of a string or of ASCII bytes.
pub(super) fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::StringLiteral(literal) => Some(literal.value.to_str().to_owned()),
        Expr::BytesLiteral(literal) => String::from_utf8(literal.value.bytes().collect()).ok(),
        _ => None,
    }
}

/// What the code says about the default of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DefaultValue {
    /// Whether there is one at all.
    pub(super) need: Need,
    /// As the environment spells it, if it is short and plain.
    pub(super) text: Option<Box<str>>,
    /// Whether it is a string in the code.
    pub(super) is_text: bool,
    pub(super) facts: DefaultText,
}

impl DefaultValue {
    pub(super) fn none(need: Need) -> Self {
        Self {
            need,
            text: None,
            is_text: false,
            facts: DefaultText::default(),
        }
    }

    /// Makes a variable optional that the code would else need.
    pub(super) fn relax(&mut self) {
        self.need = self.need.max(Need::Optional);
    }

    /// Reads the expression that is the default.
    pub(super) fn of(expr: Option<&Expr>, without: Need) -> Self {
        let Some(expr) = expr else {
            return Self::none(without);
        };
        match expr {
            Expr::NoneLiteral(_) => Self::none(Need::Optional),
            Expr::EllipsisLiteral(_) => Self::none(Need::Required),
            _ => {
                let text = secret(expr).filter(|text| !text.is_empty());
                Self {
                    need: Need::Default,
                    text: spelled(expr),
                    is_text: matches!(expr, Expr::StringLiteral(_)),
                    facts: text.map_or_else(DefaultText::default, facts_of),
                }
            }
        }
    }
}

/// Numbers, booleans and short plain words as the environment spells them.
pub(super) fn spelled(expr: &Expr) -> Option<Box<str>> {
    match expr {
        Expr::BooleanLiteral(literal) => Some(if literal.value { "true" } else { "false" }.into()),
        Expr::NumberLiteral(literal) => number(&literal.value),
        Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => match &*unary.operand {
            Expr::NumberLiteral(literal) => {
                number(&literal.value).map(|text| format!("-{text}").into())
            }
            _ => None,
        },
        Expr::StringLiteral(literal) => plain(literal.value.to_str()),
        // `60 * 24 * 8` is a common way to write a duration.
        Expr::BinOp(binary) if binary.op == ruff_python_ast::Operator::Mult => {
            let left: i64 = spelled(&binary.left)?.parse().ok()?;
            let right: i64 = spelled(&binary.right)?.parse().ok()?;
            Some(left.checked_mul(right)?.to_string().into())
        }
        _ => None,
    }
}

fn number(number: &Number) -> Option<Box<str>> {
    match number {
        Number::Int(int) => int.as_i64().map(|int| int.to_string().into()),
        Number::Float(float) if float.is_finite() => Some(format!("{float:?}").into()),
        _ => None,
    }
}

/// The text of a string, also inside `SecretStr("…")`.
fn secret(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::StringLiteral(literal) => Some(literal.value.to_str().trim()),
        Expr::Call(call) => match &*call.arguments.args {
            [only] if last_name(&call.func).starts_with("Secret") => secret(only),
            _ => None,
        },
        _ => None,
    }
}

fn facts_of(text: &str) -> DefaultText {
    let bytes = text.as_bytes();
    DefaultText {
        // A URL without a user gives nothing away, and neither does JSON without content.
        is_filled: !matches!(text.trim(), "{}" | "[]" | "null")
            && Url::first_in(bytes).is_none_or(|url| url.user.is_some()),
        live: formats::live_form(bytes).map(formats::Format::name),
        has_secret: reason(bytes).is_some(),
    }
}

/// How many calls and subscripts may follow a name. A chain of calls is looked
/// at from each of its links, so that without a limit the time is quadratic.
const MAX_NAME_DEPTH: usize = 16;

/// The elements of a list, a tuple or a set.
pub(super) fn elements(expr: &Expr) -> Option<&[Expr]> {
    match expr {
        Expr::List(list) => Some(&list.elts),
        Expr::Tuple(tuple) => Some(&tuple.elts),
        Expr::Set(set) => Some(&set.elts),
        _ => None,
    }
}

/// The last part of a dotted name.
pub(super) fn last_name(mut expr: &Expr) -> &str {
    for _ in 0..MAX_NAME_DEPTH {
        expr = match expr {
            Expr::Name(name) => return name.id.as_str(),
            Expr::Attribute(attribute) => return attribute.attr.as_str(),
            Expr::Subscript(subscript) => &subscript.value,
            Expr::Call(call) => &call.func,
            _ => break,
        };
    }
    ""
}
