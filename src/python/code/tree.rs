//! All files together, and which module a dotted name refers to.

use std::collections::HashMap;

use crate::python::code::module::{Module, Symbol};
use crate::python::code::sdk_table::Clients;

/// The parsed files of one tree.
pub(super) struct Tree<'a> {
    /// The files. Indices of modules everywhere are indices of this slice.
    pub(super) modules: &'a [Module<'a>],
    /// The files whose dotted names end in a dotted name.
    by_end: HashMap<&'a str, Vec<usize>>,
    /// Whether any file imports dynaconf: else no attribute is looked up for it.
    pub(super) uses_dynaconf: bool,
    pub(super) clients: Clients,
}

/// Packages that no module of the tree stands in for.
const FOREIGN: [&str; 13] = [
    "os",
    "pydantic",
    "pydantic_settings",
    "decouple",
    "dynaconf",
    "environs",
    "environ",
    "starlette",
    "dotenv",
    "click",
    "typer",
    "enum",
    "typing",
];

impl<'a> Tree<'a> {
    pub(super) fn new(modules: &'a [Module<'a>]) -> Self {
        let mut by_end: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, module) in modules.iter().enumerate() {
            let mut end = module.dotted.as_str();
            loop {
                by_end.entry(end).or_default().push(at);
                let Some((_, rest)) = end.split_once('.') else {
                    break;
                };
                end = rest;
            }
        }
        let is_dynaconf = |symbol: &Symbol<'_>| matches!(symbol, Symbol::Import(dotted) if dotted.starts_with("dynaconf"));
        let uses_dynaconf = modules
            .iter()
            .any(|module| module.symbols.values().any(is_dynaconf));
        Self {
            modules,
            by_end,
            uses_dynaconf,
            clients: Clients::new(),
        }
    }

    /// The module that a file imports by this name: the one nearest to the file.
    /// A module without a dot must be beside the file, above it, or at the root
    /// of a source folder.
    pub(super) fn module(&self, dotted: &str, from: usize) -> Option<usize> {
        let head = dotted.split('.').next()?;
        if FOREIGN.contains(&head) {
            return None;
        }
        let seen_from = &self.modules[from].dotted;
        let near = |at: &usize| {
            let other = &self.modules[*at].dotted;
            let same = seen_from.split('.').zip(other.split('.'));
            same.take_while(|(one, other)| one == other).count()
        };
        let candidates = self.by_end.get(dotted)?.iter().copied();
        let is_of_client = self.clients.is_package(dotted);
        let fits = |at: &usize| {
            let other = &self.modules[*at].dotted;
            let folder = &other[..other.len() - dotted.len()];
            if is_of_client {
                return matches!(folder, "" | "src.") && *at != from;
            }
            dotted.contains('.') || folder.is_empty() || seen_from.starts_with(folder)
        };
        candidates.filter(fits).max_by_key(near)
    }

    /// What a name of a module refers to, with the module that defines it.
    pub(super) fn symbol(&self, module: usize, name: &str) -> Option<(usize, Symbol<'a>)> {
        self.symbol_within(module, name, 8)
    }

    fn symbol_within(&self, at: usize, name: &str, depth: u32) -> Option<(usize, Symbol<'a>)> {
        let module = &self.modules[at];
        if let Some(symbol) = module.symbols.get(name) {
            return Some((at, symbol.clone()));
        }
        let depth = depth.checked_sub(1)?;
        module
            .stars
            .iter()
            .find_map(|star| match self.module(star, at) {
                Some(found) if found != at => self.symbol_within(found, name, depth),
                _ => STARRED
                    .contains(&(star.as_str(), name))
                    .then(|| (at, Symbol::Import(format!("{star}.{name}")))),
            })
    }
}

/// Names that matter here and that `from … import *` binds.
const STARRED: [(&str, &str); 5] = [
    ("os", "environ"),
    ("os", "getenv"),
    ("pydantic_settings", "BaseSettings"),
    ("pydantic", "BaseSettings"),
    ("decouple", "config"),
];
