//! The row of a report for one key.

use crate::core::binding::{Binding, Provenance};
use crate::core::report::{Candidate, Entry, KeyKind};
use crate::core::secret::Secrets;
use crate::env::fingerprints::{Fingerprinter, LayerRank};
use crate::env::resolve::judge::{Blank, Judge, Judgment, is_strong};
use crate::schema::check;
use crate::schema::model::{Rule, Scope};

impl Judge<'_> {
    pub(super) fn entry(
        &self,
        rule: &Rule,
        judgment: &Judgment,
        layers: &[Binding],
        secrets: &Secrets<'_>,
    ) -> Entry {
        let (mut candidates, last) = (Vec::with_capacity(layers.len()), layers.len());
        for (number, binding) in (1..).zip(layers) {
            let rank = if number == last {
                LayerRank::Winner
            } else {
                LayerRank::Shadowed
            };
            candidates.push(self.candidate(rule, rank, binding, secrets));
        }
        if judgment.blank == Blank::UseLowest {
            candidates.rotate_left(1);
        }
        let has_key = |scope: &Scope| match (rule.kind, &scope.settings) {
            (KeyKind::Secret, _) => scope.secrets.contains(&rule.name),
            (KeyKind::Setting, Some(settings)) => settings.contains(&rule.name),
            (KeyKind::Setting, None) => true,
        };
        let scopes = self
            .schema
            .scopes
            .iter()
            .filter(|(_, scope)| has_key(scope));
        Entry {
            key: rule.name.clone(),
            kind: rule.kind,
            status: judgment.status,
            required: self.selection.requires(rule),
            candidates,
            scopes: scopes.map(|(label, _)| label.clone()).collect(),
            declared: rule.place.clone(),
        }
    }

    fn candidate(
        &self,
        rule: &Rule,
        rank: LayerRank,
        binding: &Binding,
        secrets: &Secrets<'_>,
    ) -> Candidate {
        let Binding {
            value, provenance, ..
        } = binding;
        // A value in the schema itself is not secret, unless someone put a secret there.
        let none = Secrets::none();
        let secrets = match provenance {
            Provenance::Default | Provenance::Fake if !is_strong(value) => &none,
            _ => secrets,
        };
        let shown = if self.fingerprinter.shows_settings() {
            check::shown(rule, value, secrets)
        } else {
            None
        };
        let fingerprint = match &shown {
            Some(shown) => Fingerprinter::of_shown(shown, value),
            None => self.fingerprinter.of_layer(rule.kind, rank, value, secrets),
        };
        Candidate {
            provenance: provenance.clone(),
            read_as: binding.read_as.clone(),
            fingerprint,
            shown,
        }
    }
}
