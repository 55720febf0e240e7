//! What an expression stands for: the environment, a reader of it, or a class
//! or function of the tree.

use ruff_python_ast::{Arguments, Expr, StmtClassDef, StmtFunctionDef};

use crate::python::literal;
use crate::python::module::{Symbol, Symbols, join};
use crate::python::tree::Tree;

/// What an expression stands for.
#[derive(Clone)]
pub(super) enum Thing<'a> {
    /// Something of no interest.
    Unknown,
    /// Something from outside of the tree, with dots.
    Foreign(String),
    /// A module of the tree.
    Module(usize),
    /// A class of the tree.
    Class(usize, &'a StmtClassDef),
    /// A function of the tree.
    Function(usize, &'a StmtFunctionDef),
    /// The environment.
    Environ,
    /// What `dotenv_values()` gives.
    DotenvMap,
    /// An `environs.Env`.
    Environs,
    /// A django-environ `Env`, with what it was made with.
    DjangoEnv(Option<&'a Arguments>),
    /// A Starlette `Config`.
    Starlette,
    /// python-decouple's `config`.
    Decouple,
}

/// How far names are followed.
const DEPTH: u32 = 12;

/// The names that are known at some place in a file.
#[derive(Clone, Copy)]
pub(super) struct View<'v, 'a> {
    /// All files.
    pub(super) tree: &'v Tree<'a>,
    /// The file.
    pub(super) module: usize,
    /// The functions round the place, the innermost last.
    pub(super) scopes: &'v [Symbols<'a>],
}

impl<'v, 'a> View<'v, 'a> {
    /// The file itself, outside of its functions.
    pub(super) fn of_module(tree: &'v Tree<'a>, module: usize) -> Self {
        Self {
            tree,
            module,
            scopes: &[],
        }
    }

    /// What a name stands for, with the module that says so and whether that
    /// is a function of this file.
    pub(super) fn symbol(&self, name: &str) -> Option<(usize, Symbol<'a>)> {
        let inner = self.scopes.iter().rev().find_map(|scope| scope.get(name));
        match inner {
            Some(symbol) => Some((self.module, symbol.clone())),
            None => self.tree.symbol(self.module, name),
        }
    }

    /// What an expression stands for.
    pub(super) fn thing(&self, expr: &'a Expr) -> Thing<'a> {
        self.thing_within(expr, DEPTH)
    }

    fn thing_within(&self, expr: &'a Expr, depth: u32) -> Thing<'a> {
        let Some(depth) = depth.checked_sub(1) else {
            return Thing::Unknown;
        };
        match expr {
            Expr::Name(name) => self.named(name.id.as_str(), depth),
            Expr::Attribute(attribute) => match self.thing_within(&attribute.value, depth) {
                Thing::Foreign(dotted) => of_path(&join(&dotted, attribute.attr.as_str())),
                Thing::Module(module) => {
                    let view = View::of_module(self.tree, module);
                    match view.symbol(attribute.attr.as_str()) {
                        Some(_) => view.named(attribute.attr.as_str(), depth),
                        // A module below, which the package's own file does not name.
                        None => self
                            .tree
                            .modules
                            .get(module)
                            .map_or(Thing::Unknown, |package| {
                                self.imported(
                                    &join(&package.dotted, attribute.attr.as_str()),
                                    depth,
                                )
                            }),
                    }
                }
                _ => Thing::Unknown,
            },
            Expr::Call(call) => {
                if let Expr::Attribute(attribute) = &*call.func
                    && attribute.attr.as_str() == "copy"
                    && let Thing::Environ = self.thing_within(&attribute.value, depth)
                {
                    return Thing::Environ;
                }
                self.made(&call.func, &call.arguments, depth)
            }
            // `env = env or os.environ`
            Expr::BoolOp(bool_op) => {
                let things = bool_op
                    .values
                    .iter()
                    .map(|value| self.thing_within(value, depth));
                things
                    .into_iter()
                    .find(|thing| matches!(thing, Thing::Environ))
                    .unwrap_or(Thing::Unknown)
            }
            _ => Thing::Unknown,
        }
    }

    /// What a call makes.
    fn made(&self, function: &'a Expr, arguments: &'a Arguments, depth: u32) -> Thing<'a> {
        if let Expr::Name(name) = function
            && name.id.as_str() == "dict"
            && let [only] = &*arguments.args
        {
            return match self.thing_within(only, depth) {
                Thing::Environ => Thing::Environ,
                _ => Thing::Unknown,
            };
        }
        match self.thing_within(function, depth) {
            Thing::Foreign(dotted) => match dotted.as_str() {
                "environs.Env" | "environs.FileAwareEnv" => Thing::Environs,
                "environ.Env" | "environ.FileAwareEnv" | "environ.environ.Env" => {
                    Thing::DjangoEnv(Some(arguments))
                }
                "starlette.config.Config" => Thing::Starlette,
                "decouple.AutoConfig" | "decouple.Config" => Thing::Decouple,
                path if is_of_dotenv(path, &["dotenv_values"]) => Thing::DotenvMap,
                _ => Thing::Unknown,
            },
            Thing::Class(module, class) => self.made_of_class(module, class, depth),
            _ => Thing::Unknown,
        }
    }

    /// An instance of a class of the tree that is derived from a reader's.
    fn made_of_class(&self, module: usize, class: &'a StmtClassDef, depth: u32) -> Thing<'a> {
        let bases = class
            .arguments
            .as_ref()
            .map_or(&[][..], |bases| &bases.args);
        let view = View::of_module(self.tree, module);
        let things = bases.iter().map(|base| view.thing_within(base, depth));
        for thing in things {
            if let Thing::Foreign(dotted) = thing {
                match dotted.as_str() {
                    "environs.Env" => return Thing::Environs,
                    "environ.Env" | "environ.FileAwareEnv" => return Thing::DjangoEnv(None),
                    _ => {}
                }
            }
        }
        Thing::Unknown
    }

    fn named(&self, name: &str, depth: u32) -> Thing<'a> {
        let Some((module, symbol)) = self.symbol(name) else {
            return Thing::Unknown;
        };
        let view = if module == self.module {
            *self
        } else {
            View::of_module(self.tree, module)
        };
        match symbol {
            Symbol::Import(dotted) => view.imported(&dotted, depth),
            Symbol::Class(class) => Thing::Class(module, class),
            Symbol::Function(function) => Thing::Function(module, function),
            Symbol::Values(values) => {
                let mut things = values.iter().map(|value| view.thing_within(value, depth));
                things
                    .find(|thing| !matches!(thing, Thing::Unknown))
                    .unwrap_or(Thing::Unknown)
            }
            Symbol::Parameter(_) | Symbol::OneOf(_) | Symbol::Other => Thing::Unknown,
        }
    }

    fn imported(&self, dotted: &str, depth: u32) -> Thing<'a> {
        let Some(depth) = depth.checked_sub(1) else {
            return Thing::Unknown;
        };
        if let Some(module) = self.tree.module(dotted, self.module) {
            return Thing::Module(module);
        }
        if let Some((head, last)) = dotted.rsplit_once('.')
            && let Some(module) = self.tree.module(head, self.module)
        {
            let view = View::of_module(self.tree, module);
            return match view.symbol(last) {
                Some((_, Symbol::Import(again))) if again == dotted => Thing::Unknown,
                Some(_) => view.named(last, depth),
                None => Thing::Unknown,
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
                let view = self.seen_in(module);
                view.constant_within(value, depth)
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
        match symbol {
            Symbol::Values(values) => match values.as_slice() {
                [value] => Some((module, *value)),
                _ => None,
            },
            Symbol::Import(dotted) => {
                let (head, last) = dotted.rsplit_once('.')?;
                let found = self.tree.module(head, module)?;
                match self.tree.modules.get(found)?.symbols.get(last)? {
                    Symbol::Values(values) => match values.as_slice() {
                        [value] => Some((found, *value)),
                        _ => None,
                    },
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The value of `module.NAME` or `Class.NAME`.
    fn attribute_value(
        &self,
        attribute: &'a ruff_python_ast::ExprAttribute,
    ) -> Option<(usize, &'a Expr)> {
        let name = attribute.attr.as_str();
        match self.thing(&attribute.value) {
            Thing::Module(module) => View::of_module(self.tree, module).only_value(name),
            Thing::Class(module, class) => {
                let mut symbols = Symbols::new();
                self.tree
                    .modules
                    .get(module)?
                    .collect(&class.body, &mut symbols);
                match symbols.get(name)? {
                    Symbol::Values(values) if values.len() == 1 => Some((module, values.first()?)),
                    _ => None,
                }
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

fn of_path(dotted: &str) -> Thing<'static> {
    match dotted {
        "os.environ" | "os.environb" => Thing::Environ,
        "decouple.config" => Thing::Decouple,
        "environs.env" => Thing::Environs,
        _ => Thing::Foreign(dotted.to_owned()),
    }
}
