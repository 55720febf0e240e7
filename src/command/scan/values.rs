//! The values to search for: those of the run's secrets, valid or not.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use crate::command::shared::known_values::{self, Named};
use crate::command::shared::tracked::{self, ValueFile};
use crate::core::binding::{Binding, Provenance};
use crate::core::name::EnvName;
use crate::core::report::{Failure, KeyKind, Problem, Stage};
use crate::core::secret::{SecretValue, Secrets};
use crate::env::fingerprints::Fingerprinter;
use crate::env::layers::Loaded;
use crate::error::Error;
use crate::scan::surface::OriginFiles;
use crate::scan::{Searcher, Skipped};
use crate::schema::model::{Rule, Schema};
use crate::session::Session;

/// The values of a scan, and what is known of each.
pub(super) struct Values {
    pub(super) searcher: Searcher,
    pub(super) skipped: Vec<Skipped>,
    pub(super) fingerprints: BTreeMap<EnvName, String>,
    pub(super) origin_files: OriginFiles,
    pub(super) value_files: Vec<ValueFile>,
    pub(super) warnings: Vec<Problem>,
}

impl Values {
    /// Reads the layers. Their problems are only warnings here, except those that
    /// keep a value from being known: it may be anywhere.
    pub(super) fn of(session: &Session<'_>, fingerprinter: &Fingerprinter) -> Result<Self, Error> {
        let mut loaded = session.load_real()?;
        let mut warnings = warnings(session, &loaded);
        let value_files = tracked::value_files(session, &loaded);
        let superseded = loaded.bindings.take_superseded();
        let mut origins: Vec<PathBuf> = session.files().map(|file| file.path.clone()).collect();
        origins.extend(loaded.bindings.iter().filter_map(single_value_file));
        let extent = loaded.bindings.extent();
        let bindings = loaded.bindings.into_sorted();
        let winners = bindings
            .chunk_by(|one, other| one.key == other.key)
            .filter_map(|layers| counting(&session.schema, layers));
        let winners: Vec<Named<'_>> = winners.map(|it| (&it.key, &it.value)).collect();
        let (secrets, settings) = known_values::split(&session.schema, &winners, &superseded);
        let (searcher, skipped) = Searcher::new(secrets, settings);
        // A finding does not say which of several values it is, so no fingerprint fits.
        let mut earlier: BTreeMap<&EnvName, Vec<&SecretValue>> = BTreeMap::new();
        for (key, value) in &superseded {
            earlier.entry(key).or_default().push(value);
        }
        let is_single = |key: &EnvName, value: &SecretValue| {
            let mut others = earlier.get(key).into_iter().flatten();
            others.all(|other| other.same(value))
        };
        let fingerprints = winners
            .iter()
            .filter(|(key, value)| session.schema.is_secret(key) && is_single(key, value));
        let fingerprints = fingerprints.map(|(key, value)| {
            let fingerprint = fingerprinter.of(KeyKind::Secret, value, &Secrets::none());
            ((*key).clone(), fingerprint.to_string())
        });
        let fingerprints = fingerprints.collect();
        let set = winners.iter().filter(|(_, value)| !value.is_blank());
        let set: HashSet<&EnvName> = set.map(|(key, _)| *key).collect();
        let is_set = |key: &EnvName| set.contains(key);
        let unset = known_values::unset(session, extent, &warnings, is_set, missing_warning);
        warnings.extend(unset);
        Ok(Self {
            searcher,
            skipped,
            fingerprints,
            origin_files: OriginFiles::new(origins),
            value_files,
            warnings,
        })
    }
}

/// The problems of the layers and of the schema, as warnings where they hide no
/// value.
fn warnings(session: &Session<'_>, loaded: &Loaded) -> Vec<Problem> {
    let hidden = known_values::hidden(session, loaded);
    let warning = |problem: Problem| {
        if hidden.contains(&problem) {
            problem
        } else {
            problem.into_warning()
        }
    };
    let mut warnings: Vec<Problem> = loaded.problems.iter().cloned().map(warning).collect();
    warnings.extend(session.schema.warnings.iter().cloned());
    warnings
}

/// The layer whose value counts. The default is the lowest.
fn counting<'b>(schema: &Schema, layers: &'b [Binding]) -> Option<&'b Binding> {
    let winner = layers.last()?;
    let rule = schema.rules.get(&winner.key);
    if rule.is_some_and(|rule| rule.defaults_over(&winner.value)) {
        layers.first()
    } else {
        Some(winner)
    }
}

/// The file that holds this one value.
fn single_value_file(binding: &Binding) -> Option<PathBuf> {
    match &binding.provenance {
        Provenance::SecretFile { path } => Some(path.as_str().into()),
        _ => None,
    }
}

fn missing_warning(rule: &Rule) -> Problem {
    let what = message!("required but not set, so it is not searched for");
    let hint = message!("set `{}` in an env file or in the environment", rule.name);
    Problem::warning("scan.missing", what).hint(hint)
}

/// Without a value there is no search, so nothing counts as clean.
pub(super) fn nothing_to_search_for(skipped: &[Skipped]) -> Box<Failure> {
    let (what, hint) = if skipped.is_empty() {
        (
            "no secret has a value, so there is nothing to search for",
            "set the keys in an env file or in the environment, or search for provider tokens with `--patterns`",
        )
    } else {
        (
            "every secret with a value is too weak to search for",
            "give them longer values of random characters, or search for provider tokens with `--patterns`",
        )
    };
    let problem = Problem::error("scan.no-values", what);
    problem.hint(hint).ends(Stage::Unsatisfied)
}
