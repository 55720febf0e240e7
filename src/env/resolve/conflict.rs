//! Layers of a key that hold different values.

use crate::core::binding::{Binding, Provenance};
use crate::core::message::Message;
use crate::core::report::Problem;
use crate::core::secret::Secrets;
use crate::env::resolve::judge::{Blank, Judge};
use crate::env::selection::Nesting;
use crate::schema::model::Rule;

impl Judge<'_> {
    /// One warning for all layers that the winner overrides with another value.
    /// Defaults exist to be overridden, and empty values are not values, so neither
    /// counts.
    pub(super) fn conflict(
        &self,
        rule: &Rule,
        layers: &[Binding],
        blank: Blank,
        secrets: &Secrets<'_>,
    ) -> Option<Problem> {
        let (winner, shadowed) = layers.split_last()?;
        let differs = |layer: &&Binding| {
            let counts = rule.allow_empty || !layer.value.is_blank();
            counts && layer.provenance != Provenance::Default && !layer.value.same(&winner.value)
        };
        let others: Vec<&Binding> = shadowed.iter().rev().filter(differs).collect();
        let fingerprint = |layer: &Binding| self.fingerprinter.of(rule.kind, &layer.value, secrets);
        let shown = |layer: &Binding| match &layer.read_as {
            Some(name) => message!("{} as `{}` {}", layer.provenance, name, fingerprint(layer)),
            None => message!("{} {}", layer.provenance, fingerprint(layer)),
        };
        let (first, rest) = others.split_first()?;
        let losers = rest.iter().fold(shown(first), |losers, other| {
            message!("{}, {}", losers, shown(other))
        });
        let winning = &winner.provenance;
        let what = match blank {
            Blank::UseDefault => {
                message!(
                    "{} is empty, so the default counts, not {}",
                    winning,
                    losers
                )
            }
            Blank::No => message!("{} {} wins over {}", winning, fingerprint(winner), losers),
        };
        let place = others.iter().find_map(|other| match &other.provenance {
            Provenance::File { place } => Some(place),
            _ => None,
        });
        Some(
            Problem::warning("shadowed", what)
                .about(&rule.name)
                .at(place.unwrap_or(&rule.place).clone())
                .hint(self.remedy(rule, winner, shadowed)),
        )
    }

    fn remedy(&self, rule: &Rule, winner: &Binding, shadowed: &[Binding]) -> Message {
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
