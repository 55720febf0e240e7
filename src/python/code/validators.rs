//! Validators of a model that see the text of a field before its type does.

use std::collections::HashSet;

use ruff_python_ast::{Expr, ExprCall, Stmt};

use crate::python::code::class::Located;
use crate::python::code::literal::{last_name, text};

/// The fields whose text a validator may change before pydantic judges it.
#[derive(Default)]
pub(super) struct Reshaped {
    all: bool,
    names: HashSet<String>,
}

impl Reshaped {
    /// Reads the validators of a class and of its bases.
    pub(super) fn of(classes: &[Located<'_>]) -> Self {
        let mut found = Self::default();
        for statement in classes.iter().flat_map(|(_, class)| &class.body) {
            let Stmt::FunctionDef(function) = statement else {
                continue;
            };
            for decorator in &function.decorator_list {
                if let Expr::Call(call) = &decorator.expression {
                    found.take(call);
                }
            }
        }
        found
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.all || self.names.contains(field)
    }

    fn take(&mut self, call: &ExprCall) {
        let keyword = |name| call.arguments.find_keyword(name).map(|found| &found.value);
        let mode = keyword("mode").and_then(text);
        let early = matches!(mode.as_deref(), Some("before" | "wrap" | "plain"))
            || keyword("pre").is_some_and(
                |value| matches!(value, Expr::BooleanLiteral(literal) if literal.value),
            );
        match last_name(&call.func) {
            "field_validator" | "validator" if early => {
                let names = call.arguments.args.iter().filter_map(text);
                self.names.extend(names);
                self.all |= self.names.contains("*");
            }
            "model_validator" | "root_validator" if early => self.all = true,
            _ => {}
        }
    }
}
