//! What a function returns, as far as its name and its `return`s say, and
//! whether it raises instead.

use ruff_python_ast::{BoolOp, CmpOp, Expr, Stmt, StmtFunctionDef, UnaryOp};

use crate::python::code::annotation::named_type;
use crate::python::code::literal::last_name;
use crate::python::code::module::{blocks, gives_up};
use crate::python::code::names::Parameter;
use crate::python::model::TypeHint;

/// The type that a function converts to: `def get_int(…)`, `-> int`, `return int(…)`.
pub(super) fn type_of(function: &StmtFunctionDef) -> TypeHint {
    let plain = |name: &str| match named_type(name) {
        hint @ (TypeHint::Int | TypeHint::Float | TypeHint::Bool) => hint,
        _ => TypeHint::Unknown,
    };
    let stated = function.returns.as_deref().map_or("", last_name);
    let words = function.name.as_str().split('_');
    let calls = returns(&function.body)
        .into_iter()
        .filter_map(|value| match value {
            Expr::Call(call) => Some(last_name(&call.func)),
            _ => None,
        });
    let names = std::iter::once(stated).chain(calls);
    let names = names.chain(words.filter(|_| stated.is_empty()));
    names
        .map(plain)
        .find(|hint| *hint != TypeHint::Unknown)
        .unwrap_or_default()
}

/// The parameter that is the default: `if key not in os.environ: return default`.
pub(super) fn default(function: &StmtFunctionDef, name: &Parameter) -> Option<Parameter> {
    let returned = returns(&function.body);
    let is_returned = |one: &str| {
        returned
            .iter()
            .any(|value| matches!(value, Expr::Name(value) if value.id.as_str() == one))
    };
    let mut parameters = function.parameters.iter_non_variadic_params().enumerate();
    parameters.find_map(|(at, parameter)| {
        let own = parameter.parameter.name.as_str();
        (own != name.name && is_returned(own)).then(|| Parameter {
            at,
            name: own.to_owned(),
        })
    })
}

fn returns(body: &[Stmt]) -> Vec<&Expr> {
    let mut found = Vec::new();
    for statement in body {
        match statement {
            Stmt::Return(inner) => found.extend(inner.value.as_deref()),
            other => found.extend(blocks(other).into_iter().flat_map(returns)),
        }
    }
    found
}

/// Whether a function raises if the variable that its argument names is unset.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Raises {
    Never,
    Always,
    /// Only if a call passes `required=True`.
    IfAsked(Parameter),
}

/// `if value is None: return None` leaves before a later `raise`, and
/// `if required and value is None: raise` leaves it to the caller.
pub(super) fn raises(function: &StmtFunctionDef) -> Raises {
    let mut asked = Raises::Never;
    for statement in &function.body {
        let Stmt::If(inner) = statement else {
            if gives_up(std::slice::from_ref(statement)) {
                return Raises::Always;
            }
            continue;
        };
        let leaves = matches!(inner.body.last(), Some(Stmt::Return(_)));
        if leaves && is_absence(&inner.test) {
            break;
        }
        if gives_up(std::slice::from_ref(statement)) {
            match switch(function, &inner.test) {
                Some(parameter) => asked = Raises::IfAsked(parameter),
                None => return Raises::Always,
            }
        }
    }
    asked
}

/// `not value`, `value is None`, `value == ""`, `name not in os.environ`.
fn is_absence(test: &Expr) -> bool {
    match test {
        Expr::UnaryOp(inner) => inner.op == UnaryOp::Not && !inner.operand.is_call_expr(),
        Expr::Compare(inner) => match (&*inner.ops, &*inner.comparators) {
            ([CmpOp::Is | CmpOp::Eq], [other]) => {
                other.is_none_literal_expr()
                    || matches!(other, Expr::StringLiteral(empty) if empty.value.is_empty())
            }
            ([CmpOp::NotIn], [other]) => last_name(other) == "environ",
            _ => false,
        },
        _ => false,
    }
}

/// The parameter that is false unless a call passes it, if a test needs it.
fn switch(function: &StmtFunctionDef, test: &Expr) -> Option<Parameter> {
    let parts = match test {
        Expr::BoolOp(all) if all.op == BoolOp::And => all.values.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut parameters = function.parameters.iter_non_variadic_params().enumerate();
    parameters.find_map(|(at, parameter)| {
        let own = parameter.parameter.name.as_str();
        let is_off = matches!(
            parameter.default.as_deref(),
            Some(Expr::BooleanLiteral(literal)) if !literal.value
        );
        let is_part = |part: &Expr| matches!(part, Expr::Name(name) if name.id.as_str() == own);
        (is_off && parts.iter().any(is_part)).then(|| Parameter {
            at,
            name: own.to_owned(),
        })
    })
}
