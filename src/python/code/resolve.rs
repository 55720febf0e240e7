//! What an expression refers to: the environment, a library that reads it, or a
//! class or function of the tree.

use ruff_python_ast::{Arguments, Expr, ExprAttribute, StmtClassDef, StmtFunctionDef};

use crate::python::code::literal;
use crate::python::code::module::{Symbol, Symbols, join};
use crate::python::code::prefix;
use crate::python::code::tree::Tree;

/// What an expression refers to.
#[derive(Clone)]
pub(super) enum Resolved<'a> {
    /// Something of no interest.
    Unknown,
    /// A dotted name from outside the tree.
    Foreign(String),
    /// A module of the tree.
    Module(usize),
    /// A class of the tree.
    Class(usize, &'a StmtClassDef),
    /// A function of the tree.
    Function(usize, &'a StmtFunctionDef),
    Environ,
    DotenvMap,
    Environs,
    /// A django-environ `Env`, with the arguments of its constructor and their module.
    DjangoEnv(Option<(usize, &'a Arguments)>),
    Starlette,
    /// Settings of dynaconf, with the prefix of their variables.
    Dynaconf(String),
    /// `config` of python-decouple, and whether it looks into `.env`.
    Decouple(bool),
}

/// How far names are followed.
const DEPTH: u32 = 12;

/// The names that are visible at some place of a file.
#[derive(Clone, Copy)]
pub(super) struct View<'v, 'a> {
    pub(super) tree: &'v Tree<'a>,
    pub(super) module: usize,
    /// The names of the enclosing functions, innermost last.
    pub(super) scopes: &'v [Symbols<'a>],
}

impl<'v, 'a> View<'v, 'a> {
    /// The names of the file itself, without those of its functions.
    pub(super) fn of_module(tree: &'v Tree<'a>, module: usize) -> Self {
        Self {
            tree,
            module,
            scopes: &[],
        }
    }

    /// What a name refers to, with the module that defines it.
    pub(super) fn symbol(&self, name: &str) -> Option<(usize, Symbol<'a>)> {
        let inner = self.scopes.iter().rev().find_map(|scope| scope.get(name));
        match inner {
            Some(symbol) => Some((self.module, symbol.clone())),
            None => self.tree.symbol(self.module, name),
        }
    }

    /// What an expression refers to.
    pub(super) fn resolve(&self, expr: &'a Expr) -> Resolved<'a> {
        self.resolve_within(expr, DEPTH)
    }

    fn resolve_within(&self, expr: &'a Expr, depth: u32) -> Resolved<'a> {
        let Some(depth) = depth.checked_sub(1) else {
            return Resolved::Unknown;
        };
        match expr {
            Expr::Name(name) => self.named(name.id.as_str(), depth),
            Expr::Attribute(attribute) => match self.resolve_within(&attribute.value, depth) {
                Resolved::Foreign(dotted) => of_path(&join(&dotted, attribute.attr.as_str())),
                Resolved::Module(module) => {
                    let view = View::of_module(self.tree, module);
                    let name = attribute.attr.as_str();
                    if view.symbol(name).is_some() {
                        view.named(name, depth)
                    } else {
                        // A submodule that the package's `__init__.py` does not import.
                        let package = &self.tree.modules[module].dotted;
                        self.imported(&join(package, name), depth)
                    }
                }
                _ => Resolved::Unknown,
            },
            Expr::Call(call) => {
                if let Expr::Attribute(attribute) = &*call.func
                    && attribute.attr.as_str() == "copy"
                    && let Resolved::Environ = self.resolve_within(&attribute.value, depth)
                {
                    return Resolved::Environ;
                }
                self.made(&call.func, &call.arguments, depth)
            }
            // `env = env or os.environ`
            Expr::BoolOp(bool_op) => {
                let mut values = bool_op.values.iter();
                let is_environ =
                    |value| matches!(self.resolve_within(value, depth), Resolved::Environ);
                if values.any(is_environ) {
                    Resolved::Environ
                } else {
                    Resolved::Unknown
                }
            }
            _ => Resolved::Unknown,
        }
    }

    /// What a call returns.
    fn made(&self, function: &'a Expr, arguments: &'a Arguments, depth: u32) -> Resolved<'a> {
        if let Expr::Name(name) = function
            && name.id.as_str() == "dict"
            && let [only] = &*arguments.args
        {
            return match self.resolve_within(only, depth) {
                Resolved::Environ => Resolved::Environ,
                _ => Resolved::Unknown,
            };
        }
        match self.resolve_within(function, depth) {
            Resolved::Foreign(dotted) => match dotted.as_str() {
                "environs.Env" | "environs.FileAwareEnv" => Resolved::Environs,
                "environ.Env" | "environ.FileAwareEnv" | "environ.environ.Env" => {
                    Resolved::DjangoEnv(Some((self.module, arguments)))
                }
                "starlette.config.Config" => Resolved::Starlette,
                "decouple.AutoConfig" => Resolved::Decouple(true),
                "decouple.Config" => Resolved::Decouple(!self.is_without_file(arguments, depth)),
                path if prefix::is_settings(path) => {
                    Resolved::Dynaconf(prefix::of(arguments, |given| self.constant(given)))
                }
                path if is_of_dotenv(path, &["dotenv_values"]) => Resolved::DotenvMap,
                _ => Resolved::Unknown,
            },
            Resolved::Class(module, class) => self.made_of_class(module, class, depth),
            _ => Resolved::Unknown,
        }
    }

    /// Whether `Config(RepositoryEmpty())` of python-decouple, which reads no file.
    fn is_without_file(&self, arguments: &'a Arguments, depth: u32) -> bool {
        let Some(Expr::Call(repository)) = arguments.args.first() else {
            return false;
        };
        let class = self.resolve_within(&repository.func, depth);
        matches!(class, Resolved::Foreign(dotted) if dotted == "decouple.RepositoryEmpty")
    }

    /// An instance of a class of the tree that is derived from a reader's.
    fn made_of_class(&self, module: usize, class: &'a StmtClassDef, depth: u32) -> Resolved<'a> {
        let view = View::of_module(self.tree, module);
        for base in class.bases() {
            if let Resolved::Foreign(dotted) = view.resolve_within(base, depth) {
                match dotted.as_str() {
                    "environs.Env" => return Resolved::Environs,
                    "environ.Env" | "environ.FileAwareEnv" => return Resolved::DjangoEnv(None),
                    _ => {}
                }
            }
        }
        Resolved::Unknown
    }

    fn named(&self, name: &str, depth: u32) -> Resolved<'a> {
        let Some((module, symbol)) = self.symbol(name) else {
            return Resolved::Unknown;
        };
        let view = self.seen_in(module);
        match symbol {
            Symbol::Import(dotted) => view.imported(&dotted, depth),
            Symbol::Class(class) => Resolved::Class(module, class),
            Symbol::Function(function) => Resolved::Function(module, function),
            Symbol::Values(values) => {
                let mut values = values.iter().map(|value| view.resolve_within(value, depth));
                values
                    .find(|value| !matches!(value, Resolved::Unknown))
                    .unwrap_or(Resolved::Unknown)
            }
            Symbol::Parameter(_) | Symbol::OneOf(_) | Symbol::OneOfMaps(_) | Symbol::Other => {
                Resolved::Unknown
            }
        }
    }

    fn imported(&self, dotted: &str, depth: u32) -> Resolved<'a> {
        let Some(depth) = depth.checked_sub(1) else {
            return Resolved::Unknown;
        };
        if let Some(module) = self.tree.module(dotted, self.module) {
            return Resolved::Module(module);
        }
        if let Some((head, last)) = dotted.rsplit_once('.')
            && let Some(module) = self.tree.module(head, self.module)
        {
            let view = View::of_module(self.tree, module);
            return match view.symbol(last) {
                Some((_, Symbol::Import(again))) if again == dotted => Resolved::Unknown,
                Some(_) => view.named(last, depth),
                None => Resolved::Unknown,
            };
        }
        of_path(dotted)
    }

    /// The one text that an expression is: a literal, or a name that is
    /// assigned one literal and nothing else.
    pub(super) fn constant(&self, expr: &'a Expr) -> Option<String> {
        self.constant_within(expr, DEPTH)
    }

    fn constant_within(&self, expr: &'a Expr, depth: u32) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match expr {
            Expr::Name(name) => {
                let (module, value) = self.only_value(name.id.as_str())?;
                self.seen_in(module).constant_within(value, depth)
            }
            Expr::Attribute(attribute) => {
                let (module, value) = self.attribute_value(attribute)?;
                self.seen_in(module).constant_within(value, depth)
            }
            _ => literal::text(expr),
        }
    }

    /// The view of another module, or this one.
    pub(super) fn seen_in(&self, module: usize) -> Self {
        if module == self.module {
            *self
        } else {
            View::of_module(self.tree, module)
        }
    }

    /// The one value that is assigned to a name, following imports.
    pub(super) fn only_value(&self, name: &str) -> Option<(usize, &'a Expr)> {
        let (module, symbol) = self.symbol(name)?;
        let Symbol::Import(dotted) = symbol else {
            return Some((module, symbol.only_value()?));
        };
        let (head, last) = dotted.rsplit_once('.')?;
        let found = self.tree.module(head, module)?;
        let symbol = self.tree.modules[found].symbols.get(last)?;
        Some((found, symbol.only_value()?))
    }

    /// The value of `module.NAME` or `Class.NAME`.
    pub(super) fn attribute_value(
        &self,
        attribute: &'a ExprAttribute,
    ) -> Option<(usize, &'a Expr)> {
        let name = attribute.attr.as_str();
        match self.resolve(&attribute.value) {
            Resolved::Module(module) => View::of_module(self.tree, module).only_value(name),
            Resolved::Class(module, class) => {
                let symbols = self.tree.modules[module].symbols_of(&class.body);
                Some((module, symbols.get(name)?.only_value()?))
            }
            _ => None,
        }
    }
}

/// Whether a dotted path is one of these functions of python-dotenv.
pub(super) fn is_of_dotenv(dotted: &str, functions: &[&str]) -> bool {
    let parts = dotted.rsplit_once('.');
    parts.is_some_and(|(module, name)| {
        (module == "dotenv" || module.strip_prefix("dotenv") == Some(".main"))
            && functions.contains(&name)
    })
}

fn of_path(dotted: &str) -> Resolved<'static> {
    match dotted {
        "os.environ" | "os.environb" => Resolved::Environ,
        "decouple.config" => Resolved::Decouple(true),
        "environs.env" => Resolved::Environs,
        "dynaconf.settings" => Resolved::Dynaconf("DYNACONF_".to_owned()),
        _ => Resolved::Foreign(dotted.to_owned()),
    }
}
