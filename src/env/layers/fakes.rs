//! The layer of made-up values that a profile asks for with `fakes = true`.

use crate::core::binding::Provenance;
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::dotenv::Contents;
use crate::env::host::path_kind;
use crate::env::layers::sources::{Loaded, Sources};
use crate::schema::fake;

impl Sources<'_> {
    /// Makes up a value for each required key without a default, below all other layers.
    pub(super) fn bind_fakes(&self, loaded: &mut Loaded) {
        if !self.fakes {
            return;
        }
        let live_keys = self.selection.live_keys(self.schema);
        let required = |rule: &&_| self.selection.requires(rule);
        for rule in self.rules().filter(required) {
            if rule.default.is_some() {
                continue;
            }
            let made = fake::fake(rule, live_keys, &path_kind);
            // Without a fake that passes its rule, the key is missing.
            if let Some(value) = made.and_then(|text| SecretValue::new(text).ok()) {
                loaded.bind(rule, &rule.name, value, Provenance::Fake);
            }
        }
    }

    /// Removes the secrets of a general file, and what is wrong with them.
    pub(super) fn drop_secrets(&self, reading: &mut Contents) {
        let is_secret = |name: &str| {
            let governing = self.schema.governing(name);
            governing.is_some_and(|(rule, _)| rule.is_secret())
        };
        let statements = &mut reading.statements;
        statements.retain(|statement| !is_secret(statement.name.as_str()));
        let about_secret = |problem: &Problem| {
            let key = problem.key.as_ref();
            key.is_some_and(|name| is_secret(name.as_str()))
        };
        reading.problems.retain(|problem| !about_secret(problem));
    }
}
