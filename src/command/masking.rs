//! Which values a run masks, and which it cannot mask.

use crate::core::binding::{Bindings, Extent};
use crate::core::name::EnvName;
use crate::core::report::{Code, Problem, Severity};
use crate::core::secret::SecretValue;
use crate::env::layers::Loaded;
use crate::env::resolve::Validated;
use crate::needle::{self, Form, Needles, Unmaskable};
use crate::schema::model::{MaskRule, Rule, Schema};
use crate::session::Session;
use crate::session::options::Options;

/// The code of what masking cannot replace.
pub(super) const UNMASKABLE: Code = Code::new("unmaskable");

/// The codes of errors about statements whose values are known all the same.
const READ: [Code; 2] = [Code::new("undeclared"), Code::new("refused")];

/// Whether the output of this run is masked: the flag or the variable, else
/// the scope, else `[run]`.
pub(super) fn rule(options: &Options, session: &Session<'_>) -> MaskRule {
    let Session {
        schema, selection, ..
    } = session;
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
/// `superseded` are earlier values of its keys, which its files have, too.
pub(super) fn needles(
    schema: &Schema,
    values: &Validated,
    superseded: &[(EnvName, SecretValue)],
) -> (Needles, Vec<Problem>) {
    let all = values.iter().chain(pairs(superseded));
    let secrets = all.filter(|(name, _)| is_secret(schema, name));
    let plain = values.iter().filter(|(name, _)| !is_secret(schema, name));
    let (needles, unmaskable) = Needles::new(secrets, plain.map(|(_, value)| value));
    (needles, warnings(schema, unmaskable))
}

/// The values of a run's secrets.
pub(super) fn secrets<'v>(
    schema: &Schema,
    values: &'v Validated,
) -> impl Iterator<Item = &'v SecretValue> {
    let all = values.iter().filter(|(name, _)| is_secret(schema, name));
    all.map(|(_, value)| value)
}

fn pairs(superseded: &[(EnvName, SecretValue)]) -> impl Iterator<Item = (&EnvName, &SecretValue)> {
    superseded.iter().map(|(name, value)| (name, value))
}

/// The needles of every layer, valid or not: a log may hold a value that another
/// layer shadows by now.
pub(super) fn needles_of(schema: &Schema, bindings: &Bindings) -> (Needles, Vec<Problem>) {
    let (needles, unmaskable) =
        Needles::new(secrets_of(schema, bindings), plain_of(schema, bindings));
    (needles, warnings(schema, unmaskable))
}

/// The same, and the forms in place of the needles, for another program.
pub(super) fn forms_of(schema: &Schema, bindings: &Bindings) -> (Vec<Form>, Vec<Problem>) {
    let (forms, unmaskable) =
        needle::maskable(secrets_of(schema, bindings), plain_of(schema, bindings));
    let forms = forms.into_iter().flat_map(|(_, forms)| forms);
    (forms.collect(), warnings(schema, unmaskable))
}

/// Every value that a secret has in some layer, or had before a later statement.
fn secrets_of<'b>(
    schema: &Schema,
    bindings: &'b Bindings,
) -> impl Iterator<Item = (&'b EnvName, &'b SecretValue)> {
    let layers = bindings.iter().map(|layer| (&layer.key, &layer.value));
    let all = layers.chain(pairs(bindings.superseded()));
    all.filter(|(name, _)| is_secret(schema, name))
}

/// Every value that a setting has in some layer: none of them is masked.
fn plain_of<'b>(schema: &Schema, bindings: &'b Bindings) -> impl Iterator<Item = &'b SecretValue> {
    let own = bindings
        .iter()
        .filter(|layer| !is_secret(schema, &layer.key));
    own.map(|layer| &layer.value)
}

fn is_secret(schema: &Schema, name: &EnvName) -> bool {
    schema.rules.get(name).is_some_and(Rule::is_secret)
}

/// The statements and files that are refused, so that a filter does not know their
/// values. Those of keys that are not secret hide nothing.
pub(super) fn hidden(session: &Session<'_>, loaded: &Loaded) -> Vec<Problem> {
    let is_sought = |name: &EnvName| {
        let governing = session.schema.governing(name.as_str());
        governing.is_some_and(|(rule, _)| rule.is_secret() && session.selection.has(rule))
    };
    let is_hiding = |problem: &&Problem| {
        problem.is_error()
            && !READ.contains(&problem.code)
            && problem.key.as_ref().is_none_or(is_sought)
    };
    loaded.problems.iter().filter(is_hiding).cloned().collect()
}

/// The problems that a filter reports about its values: a value that is not set cannot
/// be masked, but the others are.
pub(super) fn warnings_of_layers(session: &Session<'_>, loaded: &mut Loaded) -> Vec<Problem> {
    let mut problems = std::mem::take(&mut loaded.problems);
    for problem in &mut problems {
        problem.severity = Severity::Warning;
    }
    for rule in session.schema.rules.values() {
        let wanted =
            rule.is_secret() && session.selection.has(rule) && session.selection.requires(rule);
        let reported = problems
            .iter()
            .any(|problem| problem.key.as_ref() == Some(&rule.name));
        let is_there = || {
            loaded
                .bindings
                .of(&rule.name)
                .any(|layer| !layer.value.is_blank())
        };
        // A file that is refused as a whole may have it.
        let known = loaded.bindings.extent() == Extent::Whole;
        if wanted && known && !reported && !is_there() {
            let what = message!("not set, so it is not masked");
            problems.push(
                Problem::warning("unmaskable", what)
                    .about(&rule.name)
                    .at(rule.place.clone()),
            );
        }
    }
    problems
}

fn warnings(schema: &Schema, unmaskable: Vec<Unmaskable>) -> Vec<Problem> {
    let warning = |Unmaskable { key, why }: Unmaskable| {
        let problem = Problem::warning("unmaskable", why.words()).about(&key);
        let problem = problem.hint(message!("give it a longer value of random characters"));
        match schema.rules.get(&key) {
            Some(rule) => problem.at(rule.place.clone()),
            None => problem,
        }
    };
    unmaskable.into_iter().map(warning).collect()
}

/// Whether the user or the schema asks for masking anywhere.
pub(super) fn is_asked_for(options: &Options, schema: &Schema) -> bool {
    let by_option = options.mask.is_some_and(|rule| rule != MaskRule::Off);
    let by_scope = schema.scopes.values().any(|scope| scope.mask == Some(true));
    by_option || by_scope || schema.run.mask != MaskRule::Off
}
