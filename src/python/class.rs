//! Classes with their bases, as far as they are in the tree.

use ruff_python_ast::{Arguments, Expr, StmtClassDef};
use ruff_text_size::Ranged as _;

use crate::python::literal::last_name;
use crate::python::reads::Id;
use crate::python::resolve::{Thing, View};
use crate::python::tree::Tree;

/// A class with the module that it is of.
pub(super) type Located<'a> = (usize, &'a StmtClassDef);

/// How a class makes names.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Config {
    pub(super) prefix: Option<String>,
    pub(super) delimiter: Option<String>,
    pub(super) exact_case: Option<bool>,
}

/// A class and what it is derived from, nearest first.
pub(super) struct Lineage<'a> {
    pub(super) classes: Vec<Located<'a>>,
    pub(super) is_settings: bool,
}

/// Follows the bases of a class through the tree.
pub(super) fn lineage<'a>(tree: &Tree<'a>, class: Located<'a>) -> Lineage<'a> {
    let mut line = Lineage {
        classes: vec![class],
        is_settings: false,
    };
    let mut next = 0;
    while let Some((module, class)) = line.classes.get(next).copied() {
        next += 1;
        let view = View::of_module(tree, module);
        for base in class
            .arguments
            .as_ref()
            .map_or(&[][..], |bases| &bases.args)
        {
            match view.thing(base) {
                Thing::Class(module, base) => {
                    let known = line
                        .classes
                        .iter()
                        .any(|known| id(*known) == id((module, base)));
                    if !known && line.classes.len() < 64 {
                        line.classes.push((module, base));
                    }
                }
                Thing::Foreign(dotted) if dotted.ends_with("BaseSettings") => {
                    line.is_settings = true;
                }
                _ => {}
            }
        }
    }
    line
}

pub(super) fn id((module, class): Located<'_>) -> Id {
    (module, class.range().start().to_u32())
}

/// Whether an expression calls pydantic's `Field`.
pub(super) fn field_call(expr: &Expr) -> Option<&Arguments> {
    match expr {
        Expr::Call(call) if matches!(last_name(&call.func), "Field" | "FieldInfo") => {
            Some(&call.arguments)
        }
        _ => None,
    }
}
