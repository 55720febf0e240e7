//! What of a run is masked, and what cannot be.

use crate::command::inquiry::Inquiry;
use crate::name::EnvName;
use crate::needle::{Needles, Unmaskable};
use crate::options::Options;
use crate::report::Problem;
use crate::resolve::Validated;
use crate::schema::model::{MaskRule, Rule, Schema};
use crate::words::Words;

/// Whether the output of this run is masked: the flag or the variable, else
/// the scope, else `[run]`.
pub(super) fn rule(options: &Options, inquiry: &Inquiry<'_>) -> MaskRule {
    let Inquiry {
        schema, selection, ..
    } = inquiry;
    if let Some(rule) = options.mask {
        return rule;
    }
    let scope = selection.scope.as_ref();
    match scope.and_then(|label| schema.scopes.get(label)?.mask) {
        Some(true) => MaskRule::On,
        Some(false) => MaskRule::Off,
        None => schema.run.mask,
    }
}

/// The needles of a run, and a warning for each secret that has none.
pub(super) fn needles(schema: &Schema, values: &Validated) -> (Needles, Vec<Problem>) {
    let is_secret = |name: &EnvName| schema.rules.get(name).is_some_and(Rule::is_secret);
    let secrets = values.iter().filter(|(name, _)| is_secret(name));
    let plain = values.iter().filter(|(name, _)| !is_secret(name));
    let (needles, unmaskable) = Needles::new(secrets, plain.map(|(_, value)| value));
    let warning = |Unmaskable { key, why }: Unmaskable| {
        let problem = Problem::warning("unmaskable", why.words()).about(&key);
        let problem = problem.hint(Words::new("give it a longer value of random characters"));
        match schema.rules.get(&key) {
            Some(rule) => problem.at(rule.place.clone()),
            None => problem,
        }
    };
    (needles, unmaskable.into_iter().map(warning).collect())
}

/// Whether the user or the schema asks for masking anywhere.
pub(super) fn is_asked_for(options: &Options, schema: &Schema) -> bool {
    let by_option = options.mask.is_some_and(|rule| rule != MaskRule::Off);
    let by_scope = schema.scopes.values().any(|scope| scope.mask == Some(true));
    by_option || by_scope || schema.run.mask != MaskRule::Off
}
