//! Classes with their bases, as far as the tree has them.

use ruff_python_ast::{Arguments, Expr, StmtClassDef};

use crate::python::code::literal::last_name;
use crate::python::code::module::id;
use crate::python::code::resolve::{Resolved, View};
use crate::python::code::tree::Tree;

/// A class with the index of its module.
pub(super) type Located<'a> = (usize, &'a StmtClassDef);

/// How a settings class makes names.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Config {
    pub(super) prefix: Option<String>,
    pub(super) delimiter: Option<String>,
    pub(super) exact_case: Option<bool>,
    /// Whether a field with an alias is read by its own name, too.
    pub(super) by_name: bool,
    /// Whether an empty value counts as unset.
    pub(super) ignores_empty: Option<bool>,
    /// Whether lists and models are read as JSON.
    pub(super) decodes: Option<bool>,
    /// Whether numbers and truth values are read from text though it is strict.
    pub(super) is_strict: Option<bool>,
}

/// A class and its bases, nearest first.
pub(super) struct Lineage<'a> {
    pub(super) classes: Vec<Located<'a>>,
    pub(super) is_settings: bool,
    /// Whether it is one of pydantic 1.
    pub(super) is_old: bool,
}

/// The most bases that are followed.
const MAX_BASES: usize = 64;

/// Follows the bases of a class through the tree.
pub(super) fn lineage<'a>(tree: &Tree<'a>, class: Located<'a>) -> Lineage<'a> {
    let mut classes = vec![class];
    let mut is_settings = false;
    let mut is_old = false;
    let mut next = 0;
    while let Some((module, class)) = classes.get(next).copied() {
        next += 1;
        let view = View::of_module(tree, module);
        for base in class.bases() {
            match view.resolve(base) {
                Resolved::Class(module, base) => {
                    let same = |known: &Located<'_>| id(known.0, known.1) == id(module, base);
                    if classes.len() < MAX_BASES && !classes.iter().any(same) {
                        classes.push((module, base));
                    }
                }
                Resolved::Foreign(dotted) => {
                    let settings = dotted.ends_with("BaseSettings");
                    is_settings |= settings;
                    is_old |= settings && dotted.starts_with("pydantic.");
                }
                _ => {}
            }
        }
    }
    Lineage {
        classes,
        is_settings,
        is_old,
    }
}

/// Whether a class is an enumeration.
pub(super) fn is_enum<'a>(tree: &Tree<'a>, class: Located<'a>) -> bool {
    let classes = lineage(tree, class).classes;
    let mut bases = classes.iter().flat_map(|(_, class)| class.bases());
    bases.any(|base| {
        matches!(
            last_name(base),
            "Enum" | "StrEnum" | "IntEnum" | "Flag" | "IntFlag"
        )
    })
}

/// The arguments of a call of pydantic's `Field`.
pub(super) fn field_call(expr: &Expr) -> Option<&Arguments> {
    match expr {
        Expr::Call(call) if matches!(last_name(&call.func), "Field" | "FieldInfo") => {
            Some(&call.arguments)
        }
        _ => None,
    }
}
