//! The walk over the trees.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Comprehension, Expr, ExprContext, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::Ranged as _;

use crate::python::literal::{Default, last_name};
use crate::python::module::{Symbol, Symbols, bind_parameters, of_function};
use crate::python::read::{Bypass, Flag, Guess, Need, Read, Reader, Reading, plausible};
use crate::python::reads::{self, Id, Manner, Named, Pass, Sink};
use crate::python::resolve::{Thing, View};
use crate::python::tree::Tree;
use crate::python::{loops, settings};

/// How often the tree is walked at most: functions that hand a name on may
/// call one another.
const ROUNDS: usize = 5;

/// Reads the whole tree.
pub(super) fn read(tree: &Tree<'_>) -> Reading {
    let mut sink = Sink::default();
    for _ in 0..ROUNDS {
        let known: usize = sink.passes.values().map(Vec::len).sum();
        sink.reading = Reading::default();
        for module in 0..tree.modules.len() {
            let mut walker = Walker::new(tree, module, sink);
            if let Some(module) = tree.modules.get(module) {
                walker.visit_body(module.body);
            }
            sink = walker.sink;
        }
        if sink.passes.values().map(Vec::len).sum::<usize>() == known {
            break;
        }
    }
    settings::read(tree, &mut sink);
    sink.reading
}

/// Walks one file.
pub(super) struct Walker<'t, 'a> {
    pub(super) tree: &'t Tree<'a>,
    pub(super) module: usize,
    pub(super) sink: Sink,
    /// What the functions round the place bind, the innermost last.
    scopes: Vec<Symbols<'a>>,
    /// The function that each scope is of.
    functions: Vec<Option<&'a StmtFunctionDef>>,
    /// The classes round the place.
    pub(super) classes: Vec<&'a StmtClassDef>,
    /// What `with env.prefixed(…)` puts before names.
    pub(super) prefixes: Vec<String>,
    /// What the value is about to be turned into.
    pub(super) hint: Option<Guess>,
}

impl<'t, 'a> Walker<'t, 'a> {
    fn new(tree: &'t Tree<'a>, module: usize, sink: Sink) -> Self {
        Self {
            tree,
            module,
            sink,
            scopes: Vec::new(),
            functions: Vec::new(),
            classes: Vec::new(),
            prefixes: Vec::new(),
            hint: None,
        }
    }

    pub(super) fn view(&self) -> View<'_, 'a> {
        View {
            tree: self.tree,
            module: self.module,
            scopes: &self.scopes,
        }
    }

