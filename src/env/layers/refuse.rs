//! The values that a profile refuses to run with.

use crate::core::binding::Provenance;
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::env::layers::sources::{Loaded, Sources};
use crate::schema::types::means_the_same;

impl Sources<'_> {
    /// The names and values that the profile refuses.
    pub(super) fn refused(&self) -> impl Iterator<Item = &(EnvName, SecretValue)> {
        let profile = self.selection.profile.as_ref();
        let profile = profile.and_then(|label| self.schema.profiles.get(label));
        profile.into_iter().flat_map(|profile| &profile.refuse)
    }

    /// The problem with a value that the profile refuses for this name, or with
    /// another word for the same truth value.
    pub(super) fn refusal(&self, name: &EnvName, value: &SecretValue) -> Option<Problem> {
        let mut refused = self.refused().filter(|(refused, _)| refused == name);
        let is_refused = refused.any(|(_, refused)| {
            value.same(refused) || means_the_same(value.expose(), refused.expose())
        });
        let what = message!("the profile refuses this value");
        let problem = Problem::error("refused", what).about(name);
        is_refused.then(|| problem.hint(message!("unset it, or choose another profile")))
    }

    /// Refuses values that a key gets by another way than its own name: an alias, a
    /// file with one value, or a default.
    pub(super) fn refuse_layers(&self, loaded: &mut Loaded) {
        for (name, _) in self.refused() {
            let layers: Vec<_> = loaded.bindings.of(name).collect();
            let rule = self.schema.rules.get(name);
            let default_counts = layers.len() == 1
                || layers
                    .last()
                    .zip(rule)
                    .is_some_and(|(winner, rule)| rule.defaults_over(&winner.value));
            for layer in layers {
                let Some(problem) = self.refusal(name, &layer.value) else {
                    continue;
                };
                loaded.problems.push(match (&layer.provenance, rule) {
                    (Provenance::Default | Provenance::Fake, Some(rule)) if default_counts => {
                        problem.at(rule.place.clone())
                    }
                    (Provenance::File { place }, _) if layer.read_as.is_some() => {
                        problem.at(place.clone())
                    }
                    (Provenance::Host, _) if layer.read_as.is_some() => problem,
                    (Provenance::SecretFile { .. }, _) => problem,
                    _ => continue,
                });
            }
        }
    }
}
