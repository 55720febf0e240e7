//! One file, and what its names refer to.

use std::collections::HashMap;

use ruff_python_ast::{
    Expr, ExprDict, Parameters, Stmt, StmtClassDef, StmtFunctionDef, StmtImportFrom,
};
use ruff_text_size::Ranged;

use crate::core::lines::Lines;
use crate::core::message::{Place, ShownPath};
use crate::python::code::literal::last_name;
use crate::python::model::SourceFile;
use crate::python::part::Part;

/// What a name of a file or of a function refers to.
#[derive(Clone)]
pub(super) enum Symbol<'a> {
    /// What was imported, with dots.
    Import(String),
    Class(&'a StmtClassDef),
    Function(&'a StmtFunctionDef),
    /// The values that are assigned to it.
    Values(Vec<&'a Expr>),
    /// A parameter of the enclosing function, by its position.
    Parameter(usize),
    /// One of these texts, in a loop.
    OneOf(Vec<String>),
    /// One of these dictionaries, in a loop.
    OneOfMaps(Vec<&'a ExprDict>),
    Other,
}

impl<'a> Symbol<'a> {
    /// The value of a name that is assigned once.
    pub(super) fn only_value(&self) -> Option<&'a Expr> {
        match self {
            Symbol::Values(values) => match values.as_slice() {
                [value] => Some(value),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The names of a file or of a function.
pub(super) type Symbols<'a> = HashMap<&'a str, Symbol<'a>>;

/// A function or class of the tree: its module and where it begins.
pub(super) type Id = (usize, u32);

pub(super) fn id(module: usize, node: &impl Ranged) -> Id {
    (module, node.start().to_u32())
}

pub(super) struct Module<'a> {
    /// Its name with dots, from the tree's root.
    pub(super) dotted: String,
    /// Whether it is a package's `__init__.py`.
    is_package: bool,
    pub(super) part: Part,
    pub(super) body: &'a [Stmt],
    pub(super) symbols: Symbols<'a>,
    /// The modules whose every name it imports.
    pub(super) stars: Vec<String>,
    pub(super) shown: &'a ShownPath,
    lines: Lines<'a>,
}

impl<'a> Module<'a> {
    pub(super) fn new(file: &'a SourceFile, body: &'a [Stmt]) -> Self {
        let stem = file
            .path
            .rsplit_once('.')
            .map_or(&*file.path, |(stem, _)| stem);
        let package = stem
            .strip_suffix("/__init__")
            .or((stem == "__init__").then_some(""));
        let mut module = Self {
            dotted: package.unwrap_or(stem).replace('/', "."),
            is_package: package.is_some(),
            part: Part::of(&file.path),
            body,
            symbols: Symbols::new(),
            stars: Vec::new(),
            shown: &file.shown,
            lines: Lines::new(&file.text),
        };
        module.symbols = module.symbols_of(body);
        module.stars = stars(body).map(|import| module.source_of(import)).collect();
        module
    }

    /// Where a node of this file begins.
    pub(super) fn place(&self, node: &impl Ranged) -> Place {
        self.lines.place(self.shown, node.start().to_usize())
    }

    /// The names that statements bind.
    pub(super) fn symbols_of(&self, body: &'a [Stmt]) -> Symbols<'a> {
        let mut symbols = Symbols::new();
        self.collect(body, &mut symbols);
        symbols
    }

    /// Collects the names that statements bind, without those inside functions
    /// and classes.
    fn collect(&self, body: &'a [Stmt], symbols: &mut Symbols<'a>) {
        for statement in body {
            match statement {
                Stmt::Import(import) => {
                    for alias in &import.names {
                        let whole = alias.name.as_str();
                        // `import a.b` binds `a`.
                        let head = whole.split_once('.').map_or(whole, |(head, _)| head);
                        let (name, dotted) = match &alias.asname {
                            Some(asname) => (asname.as_str(), whole),
                            None => (head, head),
                        };
                        symbols.insert(name, Symbol::Import(dotted.to_owned()));
                    }
                }
                Stmt::ImportFrom(import) => {
                    let source = self.source_of(import);
                    for alias in import
                        .names
                        .iter()
                        .filter(|alias| alias.name.as_str() != "*")
                    {
                        let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                        let dotted = join(&source, alias.name.as_str());
                        // `try: from a import x / except: from b import x`: the first counts.
                        symbols.entry(name).or_insert(Symbol::Import(dotted));
                    }
                }
                Stmt::ClassDef(class) => {
                    symbols.insert(class.name.as_str(), Symbol::Class(class));
                }
                Stmt::FunctionDef(function) => {
                    symbols.insert(function.name.as_str(), Symbol::Function(function));
                }
                Stmt::Assign(assign) => {
                    for target in &assign.targets {
                        bind(target, Some(&assign.value), symbols);
                    }
                }
                Stmt::AnnAssign(assign) => bind(&assign.target, assign.value.as_deref(), symbols),
                Stmt::AugAssign(assign) => bind(&assign.target, None, symbols),
                _ => {
                    for inner in blocks(statement) {
                        self.collect(inner, symbols);
                    }
                    for target in targets(statement) {
                        bind(target, None, symbols);
                    }
                }
            }
        }
    }

    /// The module that a `from … import` names.
    pub(super) fn source_of(&self, import: &StmtImportFrom) -> String {
        let named = import.module.as_ref().map_or("", |module| module.as_str());
        if import.level == 0 {
            return named.to_owned();
        }
        let up = import.level as usize - usize::from(self.is_package);
        let parts: Vec<&str> = self.dotted.split('.').collect();
        let kept = parts.len().saturating_sub(up);
        join(&parts[..kept].join("."), named)
    }
}

/// Two dotted names as one.
pub(super) fn join(one: &str, other: &str) -> String {
    if one.is_empty() || other.is_empty() {
        format!("{one}{other}")
    } else {
        format!("{one}.{other}")
    }
}

/// Binds an assignment's target.
fn bind<'a>(target: &'a Expr, value: Option<&'a Expr>, symbols: &mut Symbols<'a>) {
    match (target, value) {
        (Expr::Name(name), Some(value)) => {
            match symbols
                .entry(name.id.as_str())
                .or_insert(Symbol::Values(Vec::new()))
            {
                Symbol::Values(values) => values.push(value),
                // `except ImportError: name = None` does not change what the import means.
                other => {
                    if matches!(other, Symbol::Parameter(_)) {
                        *other = Symbol::Other;
                    }
                }
            }
        }
        (Expr::Name(name), None) => {
            symbols.entry(name.id.as_str()).or_insert(Symbol::Other);
        }
        (Expr::Tuple(tuple), _) => {
            for element in &tuple.elts {
                bind(element, None, symbols);
            }
        }
        _ => {}
    }
}

/// The blocks inside a compound statement.
pub(super) fn blocks(statement: &Stmt) -> Vec<&[Stmt]> {
    match statement {
        Stmt::If(inner) => {
            let rest = inner.elif_else_clauses.iter().map(|clause| &*clause.body);
            std::iter::once(&*inner.body).chain(rest).collect()
        }
        Stmt::Try(inner) => {
            let handlers = inner.handlers.iter().map(|handler| match handler {
                ruff_python_ast::ExceptHandler::ExceptHandler(handler) => &*handler.body,
            });
            std::iter::once(&*inner.body)
                .chain(handlers)
                .chain([&*inner.orelse, &*inner.finalbody])
                .collect()
        }
        Stmt::For(inner) => vec![&*inner.body, &*inner.orelse],
        Stmt::While(inner) => vec![&*inner.body, &*inner.orelse],
        Stmt::With(inner) => vec![&*inner.body],
        Stmt::Match(inner) => inner.cases.iter().map(|case| &*case.body).collect(),
        _ => Vec::new(),
    }
}

/// Whether statements raise, or end the program.
pub(super) fn gives_up(body: &[Stmt]) -> bool {
    body.iter().any(|statement| match statement {
        Stmt::Raise(_) => true,
        Stmt::Expr(inner) => match &*inner.value {
            Expr::Call(call) => matches!(
                last_name(&call.func),
                "exit" | "_exit" | "quit" | "abort" | "fail"
            ),
            _ => false,
        },
        _ => blocks(statement).into_iter().any(gives_up),
    })
}

/// What a loop or a `with` binds.
fn targets(statement: &Stmt) -> Vec<&Expr> {
    match statement {
        Stmt::For(inner) => vec![&*inner.target],
        Stmt::With(inner) => {
            let bound = inner.items.iter();
            bound
                .filter_map(|item| item.optional_vars.as_deref())
                .collect()
        }
        _ => Vec::new(),
    }
}

fn stars(body: &[Stmt]) -> impl Iterator<Item = &StmtImportFrom> {
    body.iter().filter_map(|statement| match statement {
        Stmt::ImportFrom(import) => import
            .names
            .iter()
            .any(|alias| alias.name.as_str() == "*")
            .then_some(import),
        _ => None,
    })
}

/// The names that a function binds.
pub(super) fn of_function<'a>(module: &Module<'a>, function: &'a StmtFunctionDef) -> Symbols<'a> {
    let mut symbols = Symbols::new();
    bind_parameters(&function.parameters, &mut symbols);
    for (name, symbol) in module.symbols_of(&function.body) {
        // A parameter that is assigned to is usually made from what the caller
        // passed: `name = name.upper()`.
        symbols.entry(name).or_insert(symbol);
    }
    symbols
}

/// Binds parameters by their places.
pub(super) fn bind_parameters<'a>(parameters: &'a Parameters, symbols: &mut Symbols<'a>) {
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
