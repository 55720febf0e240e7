//! The files that are started as programs, and the files that each of them imports.

use std::collections::HashSet;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, Stmt};

use crate::core::message::ShownPath;
use crate::python::code::guards::is_main;
use crate::python::code::module::{Module, join};
use crate::python::code::tree::Tree;
use crate::python::model::EntryPoint;
use crate::python::part::Part;

/// The entry points of a tree, by their names.
pub(super) fn find(tree: &Tree<'_>) -> Vec<EntryPoint> {
    let starts = |statement: &Stmt| matches!(statement, Stmt::If(inner) if is_main(&inner.test));
    let is_entry = |module: &Module<'_>| {
        module.part == Part::Program
            && (module.dotted.ends_with("__main__") || module.body.iter().any(starts))
    };
    let entries = tree.modules.iter().enumerate();
    let entries = entries.filter(|(_, module)| is_entry(module));
    let mut found: Vec<EntryPoint> = entries
        .map(|(at, module)| EntryPoint {
            dotted: module.dotted.clone(),
            files: reached(tree, at),
        })
        .collect();
    found.sort_by(|one, other| one.dotted.cmp(&other.dotted));
    found
}

fn reached(tree: &Tree<'_>, start: usize) -> HashSet<ShownPath> {
    let mut seen = HashSet::from([start]);
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        let module = &tree.modules[at];
        let mut imports = Imports {
            module,
            dotted: Vec::new(),
        };
        imports.visit_body(module.body);
        for dotted in &imports.dotted {
            // `import a.b` also runs `a/__init__.py`.
            let ends = dotted.match_indices('.').map(|(end, _)| end);
            for end in ends.chain([dotted.len()]) {
                if let Some(found) = tree.module(&dotted[..end], at)
                    && seen.insert(found)
                {
                    open.push(found);
                }
            }
        }
    }
    let paths = seen.into_iter().map(|at| tree.modules[at].shown.clone());
    paths.collect()
}

/// The imports of a file, also those inside functions.
struct Imports<'m, 'a> {
    module: &'m Module<'a>,
    dotted: Vec<String>,
}

impl<'a> Visitor<'a> for Imports<'_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => {
                let names = import.names.iter();
                self.dotted
                    .extend(names.map(|alias| alias.name.to_string()));
            }
            Stmt::ImportFrom(import) => {
                let source = self.module.source_of(import);
                let names = import.names.iter();
                let whole = names.map(|alias| join(&source, alias.name.as_str()));
                self.dotted.extend(whole);
                self.dotted.push(source);
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    // No expression imports.
    fn visit_expr(&mut self, _: &'a Expr) {}
}
