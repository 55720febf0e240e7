//! The values to search for: those of the run's secrets, valid or not.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::command::masking;
use crate::core::binding::{Binding, Extent, Provenance};
use crate::core::message::{Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::{Kind, Problem, Severity};
use crate::core::secret::{SecretValue, Secrets};
use crate::env::fingerprints::Fingerprinter;
use crate::env::layers::Loaded;
use crate::error::Error;
use crate::scan::surface::OriginFiles;
use crate::scan::{Searcher, Skipped};
use crate::schema::model::Rule;
use crate::session::Session;

/// What a scan searches for.
pub(super) struct Values {
    pub(super) searcher: Searcher,
    pub(super) skipped: Vec<Skipped>,
    pub(super) fingerprints: BTreeMap<EnvName, String>,
    pub(super) origin_files: OriginFiles,
    pub(super) warnings: Vec<Problem>,
}

impl Values {
    /// Reads the layers. Their problems are only warnings here, except those that
    /// keep a value from being known: it may be anywhere.
    pub(super) fn of(session: &Session<'_>, fingerprinter: &Fingerprinter) -> Result<Self, Error> {
        let mut loaded = session.load()?;
        let mut warnings = warnings(session, &loaded);
        let superseded = loaded.bindings.take_superseded();
        let mut origins: Vec<PathBuf> = session.files().map(PathBuf::from).collect();
        origins.extend(loaded.bindings.iter().filter_map(single_value_file));
        let extent = loaded.bindings.extent();
        let layers = loaded.bindings.into_sorted();
        let winners = || {
            let keys = layers.chunk_by(|one, other| one.key == other.key);
            let counting = keys.filter_map(counting);
            counting.map(|layer| (&layer.key, &layer.value))
        };
        let rule = |key: &EnvName| session.schema.rules.get(key);
        let is_secret = |key: &EnvName| rule(key).is_some_and(Rule::is_secret);
        let earlier = superseded.iter().map(|(key, value)| (key, value));
        let all = winners().chain(earlier.clone());
        let secrets = all.filter(|(key, _)| is_secret(key));
        let plain = winners().filter(|(key, _)| !is_secret(key));
        let (searcher, skipped) = Searcher::new(secrets, plain.map(|(_, value)| value));
        // A finding does not say which of several values it is, so no fingerprint fits.
        let single = |key: &EnvName, value: &SecretValue| {
            let mut others = earlier.clone().filter(|(other, _)| *other == key);
            others.all(|(_, other)| other.same(value))
        };
        let fingerprints = winners().filter(|(key, value)| is_secret(key) && single(key, value));
        let fingerprints = fingerprints.map(|(key, value)| {
            (
                key.clone(),
                fingerprinter
                    .print(Kind::Secret, value, &Secrets::none())
                    .to_string(),
            )
        });
        let fingerprints = fingerprints.collect();
        let set = |key: &EnvName| winners().any(|(own, value)| own == key && !value.is_blank());
        let rules = session.schema.rules.values();
        let missing = rules.filter(|rule| {
            let wanted = rule.is_secret() && session.selection.has(rule);
            wanted && session.selection.requires(rule) && !set(&rule.name)
        });
        // A file that was refused may set the key.
        let reported = |rule: &&Rule| {
            warnings
                .iter()
                .any(|it| it.key.as_ref() == Some(&rule.name))
        };
        let missing = missing.filter(|rule| extent == Extent::Whole && !reported(rule));
        let missing: Vec<Problem> = missing.map(missing_warning).collect();
        warnings.extend(missing);
        Ok(Self {
            searcher,
            skipped,
            fingerprints,
            origin_files: OriginFiles::new(origins),
            warnings,
        })
    }
}

/// The problems of the layers and of the schema, as warnings where they hide no
/// value.
fn warnings(session: &Session<'_>, loaded: &Loaded) -> Vec<Problem> {
    let hidden = masking::hidden(session, loaded);
    let mut warnings = loaded.problems.clone();
    for problem in &mut warnings {
        if !hidden.contains(problem) {
            problem.severity = Severity::Warning;
        }
    }
    warnings.extend(session.schema.warnings.iter().cloned());
    warnings
}

/// The layer whose value counts: an empty one leaves it to the default.
fn counting(layers: &[Binding]) -> Option<&Binding> {
    let winner = layers.last()?;
    let default = || {
        let found = layers
            .iter()
            .find(|it| it.provenance == Provenance::Default);
        found.or(Some(winner))
    };
    if winner.value.is_blank() {
        default()
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
    Problem::warning("scan.missing", what)
        .about(&rule.name)
        .at(rule.place.clone())
        .hint(hint)
}

/// Warnings about env files that git tracks.
pub(super) fn tracked_origins(session: &Session<'_>, tracked: &[PathBuf]) -> Vec<Problem> {
    let is_tracked = |path: &&Path| {
        let real = path.canonicalize();
        real.is_ok_and(|real| tracked.contains(&real))
    };
    let warning = |path: &Path| {
        let what = message!("git tracks this env file, so its values are no longer secret");
        Problem::warning("scan.tracked", what)
            .at(Place::file(&ShownPath::new(path)))
            .hint(message!(
                "run `git rm --cached` on it, ignore it, and replace its keys"
            ))
    };
    session.files().filter(is_tracked).map(warning).collect()
}

/// Without a value there is no search, so nothing counts as clean.
pub(super) fn nothing_to_search_for(skipped: &[Skipped]) -> Problem {
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
    Problem::error("scan.no-values", what).hint(hint)
}
