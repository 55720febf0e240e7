//! Walks the trees of all files, and says what each kind of node means to a [`Walker`].

use std::collections::HashMap;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    CmpOp, Comprehension, Expr, ExprCall, ExprCompare, ExprContext, Keyword, Stmt, StmtWith,
    UnaryOp,
};

use ruff_text_size::Ranged as _;

use crate::core::message::ShownPath;
use crate::python::code::literal::{DefaultValue, elements, text};
use crate::python::code::module::{Module, Symbol, Symbols, bind_parameters, of_function};
use crate::python::code::resolve::Resolved;
use crate::python::code::tree::Tree;
use crate::python::code::walker::{ReadDetails, Sink, TextUse, Walker};
use crate::python::code::{loops, sdk, settings};
use crate::python::model::{Analysis, Need, Read, Reader, TypeHint};
use crate::python::part::{Part, folder};

/// How often the files are walked at most: a wrapper may call another one that
/// a later file defines.
const MAX_ROUNDS: usize = 5;

pub(super) fn tree(tree: &Tree<'_>) -> Analysis {
    let mut sink = Sink::default();
    for _ in 0..MAX_ROUNDS {
        let known = sink.knowledge();
        sink.analysis = Analysis::default();
        sink.set.clear();
        sink.unless.clear();
        for (at, module) in tree.modules.iter().enumerate() {
            let mut walker = Walker::new(tree, at, sink);
            walker.visit_body(module.body);
            sink = walker.sink;
        }
        if sink.knowledge() == known {
            break;
        }
    }
    sdk::remove_given(&mut sink);
    settings::read(tree, &mut sink);
    relax_what_is_set(tree, &mut sink);
    sink.analysis
}

/// Makes the variables optional that the program itself sets. A script sets them
/// for the files beside it, not for the program.
fn relax_what_is_set(tree: &Tree<'_>, sink: &mut Sink) {
    let at: HashMap<&ShownPath, &Module<'_>> = tree
        .modules
        .iter()
        .map(|module| (module.shown, module))
        .collect();
    let reaches = |setter: usize, read: &Read| {
        let setter = &tree.modules[setter];
        let home = folder(&setter.dotted);
        let beside = |reader: &&Module<'_>| {
            let within = reader.dotted.strip_prefix(home);
            home.is_empty() || within.is_some_and(|within| within.starts_with('.'))
        };
        setter.part != Part::Beside || at.get(&read.place.path).is_some_and(beside)
    };
    for read in &mut sink.analysis.reads {
        let mut set = sink.set.iter();
        if set.any(|(name, setter)| *name == read.name && reaches(*setter, read)) {
            read.need = read.need.max(Need::Optional);
        }
    }
}

impl<'a> Visitor<'a> for Walker<'_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        self.hint = TypeHint::Unknown;
        self.text_use = TextUse::Kept;
        match statement {
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.decorated(&decorator.expression);
                    self.visit_decorator(decorator);
                }
                self.command(function);
                self.typer_command(function);
                self.parameter_types(function);
                self.visit_parameters(&function.parameters);
                let symbols = of_function(self.file(), function);
                self.within(symbols, Some(function), |walker| {
                    walker.visit_body(&function.body);
                });
            }
            Stmt::ClassDef(class) => {
                let symbols = self.file().symbols_of(&class.body);
                self.classes.push(class);
                self.within(symbols, None, |walker| {
                    visitor::walk_stmt(walker, statement);
                });
                self.classes.pop();
            }
            Stmt::For(inner) => {
                let mut symbols = Symbols::new();
                loops::bind(self.view(), &inner.target, &inner.iter, &mut symbols);
                self.within(symbols, None, |walker| {
                    visitor::walk_stmt(walker, statement);
                });
            }
            Stmt::With(inner) => self.with_prefixes(inner, statement),
            Stmt::If(inner) => self.branches(inner),
            Stmt::Try(inner) => self.attempt(inner, statement),
            Stmt::Match(inner) => {
                self.visit_expr(&inner.subject);
                self.relax(true, |walker| {
                    for case in &inner.cases {
                        walker.visit_body(&case.body);
                    }
                });
            }
            Stmt::Assign(inner) => {
                let before = self.sink.analysis.reads.len();
                visitor::walk_stmt(self, statement);
                self.assigned(&inner.targets, &inner.value, before);
            }
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        self.text_use = TextUse::Kept;
        visitor::walk_keyword(self, keyword);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let here = self.text_use;
        let within = here.within();
        self.text_use = within;
        match expr {
            Expr::Call(call) => self.within_call(call, expr, here),
            Expr::UnaryOp(inner) if inner.op == UnaryOp::Not => {
                self.text_use = here;
                self.visit_expr(&inner.operand);
            }
            Expr::Subscript(subscript) => {
                if subscript.ctx == ExprContext::Load {
                    self.text_use = here;
                    self.subscript(&subscript.value, &subscript.slice);
                    self.text_use = within;
                }
                let before = std::mem::take(&mut self.hint);
                visitor::walk_expr(self, expr);
                self.hint = before;
            }
            Expr::Attribute(attribute)
                if self.tree.uses_dynaconf
                    && attribute.ctx == ExprContext::Load
                    && self.dynaconf_attribute(attribute, expr) => {}
            Expr::Compare(compare) => {
                let before = std::mem::take(&mut self.hint);
                self.compare(compare);
                self.text_use = TextUse::Processed;
                visitor::walk_expr(self, expr);
                (self.hint, self.text_use) = (before, within);
            }
            Expr::Lambda(lambda) => {
                let mut symbols = Symbols::new();
                if let Some(parameters) = &lambda.parameters {
                    bind_parameters(parameters, &mut symbols);
                }
                for symbol in symbols.values_mut() {
                    *symbol = Symbol::Other;
                }
                self.within(symbols, None, |walker| visitor::walk_expr(walker, expr));
            }
            Expr::If(inner) => self.choice(inner),
            Expr::BoolOp(inner) => self.alternatives(inner),
            Expr::ListComp(inner) => self.comprehension(&inner.generators, expr),
            Expr::SetComp(inner) => self.comprehension(&inner.generators, expr),
            Expr::Generator(inner) => self.comprehension(&inner.generators, expr),
            Expr::DictComp(inner) => self.comprehension(&inner.generators, expr),
            _ => visitor::walk_expr(self, expr),
        }
    }
}