    pub(super) fn thing(&self, expr: &'a Expr) -> Thing<'a> {
        self.view().thing(expr)
    }

    /// Notes a read whose name an expression gives.
    pub(super) fn read(&mut self, name: &'a Expr, manner: Manner) {
        let named = reads::named(self.view(), name);
        self.note(named, name, manner);
    }

    /// Notes a read of a name that is put together already.
    pub(super) fn note(&mut self, named: Named, at: &'a Expr, manner: Manner) {
        let Some(module) = self.tree.modules.get(self.module) else {
            return;
        };
        match named {
            Named::Texts(texts) => {
                let place = module.place(at.range().start().to_usize());
                // The tests of such a function call it with names that nobody sets.
                let pretended = module.in_tests && manner.reader == Reader::Function;
                for name in texts
                    .iter()
                    .filter(|_| !pretended)
                    .filter_map(|text| plausible(text))
                {
                    self.sink.reading.reads.push(Read {
                        name,
                        place: place.clone(),
                        reader: manner.reader,
                        need: manner.default.need,
                        guess: manner.guess.clone(),
                        default: kept(&manner),
                        text_default: manner.default.is_filled,
                        live_default: manner.default.live,
                        masked: false,
                        in_tests: module.in_tests,
                    });
                }
            }
            Named::Passed {
                scope,
                at: parameter,
                name,
                before,
                after,
                upper,
            } => {
                self.hand_on(
                    scope,
                    Pass {
                        parameter: (parameter, name),
                        before,
                        after,
                        upper,
                        default_parameter: manner.default_parameter,
                        default: manner.default,
                        guess: manner.guess,
                        raises: false,
                    },
                );
            }
            Named::Unknown => {
                let place = module.place(at.range().start().to_usize());
                self.sink.reading.dynamic.push(place);
            }
        }
    }

    /// Notes that a function hands a name on.
    fn hand_on(&mut self, scope: usize, mut pass: Pass) {
        let Some(Some(function)) = self.functions.get(scope) else {
            return;
        };
        let words: Vec<&str> = function.name.as_str().split('_').collect();
        let returned = function.returns.as_deref().map_or("", last_name);
        if pass.guess == Guess::Unknown {
            pass.guess = match (returned, words.as_slice()) {
                ("int", _) | ("", [.., "int"]) => Guess::Int,
                ("bool", _) | ("", [.., "bool"]) => Guess::Bool,
                ("float", _) | ("", [.., "float"]) => Guess::Float,
                _ => Guess::Unknown,
            };
        }
        pass.raises = raises(&function.body);
        let id: Id = (self.module, function.range().start().to_u32());
        let known = self.sink.passes.entry(id).or_default();
        let same = |other: &Pass| {
            other.parameter == pass.parameter
                && other.before == pass.before
                && other.after == pass.after
        };
        if !known.iter().any(same) {
            known.push(pass);
        }
    }

    pub(super) fn flag(&mut self, what: Bypass, at: &Expr) {
        if let Some(module) = self.tree.modules.get(self.module) {
            let place = module.place(at.range().start().to_usize());
            self.sink.reading.flags.push(Flag { what, place });
        }
    }

    /// Walks with the names of one more scope.
    fn within(
        &mut self,
        symbols: Symbols<'a>,
        function: Option<&'a StmtFunctionDef>,
        walk: impl FnOnce(&mut Self),
    ) {
        self.scopes.push(symbols);
        self.functions.push(function);
        walk(self);
        self.functions.pop();
        self.scopes.pop();
    }

    fn comprehension(&mut self, generators: &'a [Comprehension], expr: &'a Expr) {
        let mut symbols = Symbols::new();
        for generator in generators {
            loops::bind(
                self.view(),
                &generator.target,
                &generator.iter,
                &mut symbols,
            );
        }
        self.within(symbols, None, |walker| visitor::walk_expr(walker, expr));
    }

    fn with_prefixes(&mut self, inner: &'a ruff_python_ast::StmtWith, statement: &'a Stmt) {
        let before = self.prefixes.len();
        for item in &inner.items {
            if let Expr::Call(call) = &item.context_expr
                && let Expr::Attribute(attribute) = &*call.func
                && attribute.attr.as_str() == "prefixed"
                && let Thing::Environs = self.thing(&attribute.value)
                && let Some(prefix) = call.arguments.args.first()
            {
                // A prefix that is not known makes every name below unknown, and no name at all.
                let prefix = self
                    .view()
                    .constant(prefix)
                    .unwrap_or_else(|| "?".to_owned());
                self.prefixes.push(prefix);
            }
        }
        visitor::walk_stmt(self, statement);
        self.prefixes.truncate(before);
    }
}

/// The default to keep: one that means the same in the environment.
fn kept(manner: &Manner) -> Option<Box<str>> {
    let same = manner.default.is_text || manner.reader.converts();
    manner.default.text.clone().filter(|_| same)
}

/// Whether a function raises by itself.
fn raises(body: &[Stmt]) -> bool {
    body.iter().any(|statement| {
        matches!(statement, Stmt::Raise(_))
            || super::module::blocks(statement).into_iter().any(raises)
    })
}

impl<'a> Visitor<'a> for Walker<'_, 'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        self.hint = None;
        match statement {
            Stmt::FunctionDef(function) => {
                let Some(module) = self.tree.modules.get(self.module) else {
                    return;
                };
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                self.visit_parameters(&function.parameters);
                let symbols = of_function(module, function);
                self.within(symbols, Some(function), |walker| {
                    walker.visit_body(&function.body);
                });
            }
            Stmt::ClassDef(class) => {
                let Some(module) = self.tree.modules.get(self.module) else {
                    return;
                };
                let mut symbols = Symbols::new();
                module.collect(&class.body, &mut symbols);
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
            _ => visitor::walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Call(call) => {
                let hint = self.call(call, expr);
                let before = std::mem::replace(&mut self.hint, hint);
                visitor::walk_expr(self, expr);
                self.hint = before;
            }
            Expr::Subscript(subscript) => {
                if subscript.ctx == ExprContext::Load {
                    self.subscript(&subscript.value, &subscript.slice);
                }
                let before = self.hint.take();
                visitor::walk_expr(self, expr);
                self.hint = before;
            }
            Expr::Compare(compare) => {
                let before = self.hint.take();
                self.compare(compare);
                visitor::walk_expr(self, expr);
                self.hint = before;
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
            Expr::ListComp(inner) => self.comprehension(&inner.generators, expr),
            Expr::SetComp(inner) => self.comprehension(&inner.generators, expr),
            Expr::Generator(inner) => self.comprehension(&inner.generators, expr),
            Expr::DictComp(inner) => self.comprehension(&inner.generators, expr),
            _ => visitor::walk_expr(self, expr),
        }
    }
}

impl<'a> Walker<'_, 'a> {
    /// `os.environ["NAME"]`
    fn subscript(&mut self, value: &'a Expr, slice: &'a Expr) {
        let reader = match self.thing(value) {
            Thing::Environ => Reader::Environ,
            Thing::DotenvMap => Reader::DotenvValues,
            _ => return,
        };
        let guess = self.hint.clone().unwrap_or_default();
        self.read(
            slice,
            Manner::new(reader, Default::none(Need::Required)).taken_for(guess),
        );
    }

    /// `"NAME" in os.environ`; and `os.getenv("NAME") == "true"`, which tells
    /// that a boolean is meant.
    fn compare(&mut self, compare: &'a ruff_python_ast::ExprCompare) {
        let [operator] = &*compare.ops else { return };
        let [right] = &*compare.comparators else {
            return;
        };
        if matches!(
            operator,
            ruff_python_ast::CmpOp::In | ruff_python_ast::CmpOp::NotIn
        ) && let Thing::Environ = self.thing(right)
        {
            self.read(
                &compare.left,
                Manner::new(Reader::Environ, Default::none(Need::Optional)),
            );
        } else if is_truth(right) {
            self.hint = Some(Guess::Bool);
        }
    }
}

/// Whether an expression is one of the words for yes and no, or all of them are.
fn is_truth(expr: &Expr) -> bool {
    let word = |expr: &Expr| {
        super::literal::text(expr).is_some_and(|text| {
            matches!(
                text.to_ascii_lowercase().as_str(),
                "true" | "false" | "1" | "0" | "yes" | "no" | "on" | "off" | "t" | "f" | "y" | "n"
            )
        })
    };
    match expr {
        Expr::Tuple(tuple) => !tuple.elts.is_empty() && tuple.elts.iter().all(word),
        Expr::List(list) => !list.elts.is_empty() && list.elts.iter().all(word),
        Expr::Set(set) => !set.elts.is_empty() && set.elts.iter().all(word),
        other => word(other),
    }
}
