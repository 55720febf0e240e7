//! The bounds that `Field(…)`, `conint(…)`, `Gt(…)` and the like put on a type.

use ruff_python_ast::{Arguments, Expr, ExprCall};

use crate::python::code::literal::{last_name, spelled};
use crate::python::code::resolve::View;
use crate::python::expected::{Expected, Inner};
use crate::schema::formats;
use crate::schema::types::{Pattern, ValueType};

/// A longer pattern is not copied into a schema.
const LONGEST_PATTERN: usize = 200;

/// Narrows a type by what a call states: by its keywords, and by its arguments in
/// order if it is one of annotated-types.
pub(super) fn narrow<'a>(view: View<'_, 'a>, call: &'a ExprCall, expected: &mut [Expected]) {
    let positional: &[&str] = match last_name(&call.func) {
        "Ge" => &["ge"],
        "Gt" => &["gt"],
        "Le" => &["le"],
        "Lt" => &["lt"],
        "MultipleOf" => &["multiple_of"],
        "MinLen" => &["min_length"],
        "MaxLen" => &["max_length"],
        "Len" => &["min_length", "max_length"],
        "Strict" => &["strict"],
        _ => &[],
    };
    let arguments = &call.arguments;
    let stated = positional.iter().copied().zip(&*arguments.args);
    for (name, value) in stated.chain(keywords(arguments)) {
        for one in &mut *expected {
            one.narrow(view, name, value);
        }
    }
}

fn keywords(arguments: &Arguments) -> impl Iterator<Item = (&str, &Expr)> {
    let keywords = arguments.keywords.iter();
    keywords.filter_map(|keyword| Some((keyword.arg.as_ref()?.as_str(), &keyword.value)))
}

impl Expected {
    fn narrow<'a>(&mut self, view: View<'_, 'a>, name: &str, value: &'a Expr) {
        let is_true = || matches!(value, Expr::BooleanLiteral(literal) if literal.value);
        match name {
            "strict" => self.strict |= is_true() && !matches!(self.value_type, ValueType::String),
            "strip_whitespace" => self.trimmed |= is_true(),
            "pattern" | "regex" => {
                let fits = |source: &String| {
                    source.len() <= LONGEST_PATTERN
                        && Pattern::new(source).is_ok()
                        && formats::live_form(source.as_bytes()).is_none()
                };
                if let (ValueType::String, Some(source)) =
                    (&self.value_type, view.constant(value).filter(fits))
                {
                    self.pattern = Some(source.into());
                }
            }
            _ => {
                if let Some(number) = number(view, value) {
                    self.bound(name, &number);
                }
            }
        }
    }

    fn bound(&mut self, name: &str, text: &str) {
        let Ok(number) = text.parse::<f64>() else {
            return;
        };
        let count = text.parse::<usize>().ok();
        match (&mut self.value_type, name) {
            (
                ValueType::Int {
                    min,
                    max,
                    multiple_of,
                },
                _,
            ) => match name {
                "ge" => raise(min, whole(text, f64::ceil)),
                "gt" => raise(
                    min,
                    whole(text, f64::floor).and_then(|it| it.checked_add(1)),
                ),
                "le" => lower(max, whole(text, f64::floor)),
                "lt" => lower(max, whole(text, f64::ceil).and_then(|it| it.checked_sub(1))),
                "multiple_of" => *multiple_of = text.parse().ok().filter(|it| *it > 0),
                _ => {}
            },
            (ValueType::Float(float), _) => match name {
                "ge" => raise(&mut float.min, Some(number)),
                "gt" => raise(&mut float.above, Some(number)),
                "le" => lower(&mut float.max, Some(number)),
                "lt" => lower(&mut float.below, Some(number)),
                _ => {}
            },
            (ValueType::String, "min_length") => self.min_length = count,
            (ValueType::String, "max_length") => self.max_length = count,
            (_, "min_length" | "max_length" | "min_items" | "max_items") => {
                if let Inner::Items(_, least, most) = &mut self.inner {
                    if name.starts_with("min") {
                        *least = count.unwrap_or(0);
                    } else {
                        *most = count;
                    }
                }
            }
            _ => {}
        }
    }
}

/// A bound of a whole number, which may be stated as a fraction.
fn whole(text: &str, round: fn(f64) -> f64) -> Option<i128> {
    let number = round(text.parse().ok()?);
    #[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
    let rounded = (number.abs() < 9e18).then_some(number as i128);
    text.parse().ok().or(rounded)
}

fn raise<T: PartialOrd>(bound: &mut Option<T>, to: Option<T>) {
    if let Some(to) = to
        && bound.as_ref().is_none_or(|bound| *bound < to)
    {
        *bound = Some(to);
    }
}

fn lower<T: PartialOrd>(bound: &mut Option<T>, to: Option<T>) {
    if let Some(to) = to
        && bound.as_ref().is_none_or(|bound| *bound > to)
    {
        *bound = Some(to);
    }
}

/// A number, also by its name, also as `Decimal("0.5")`.
fn number<'a>(view: View<'_, 'a>, value: &'a Expr) -> Option<Box<str>> {
    match value {
        Expr::Name(name) => match view.only_value(name.id.as_str())? {
            (_, Expr::Name(_)) => None,
            (module, value) => number(view.seen_in(module), value),
        },
        Expr::Call(call) if last_name(&call.func) == "Decimal" => {
            spelled(call.arguments.args.first()?)
        }
        _ => spelled(value),
    }
}
