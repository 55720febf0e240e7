//! The texts that `Literal[…]` and enumerations take.

use ruff_python_ast::{Expr, Stmt, StmtClassDef};

use crate::python::code::class::lineage;
use crate::python::code::literal::{self, last_name};
use crate::python::code::module::Symbol;
use crate::python::code::resolve::View;
use crate::python::expected::Expected;
use crate::python::model::TypeHint;

/// The values of `Literal[…]` that a text can be. `None` if one is a name.
pub(super) fn literals(elements: &[&Expr]) -> Option<Expected> {
    let mut texts = Vec::new();
    for element in elements {
        match element {
            Expr::StringLiteral(text) => texts.push(text.value.to_str().into()),
            Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::UnaryOp(_) => {}
            _ => return None,
        }
    }
    Some(Expected::one_of("Literal", texts))
}

/// The values of an enumeration.
pub(super) fn enumeration<'a>(
    view: View<'_, 'a>,
    module: usize,
    class: &'a StmtClassDef,
) -> (TypeHint, Option<Expected>) {
    let lineage = lineage(view.tree, (module, class)).classes;
    let mut statements = lineage.iter().flat_map(|(_, class)| &class.body);
    let is_missing = |statement: &Stmt| matches!(statement, Stmt::FunctionDef(function) if function.name.as_str() == "_missing_");
    // `_missing_` takes other texts, too.
    if statements.any(is_missing) {
        return (TypeHint::Unknown, None);
    }
    let mut bases = lineage.iter().flat_map(|(_, class)| class.bases());
    let numbers = bases.any(|base| matches!(last_name(base), "IntEnum" | "int"));
    let hint = enum_values(view, module, class, numbers);
    let expected = match &hint {
        TypeHint::OneOf(values) => Some(Expected::one_of("Enum", values.clone())),
        _ => None,
    };
    (hint, expected)
}

fn enum_values(view: View<'_, '_>, module: usize, class: &StmtClassDef, numbers: bool) -> TypeHint {
    let symbols = view.tree.modules[module].symbols_of(&class.body);
    let members = symbols.iter().filter(|(name, _)| !name.starts_with('_'));
    let texts = members.filter_map(|(_, symbol)| match symbol {
        Symbol::Values(values) => Some(values.first().and_then(|value| {
            let number = || literal::spelled(value).map(String::from);
            literal::text(value).or_else(|| numbers.then(number).flatten())
        })),
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