impl<'a> Walker<'_, 'a> {
    fn within_call(&mut self, call: &'a ExprCall, expr: &'a Expr, here: TextUse) {
        let within = self.text_use;
        self.callee = Some(call.func.range());
        self.text_use = here;
        let hint = self.call(call, expr);
        let before = std::mem::replace(&mut self.hint, hint);
        match (&*call.func, &*call.arguments.args) {
            (Expr::Name(name), [value]) if name.id.as_str() == "bool" => {
                self.text_use = TextUse::Truth;
                self.visit_expr(value);
            }
            _ => {
                self.text_use = TextUse::Processed;
                visitor::walk_expr(self, expr);
            }
        }
        (self.hint, self.text_use) = (before, within);
    }

    fn comprehension(&mut self, generators: &'a [Comprehension], expr: &'a Expr) {
        let mut symbols = Symbols::new();
        for generator in generators {
            let view = self.view();
            loops::bind(view, &generator.target, &generator.iter, &mut symbols);
        }
        self.within(symbols, None, |walker| visitor::walk_expr(walker, expr));
    }

    fn with_prefixes(&mut self, inner: &'a StmtWith, statement: &'a Stmt) {
        let before = self.prefixes.len();
        for item in &inner.items {
            if let Expr::Call(call) = &item.context_expr
                && let Expr::Attribute(attribute) = &*call.func
                && attribute.attr.as_str() == "prefixed"
                && let Resolved::Environs = self.resolve(&attribute.value)
                && let Some(prefix) = call.arguments.args.first()
            {
                // No name has a `?`, so below an unknown prefix no read is recorded.
                let prefix = self.view().constant(prefix);
                self.prefixes.push(prefix.unwrap_or_else(|| "?".to_owned()));
            }
        }
        visitor::walk_stmt(self, statement);
        self.prefixes.truncate(before);
    }

    fn subscript(&mut self, value: &'a Expr, slice: &'a Expr) {
        let reader = match self.resolve(value) {
            Resolved::Environ => Reader::Environ,
            Resolved::DotenvMap => Reader::DotenvValues,
            Resolved::Dynaconf(prefix) => return self.dynaconf_named(&prefix, Some(slice), None),
            _ => return,
        };
        let default = DefaultValue::none(Need::Required);
        self.read(slice, ReadDetails::new(reader, default, self.hint.clone()));
    }

    /// `"NAME" in os.environ`, and `os.getenv("NAME") == "true"`, which shows
    /// that the value is a boolean.
    fn compare(&mut self, compare: &'a ExprCompare) {
        let ([operator], [right]) = (&*compare.ops, &*compare.comparators) else {
            return;
        };
        if matches!(operator, CmpOp::In | CmpOp::NotIn)
            && let Resolved::Environ = self.resolve(right)
        {
            let default = DefaultValue::none(Need::Optional);
            let details = ReadDetails::new(Reader::Environ, default, TypeHint::Unknown);
            self.read(&compare.left, details);
        } else if is_truth(right) {
            self.hint = TypeHint::Bool;
        }
    }
}

/// Whether an expression is a word for yes or no, or a list of such words.
fn is_truth(expr: &Expr) -> bool {
    let word = |expr: &Expr| {
        expr.is_boolean_literal_expr()
            || text(expr).is_some_and(|text| {
                matches!(
                    text.to_ascii_lowercase().as_str(),
                    "true"
                        | "false"
                        | "1"
                        | "0"
                        | "yes"
                        | "no"
                        | "on"
                        | "off"
                        | "t"
                        | "f"
                        | "y"
                        | "n"
                )
            })
    };
    match elements(expr) {
        Some(elements) => !elements.is_empty() && elements.iter().all(word),
        None => word(expr),
    }
}
