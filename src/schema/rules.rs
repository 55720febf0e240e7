//! The declared keys with their rules, sorted by name.

use std::borrow::Borrow;

use crate::core::name::EnvName;
use crate::schema::model::Rule;

/// `[secrets]` and `[settings]`. A sorted list: rules are large, there may be
/// thousands, and every start reads them anew.
#[derive(Debug)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// Takes the rules in any order. Of two with one name the first counts.
    #[must_use]
    pub fn new(mut rules: Vec<Rule>) -> Self {
        rules.sort_by(|one, other| one.name.cmp(&other.name));
        rules.dedup_by(|other, first| other.name == first.name);
        Self(rules)
    }

    /// The rule of a key.
    #[must_use]
    pub fn get(&self, name: &(impl Borrow<str> + ?Sized)) -> Option<&Rule> {
        let of = |rule: &Rule| rule.name.as_str().cmp(name.borrow());
        self.0.get(self.0.binary_search_by(of).ok()?)
    }

    /// Whether a key is declared.
    #[must_use]
    pub fn contains_key(&self, name: &(impl Borrow<str> + ?Sized)) -> bool {
        self.get(name).is_some()
    }

    /// The rules, sorted by name.
    pub fn values(&self) -> std::slice::Iter<'_, Rule> {
        self.0.iter()
    }

    /// The names, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &EnvName> {
        self.0.iter().map(|rule| &rule.name)
    }

    /// How many keys are declared.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
