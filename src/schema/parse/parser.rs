//! What every part of the parser works with: the declared names, and the
//! problems found so far.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::name::{EnvName, Label};
use crate::schema::problems::Problems;
use crate::schema::tree::{self, Node, Table, start};

pub(super) struct Parser<'t> {
    pub(super) declared: Declared<'t>,
    pub(super) problems: Problems<'t>,
}

/// The user's tables as written, to look names up in.
pub(super) struct Declared<'t> {
    pub(super) secrets: &'t Table<'t>,
    pub(super) settings: &'t Table<'t>,
    pub(super) scopes: &'t Table<'t>,
    pub(super) profiles: &'t Table<'t>,
    pub(super) owners: &'t Table<'t>,
    pub(super) defaults: &'t Table<'t>,
    /// The aliases of all secrets.
    pub(super) secret_aliases: BTreeSet<EnvName>,
}

impl<'t> Declared<'t> {
    pub(super) fn is_secret(&self, name: &str) -> bool {
        self.secrets.contains_key(name)
    }

    pub(super) fn is_setting(&self, name: &str) -> bool {
        self.settings.contains_key(name)
    }

    /// Whether the host variable of this name would be a secret's value.
    pub(super) fn holds_secret(&self, name: &str) -> bool {
        let is_alias = |name| self.secret_aliases.contains(&name);
        self.is_secret(name) || EnvName::new(name).is_ok_and(is_alias)
    }

    /// The names of all keys.
    pub(super) fn names(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        keys(self.secrets).chain(keys(self.settings))
    }
}

/// The keys of a table.
pub(super) fn keys<'t>(table: &'t Table<'t>) -> impl Iterator<Item = &'t str> {
    table.keys().map(|key| &**key.get_ref())
}

impl<'t> Parser<'t> {
    /// Reads a table that maps names to values.
    pub(super) fn named<T>(
        &mut self,
        all: &'t Table<'t>,
        what: &'static str,
        mut read: impl FnMut(&mut Self, &'t Node<'t>, usize) -> Option<T>,
    ) -> BTreeMap<Label, T> {
        let mut values = BTreeMap::new();
        for (key, node) in all {
            let label = self.problems.label(start(key), key.get_ref(), what);
            let value = read(self, node, start(key));
            values.extend(label.zip(value));
        }
        values
    }

    /// The table of a user's name; anything else is noted, without a word of it.
    pub(super) fn table(&mut self, node: &'t Node<'t>) -> Option<&'t Table<'t>> {
        let table = tree::table(node);
        if table.is_none() {
            self.problems
                .error(start(node), "schema.kind", "must be a table", None);
        }
        table
    }

    pub(super) fn labels<'n>(
        &mut self,
        texts: impl Iterator<Item = (usize, &'n str)>,
        what: &'static str,
    ) -> Vec<Label> {
        texts
            .filter_map(|(at, text)| self.problems.label(at, text, what))
            .collect()
    }
}
