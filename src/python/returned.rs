//! What a function returns, as far as its name and its `return`s say.

use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};

use crate::python::annotation::named_type;
use crate::python::literal::last_name;
use crate::python::model::TypeHint;
use crate::python::module::blocks;
use crate::python::names::Parameter;

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
