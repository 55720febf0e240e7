//! Where the problems of a value are told: at the layer that has it, never at a
//! rule that it breaks.

use crate::core::binding::{Binding, Provenance};
use crate::core::message::{Message, Place};
use crate::core::report::Problem;
use crate::env::resolve::judge::Judge;
use crate::env::selection::Nesting;
use crate::schema::model::Rule;

impl Judge<'_> {
    /// The problem at the layer that wins. What the environment sets has no line; if it
    /// overrides another value, that is the first thing to look at.
    pub(super) fn locate(&self, rule: &Rule, layers: &[Binding], problem: Problem) -> Problem {
        let Some((winner, shadowed)) = layers.split_last() else {
            return problem.at(rule.place.clone());
        };
        match &winner.provenance {
            Provenance::Default | Provenance::Fake => return problem.at(rule.place.clone()),
            Provenance::File { place } => return problem.at(place.clone()),
            Provenance::SecretFile { path } => return problem.at(Place::file(path)),
            Provenance::Host => {}
        }
        let source = match &winner.read_as {
            Some(name) => message!("`{}` in the environment", name),
            None => message!("the environment"),
        };
        let Some(other) = self.overridden(rule, layers).next() else {
            return problem.from_source(source);
        };
        let loser = match (&other.provenance, &other.read_as) {
            (Provenance::Host, name) => message!("`{}`", name.as_ref().unwrap_or(&rule.name)),
            (provenance, _) => message!("{}", provenance),
        };
        let problem = problem.from_source(message!("{} (it overrides {})", source, loser));
        if problem.is_error() {
            problem.hint(self.remedy(rule, winner, shadowed))
        } else {
            problem
        }
    }

    /// The layers with another value than the one that wins, highest first. Defaults and
    /// fakes exist to be overridden, a profile has files of its own to override the general
    /// ones, and empty values are not values.
    pub(super) fn overridden<'l>(
        &self,
        rule: &Rule,
        layers: &'l [Binding],
    ) -> impl Iterator<Item = &'l Binding> {
        let winner = layers.last();
        let on_purpose = winner.is_some_and(|winner| self.is_of_profile(winner));
        let differs = move |layer: &&Binding| {
            let general = match layer.provenance {
                Provenance::Default | Provenance::Fake => true,
                Provenance::File { .. } => on_purpose && !self.is_of_profile(layer),
                Provenance::SecretFile { .. } | Provenance::Host => false,
            };
            let counts = rule.allow_empty || !layer.value.is_blank();
            counts && !general && winner.is_some_and(|winner| !layer.value.same(&winner.value))
        };
        let differing: Vec<&Binding> = layers.iter().rev().skip(1).filter(differs).collect();
        differing.into_iter()
    }

    fn is_of_profile(&self, layer: &Binding) -> bool {
        let Provenance::File { place } = &layer.provenance else {
            return false;
        };
        let mut files = self.files.iter();
        files.any(|file| file.of_profile && file.shown == place.path)
    }

    pub(super) fn remedy(&self, rule: &Rule, winner: &Binding, shadowed: &[Binding]) -> Message {
        let is_of_host = |layer: &Binding| layer.provenance == Provenance::Host;
        if !is_of_host(winner) {
            message!("remove the one that is not meant")
        } else if shadowed.iter().all(is_of_host) {
            message!("unset the one that is not meant")
        } else if self.selection.nesting == Nesting::Nested {
            message!("remove the one that is not meant, or change what the outer run gives")
        } else {
            message!(
                "unset `{}`, or pass `--override` to let files win",
                winner.read_as.as_ref().unwrap_or(&rule.name)
            )
        }
    }
}
