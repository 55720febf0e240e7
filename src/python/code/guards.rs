//! Statements that make what they enclose optional: the code does without a
//! variable that it reads only in one branch, or whose absence it catches.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    CmpOp, ExceptHandler, Expr, ExprBoolOp, ExprIf, ExprSubscript, Stmt, StmtIf, StmtTry,
};

use crate::core::secret_words::{Secrecy, secrecy_of_variable};
use crate::python::code::literal::{DefaultValue, elements, last_name, text};
use crate::python::code::module::{blocks, gives_up};
use crate::python::code::resolve::Resolved;
use crate::python::code::walker::{ReadDetails, TextUse, Walker};
use crate::python::model::{Need, Reader, TypeHint};
use crate::python::part::Part;

/// Exceptions that a missing variable raises.
const MISSING: [&str; 5] = [
    "KeyError",
    "LookupError",
    "ImproperlyConfigured",
    "EnvError",
    "UndefinedValueError",
];

impl<'a> Walker<'_, 'a> {
    /// Walks what is optional, if `relaxed` holds.
    pub(super) fn relax(&mut self, relaxed: bool, walk: impl FnOnce(&mut Self)) {
        self.relaxed += usize::from(relaxed);
        walk(self);
        self.relaxed -= usize::from(relaxed);
    }

    /// `if os.getenv("A"):`, and `if provider == "a":`, which chooses one of several.
    pub(super) fn branches(&mut self, inner: &'a StmtIf) {
        let mut chosen = self.chooses(&inner.test);
        let before = self.in_main;
        self.in_main |= is_main(&inner.test);
        let clauses = &inner.elif_else_clauses;
        let is_one_of_several =
            clauses.iter().any(|clause| clause.test.is_some()) || names_one(&inner.test);
        self.dispatched += usize::from(is_one_of_several);
        self.relax(chosen, |walker| walker.visit_body(&inner.body));
        self.in_main = before;
        for clause in &inner.elif_else_clauses {
            if let Some(test) = &clause.test {
                chosen |= self.chooses(test);
            }
            self.relax(chosen, |walker| walker.visit_body(&clause.body));
        }
        self.dispatched -= usize::from(is_one_of_several);
    }

    /// `a if os.getenv("A") else b`
    pub(super) fn choice(&mut self, inner: &'a ExprIf) {
        let chosen = self.chooses(&inner.test);
        self.dispatched += 1;
        self.relax(chosen, |walker| {
            walker.visit_expr(&inner.body);
            walker.visit_expr(&inner.orelse);
        });
        self.dispatched -= 1;
    }

    /// `os.getenv("A") or os.environ["B"]`
    pub(super) fn alternatives(&mut self, inner: &'a ExprBoolOp) {
        let before = self.sink.analysis.reads.len();
        for value in &inner.values {
            let relaxed = self.reads_since(before);
            self.relax(relaxed, |walker| walker.visit_expr(value));
        }
    }

    /// A `try` that goes on without the variable.
    pub(super) fn attempt(&mut self, inner: &'a StmtTry, statement: &'a Stmt) {
        let goes_on = inner.handlers.iter().any(|handler| {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let kinds = handler.type_.as_deref();
            let kinds = kinds.map_or(&[][..], |kinds| {
                elements(kinds).unwrap_or(std::slice::from_ref(kinds))
            });
            let names = |names: &[&str]| kinds.iter().any(|kind| names.contains(&last_name(kind)));
            // What catches everything is about the variable only where little else is tried.
            let all = kinds.is_empty() || names(&["Exception", "BaseException"]);
            (names(&MISSING) || (all && inner.body.len() < 3)) && !gives_up(&handler.body)
        });
        if goes_on {
            self.relax(true, |walker| walker.visit_body(&inner.body));
            for block in blocks(statement).into_iter().skip(1) {
                self.visit_body(block);
            }
        } else {
            visitor::walk_stmt(self, statement);
        }
    }

    /// Whether a test depends on the environment, or compares with a text.
    fn chooses(&mut self, test: &'a Expr) -> bool {
        let before = self.sink.analysis.reads.len();
        if self.text_use == TextUse::Kept {
            self.text_use = TextUse::Truth;
        }
        self.visit_expr(test);
        self.reads_since(before) || self.depends(test)
    }

    /// `os.environ["API_KEY"] = "<your key>"`, or `getpass()`: notebooks say so which keys
    /// they need.
    fn asks(&mut self, subscript: &'a ExprSubscript, value: &'a Expr) {
        let is_asked = match value {
            Expr::StringLiteral(_) => true,
            Expr::Call(call) => matches!(last_name(&call.func), "getpass" | "input"),
            _ => false,
        };
        if is_asked
            && self.file().part != Part::Tests
            && let Resolved::Environ = self.resolve(&subscript.value)
            && let Some(name) = self.view().constant(&subscript.slice)
            && secrecy_of_variable(&name) == Secrecy::Certain
        {
            let default = DefaultValue::none(Need::Optional);
            let details = ReadDetails::new(Reader::Assigned, default, TypeHint::Unknown);
            self.read(&subscript.slice, details);
        }
    }

    /// Whether a variable was read since then whose value the code sees.
    fn reads_since(&self, before: usize) -> bool {
        let mut reads = self.sink.analysis.reads[before..].iter();
        reads.any(|read| read.reader.client().is_none())
    }

    fn depends(&self, test: &'a Expr) -> bool {
        match test {
            Expr::Name(name) => self.from_environment.contains(name.id.as_str()),
            Expr::UnaryOp(inner) => self.depends(&inner.operand),
            Expr::BoolOp(inner) => inner.values.iter().any(|value| self.depends(value)),
            Expr::Compare(inner) => {
                let mut others = inner.comparators.iter();
                self.depends(&inner.left) || (!is_main(test) && others.any(is_of_texts))
            }
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(attribute) => self.depends(&attribute.value),
                _ => false,
            },
            _ => false,
        }
    }

    /// Notes what the statement makes of the environment, after it was walked:
    /// names whose values it reads, and variables that the program itself sets.
    pub(super) fn assigned(&mut self, targets: &'a [Expr], value: &'a Expr, before: usize) {
        // `backend = "a" if provider == "b" else provider`
        let is_made = match value {
            Expr::If(choice) => self.depends(&choice.test),
            other => self.depends(other),
        };
        for target in targets {
            self.sink.analysis.plain_dollars |= last_name(target) == "interpolate";
            self.sets_attribute(target);
            match target {
                Expr::Name(name) if self.reads_since(before) || is_made => {
                    self.from_environment.insert(name.id.as_str());
                }
                Expr::Subscript(subscript) => {
                    self.sets(&subscript.value, &subscript.slice, before);
                    self.asks(subscript, value);
                }
                _ => {}
            }
        }
    }
}

/// Whether a test asks for one of several names: `"gpt" in model`,
/// `model.startswith("gpt")`.
fn names_one(test: &Expr) -> bool {
    match test {
        Expr::BoolOp(inner) => inner.values.iter().any(names_one),
        Expr::Compare(inner) => {
            let is_other = matches!(*inner.ops, [CmpOp::In | CmpOp::Eq]);
            let mut sides = std::iter::once(&*inner.left).chain(&inner.comparators);
            is_other && !is_main(test) && sides.any(is_of_texts)
        }
        Expr::Call(call) => matches!(last_name(&call.func), "startswith" | "endswith"),
        _ => false,
    }
}

/// Whether a test is `__name__ == "__main__"`.
pub(super) fn is_main(test: &Expr) -> bool {
    matches!(test, Expr::Compare(compare) if last_name(&compare.left) == "__name__")
}

/// Whether an expression is a text, or several of them.
fn is_of_texts(expr: &Expr) -> bool {
    let is_text = |expr: &Expr| text(expr).is_some();
    match elements(expr) {
        Some(elements) => !elements.is_empty() && elements.iter().all(is_text),
        None => is_text(expr),
    }
}
