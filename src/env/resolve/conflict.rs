//! Layers of a key that hold different values.

use crate::core::binding::{Binding, Provenance};
use crate::core::report::Problem;
use crate::core::secret::Secrets;
use crate::env::resolve::judge::{Blank, Judge};
use crate::schema::model::Rule;

impl Judge<'_> {
    /// One warning for all layers that the winner overrides with another value.
    pub(super) fn conflict(
        &self,
        rule: &Rule,
        layers: &[Binding],
        blank: Blank,
        secrets: &Secrets<'_>,
    ) -> Option<Problem> {
        let (winner, shadowed) = layers.split_last()?;
        let others: Vec<&Binding> = self.overridden(rule, layers).collect();
        let fingerprint = |layer: &Binding| self.fingerprinter.of(rule.kind, &layer.value, secrets);
        let shown = |layer: &Binding| match &layer.read_as {
            Some(name) => message!(
                "{} as `{}` ({})",
                layer.provenance,
                name,
                fingerprint(layer)
            ),
            None => message!("{} ({})", layer.provenance, fingerprint(layer)),
        };
        let (first, rest) = others.split_first()?;
        let losers = rest.iter().fold(shown(first), |losers, other| {
            message!("{}, {}", losers, shown(other))
        });
        let used = match blank {
            Blank::UseLowest if rule.default.is_none() => {
                message!("a fake, as {} is empty", winner.provenance)
            }
            Blank::UseLowest => message!("the default, as {} is empty", winner.provenance),
            Blank::No => shown(winner),
        };
        let other = if rest.is_empty() {
            "has a different value"
        } else {
            "have different values"
        };
        let what = message!("using {}; {} {}", used, losers, other);
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
}
