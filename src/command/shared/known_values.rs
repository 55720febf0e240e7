//! The values of secrets and settings, and the secrets whose values are not known, for
//! commands that look for values.

use std::collections::HashSet;

use crate::core::binding::{Binding, Bindings, Extent, Provenance};
use crate::core::name::EnvName;
use crate::core::report::{Effect, Problem};
use crate::core::secret::{SecretValue, Secrets};
use crate::env::layers::Loaded;
use crate::error::Error;
use crate::schema::model::{Rule, Schema};
use crate::session::Session;

/// A value with the name of its key.
pub(crate) type Named<'v> = (&'v EnvName, &'v SecretValue);

/// The values of secrets, with those that a later statement of the same file replaced,
/// and the values of settings.
pub(crate) fn split<'v>(
    schema: &'v Schema,
    values: &'v [Named<'v>],
    superseded: &'v [(EnvName, SecretValue)],
) -> (
    impl Iterator<Item = Named<'v>>,
    impl Iterator<Item = &'v SecretValue>,
) {
    let earlier = superseded.iter().map(|(name, value)| (name, value));
    let all = values.iter().copied().chain(earlier);
    let settings = values.iter().filter(|(name, _)| !schema.is_secret(name));
    (
        all.filter(|(name, _)| schema.is_secret(name)),
        settings.map(|(_, value)| *value),
    )
}

/// The layers of every key. What is not there has no values: in CI the env files are
/// mostly absent.
pub(crate) fn present(session: &Session<'_>) -> Result<Bindings, Error> {
    Ok(session.load_present()?.bindings)
}

/// The values of secrets in these layers, to know one of them again. What is made up is not
/// secret.
pub(crate) fn secrets<'b>(session: &Session<'_>, bindings: &'b Bindings) -> Secrets<'b> {
    let schema = &session.schema;
    let is_real = |it: &&Binding| it.provenance != Provenance::Fake;
    let layers = bindings.iter().filter(is_real);
    let layers = layers.filter(|it| schema.is_secret(&it.key));
    let values: Vec<&SecretValue> = layers.map(|it| &it.value).collect();
    Secrets::new(move || values)
}

/// The statements and files that are refused, so that the values of their secrets are
/// not known.
pub(crate) fn hidden(session: &Session<'_>, loaded: &Loaded) -> Vec<Problem> {
    let is_sought = |name: &EnvName| {
        let governing = session.schema.governing(name.as_str());
        governing.is_some_and(|(rule, _)| rule.is_secret() && session.selection.has(rule))
    };
    let is_hiding = |problem: &&Problem| {
        problem.effect == Effect::HidesValue && problem.key.as_ref().is_none_or(is_sought)
    };
    loaded.problems.iter().filter(is_hiding).cloned().collect()
}

/// A warning for each secret that the run requires and that is not set, unless another
/// problem is about it, a file that was refused as a whole may set it, or the profile
/// makes up a value.
pub(crate) fn unset(
    session: &Session<'_>,
    extent: Extent,
    reported: &[Problem],
    is_set: impl Fn(&EnvName) -> bool,
    warning: impl Fn(&Rule) -> Problem,
) -> Vec<Problem> {
    let named = reported.iter().filter_map(|it| it.key.as_ref());
    let named: HashSet<&EnvName> = named.collect();
    let is_unset = |rule: &&Rule| {
        rule.is_secret()
            && session.selection.has(rule)
            && session.selection.requires(rule)
            && !is_set(&rule.name)
            && !named.contains(&rule.name)
    };
    let rules = session.schema.rules.values();
    let may_be_unset = extent == Extent::Cut || session.selection.makes_fakes(&session.schema);
    let unset = rules.filter(|_| !may_be_unset).filter(is_unset);
    unset
        .map(|rule| warning(rule).about(&rule.name).at(rule.place.clone()))
        .collect()
}
