//! The values that a profile refuses to run with.

use super::load::{Loaded, Sources};
use crate::core::binding::Provenance;
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::schema::types::means_the_same;

impl Sources<'_> {
    /// Refuses what a layer sets by another way than the name itself: an
    /// alias, a file of its own, a default that nothing replaces.
    pub(super) fn refuse_layers(&self, loaded: &mut Loaded) {
        for (name, refused) in self.refused() {
            let layers: Vec<_> = loaded.bindings.of(name).collect();
            let default_counts =
                layers.len() == 1 || layers.last().is_some_and(|winner| winner.value.is_blank());
            for layer in layers
                .iter()
                .filter(|layer| is_refused(&layer.value, refused))
            {
                let problem = refusal(name);
                let rule = self.schema.rules.get(name);
                loaded.problems.push(match (&layer.provenance, rule) {
                    (Provenance::Default, Some(rule)) if default_counts => {
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

    /// The names and values that the profile refuses.
    pub(super) fn refused(&self) -> impl Iterator<Item = &(EnvName, SecretValue)> {
        let profile = self
            .selection
            .profile
            .as_ref()
            .and_then(|label| self.schema.profiles.get(label));
        profile.into_iter().flat_map(|profile| &profile.refuse)
    }
}

/// Whether a value is the one that the profile refuses, or another word for
/// the same truth value.
pub(super) fn is_refused(value: &SecretValue, refused: &SecretValue) -> bool {
    value.same(refused) || means_the_same(value.expose(), refused.expose())
}

/// The problem with such a value.
pub(super) fn refusal(name: &EnvName) -> Problem {
    let what = message!("the profile refuses to run with this value");
    Problem::error("refused", what)
        .about(name)
        .hint(message!("unset it, or choose another profile"))
}
