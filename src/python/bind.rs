//! The names inside a function: its parameters and what it assigns.

use ruff_python_ast::{Parameters, StmtFunctionDef};

use crate::python::module::{Module, Symbol, Symbols};

/// The names that a function binds. A parameter is known by its place.
pub(super) fn function<'a>(module: &Module<'a>, function: &'a StmtFunctionDef) -> Symbols<'a> {
    let mut symbols = Symbols::new();
    parameters(&function.parameters, &mut symbols);
    let mut inner = Symbols::new();
    module.collect(&function.body, &mut inner);
    for (name, symbol) in inner {
        // A parameter that is assigned anew is no longer what the caller gave,
        // unless it is made from that.
        symbols.entry(name).or_insert(symbol);
    }
    symbols
}

/// Binds parameters by their places.
pub(super) fn parameters<'a>(parameters: &'a Parameters, symbols: &mut Symbols<'a>) {
    for (at, parameter) in parameters.iter_non_variadic_params().enumerate() {
        symbols.insert(parameter.parameter.name.as_str(), Symbol::Parameter(at));
    }
    for rest in [&parameters.vararg, &parameters.kwarg]
        .into_iter()
        .flatten()
    {
        symbols.insert(rest.name.as_str(), Symbol::Other);
    }
}
