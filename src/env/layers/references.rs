//! The value that `${NAME}` of an env file stands for, and whether the child gets the same.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};

use crate::core::binding::{Extent, InChild};
use crate::core::message::{Message, Place, quoted};
use crate::core::name::{EnvName, Label};
use crate::core::report::Problem;
use crate::dotenv::{self, Contents, Interpolation, Outside, Statement};
use crate::env::layers::sources::{EnvText, Sources};
use crate::env::selection::{Selection, Wanted};
use crate::schema::model::{Precedence, ReadAs};

impl Sources<'_> {
    /// The contents of the env files, in their order.
    pub(super) fn read_texts(&self, texts: &[EnvText]) -> Vec<Contents> {
        let mut readings = Vec::with_capacity(texts.len());
        for text in texts {
            let mut reading = self.with_options(&readings, |options| {
                dotenv::read(&text.path, &text.bytes, options)
            });
            if text.without_secrets {
                // Later files must not borrow them by `${NAME}` either.
                self.drop_secrets(&mut reading);
            }
            readings.push(reading);
        }
        readings
    }

    /// Calls `act` with the options that an env file is read with, after these.
    pub(super) fn with_options<T>(
        &self,
        before: &[Contents],
        act: impl FnOnce(&dotenv::ReadOptions<'_>) -> T,
    ) -> T {
        let earlier = LazyCell::new(|| Earlier::of(before));
        let outside = |name: &EnvName| {
            let host = self.host.bytes(name);
            let allowed = host.filter(|bytes| self.may_refer_to(name, bytes));
            match allowed {
                Some(bytes) if self.host_wins(name) => Outside::Host(bytes),
                _ => match (earlier.find(name), allowed, host) {
                    (Outside::Unset, Some(bytes), _) => Outside::Host(bytes),
                    (Outside::Unset, None, Some(_)) => Outside::NotAllowed,
                    (found, _, _) => found,
                },
            }
        };
        // A `KEY_FILE` holds a path, which is not secret.
        let kind = |name: &EnvName| match self.schema.governing(name.as_str())? {
            (_, ReadAs::FileVariable) => None,
            (rule, _) => Some(rule.kind),
        };
        act(&dotenv::ReadOptions {
            interpolation: self.schema.env.interpolation,
            outside: &outside,
            in_child: &|name, bytes| self.in_child(name, bytes),
            kind: &kind,
        })
    }

    fn may_refer_to(&self, name: &EnvName, bytes: &[u8]) -> bool {
        let name = name.as_str();
        self.schema.governing(name).is_some()
            || self.selection.inherits(self.schema, name, bytes).is_some()
    }

    /// Whether the child gets the host's value of a name, and not that of an env file. What
    /// is inherited comes from the host alone.
    fn host_wins(&self, name: &EnvName) -> bool {
        self.precedence == Precedence::HostFirst || self.schema.governing(name.as_str()).is_none()
    }

    /// What the child gets under a name that has this value for a reference.
    fn in_child(&self, name: &EnvName, bytes: &[u8]) -> InChild {
        let gets = match self.schema.governing(name.as_str()) {
            Some((_, ReadAs::FileVariable)) => false,
            Some((rule, _)) if rule.is_secret() && !self.selection.reads(rule) => {
                return InChild::Withheld;
            }
            Some((rule, ReadAs::Name)) => self.selection.has(rule),
            Some((_, ReadAs::Alias(_))) => false,
            None => true,
        };
        let host = self.host.bytes(name).filter(|host| {
            gets && self.host_wins(name)
                && self.may_refer_to(name, host)
                && !host.trim_ascii().is_empty()
        });
        match host {
            Some(host) if host != bytes => InChild::AnotherValue,
            _ => InChild::ThisValue,
        }
    }

    /// What a scope gets through references that is not in it: for a report about every
    /// key, in which nothing is withheld.
    pub(crate) fn scope_references(&self, texts: &[EnvText]) -> Vec<Problem> {
        let is_braced = |text: &EnvText| memchr::memmem::find(&text.bytes, b"${").is_some();
        if self.schema.env.interpolation == Interpolation::Off || !texts.iter().any(is_braced) {
            return Vec::new();
        }
        let mut found: BTreeMap<(Place, EnvName, EnvName), Vec<&Label>> = BTreeMap::new();
        for label in self.schema.scopes.keys() {
            let scope = Some(label.as_str());
            let wanted = Wanted {
                scope,
                ..Wanted::default()
            };
            let Ok(selection) = Selection::new(self.schema, &wanted) else {
                continue;
            };
            let scoped = Sources {
                selection: &selection,
                ..*self
            };
            for (place, key, name) in scoped.withheld_references(texts) {
                found.entry((place, key, name)).or_default().push(label);
            }
        }
        let problem = |((place, key, name), scopes): ((Place, EnvName, EnvName), Vec<&Label>)| {
            let one = scopes.len() == 1;
            let scopes = quoted(scopes);
            let what = if one {
                message!(
                    "contains the value of `{}`, which the scope {} withholds",
                    name,
                    scopes
                )
            } else {
                message!(
                    "contains the value of `{}`, which the scopes {} withhold",
                    name,
                    scopes
                )
            };
            withheld_reference(what, &name).about(&key).at(place)
        };
        found.into_iter().map(problem).collect()
    }

    /// The keys of the run that take a secret in which the run withholds.
    fn withheld_references(&self, texts: &[EnvText]) -> Vec<(Place, EnvName, EnvName)> {
        let mut found = Vec::new();
        for reading in self.read_texts(texts) {
            // If several statements have one name, the last wins.
            let last = reading
                .statements
                .into_iter()
                .map(|it| (it.name.clone(), it));
            let last: BTreeMap<EnvName, Statement> = last.collect();
            for statement in last.into_values() {
                let rule = self.schema.governing(statement.name.as_str());
                let rule = rule.filter(|(rule, _)| self.selection.has(rule));
                let is_set =
                    self.host_wins(&statement.name) && self.host.bytes(&statement.name).is_some();
                let borrowed = statement
                    .borrowed
                    .filter(|it| it.in_child == InChild::Withheld);
                if let (Some((rule, _)), Some(borrowed), false) = (rule, borrowed, is_set) {
                    found.push((statement.place, rule.name.clone(), borrowed.name));
                }
            }
        }
        found
    }
}

/// The warning about a value that contains a secret which the run withholds.
pub(crate) fn withheld_reference(what: Message, name: &EnvName) -> Problem {
    let hint = message!("add `{}` to the scope, or write a value without it", name);
    Problem::warning("scope.reference", what).hint(hint)
}

/// The last statement of each name in the env files before one.
struct Earlier<'c> {
    statements: HashMap<&'c EnvName, &'c Statement>,
    before: &'c [Contents],
}

impl<'c> Earlier<'c> {
    fn of(before: &'c [Contents]) -> Self {
        let statements = before.iter().flat_map(|contents| &contents.statements);
        let statements = statements.map(|statement| (&statement.name, statement));
        Self {
            statements: statements.collect(),
            before,
        }
    }

    fn find(&self, name: &EnvName) -> Outside<'c> {
        let is_refused = |contents: &Contents| {
            let mut errors = contents.problems.iter().filter(|it| it.is_error());
            contents.extent == Extent::Cut || errors.any(|it| it.key.as_ref() == Some(name))
        };
        match self.statements.get(name) {
            _ if self.before.iter().any(is_refused) => Outside::Broken,
            Some(statement) => Outside::Earlier(statement),
            None => Outside::Unset,
        }
    }
}
