//! Which values a run masks, and which it cannot mask.

use std::collections::HashSet;

use crate::command::shared::known_values::{self, Named};
use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::{Effect, Problem};
use crate::core::secret::SecretValue;
use crate::env::layers::Loaded;
use crate::env::resolve::Validated;
use crate::needle::{self, Form, Needles, Unmaskable};
use crate::schema::model::{MaskRule, Rule, Schema};
use crate::session::Session;
use crate::session::options::Options;

/// Whether the output of this run is masked: the flag or the variable, else
/// the scope, else `[run]`.
pub(crate) fn rule(options: &Options, session: &Session<'_>) -> MaskRule {
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

/// The values to mask, with the schema that says which of them are secrets.
pub(crate) struct Masking<'v> {
    schema: &'v Schema,
    values: Vec<Named<'v>>,
    /// Earlier values of the same keys, which the files have, too.
    superseded: &'v [(EnvName, SecretValue)],
}

impl<'v> Masking<'v> {
    pub(crate) fn new(
        schema: &'v Schema,
        values: impl Iterator<Item = Named<'v>>,
        superseded: &'v [(EnvName, SecretValue)],
    ) -> Self {
        let values = values.collect();
        Self {
            schema,
            values,
            superseded,
        }
    }

    /// The needles, and a warning for each secret that has none.
    pub(crate) fn needles(&self) -> (Needles, Vec<Problem>) {
        let (secrets, settings) = known_values::split(self.schema, &self.values, self.superseded);
        let (needles, unmaskable) = Needles::new(secrets, settings);
        (needles, self.warnings(unmaskable))
    }

    /// The forms of the values, for another program that masks them, and a warning for each
    /// secret that has none.
    pub(crate) fn forms(&self) -> (Vec<Form>, Vec<Problem>) {
        let (secrets, settings) = known_values::split(self.schema, &self.values, self.superseded);
        let (forms, unmaskable) = needle::maskable(secrets, settings);
        let forms = forms.into_iter().flat_map(|(_, forms)| forms);
        (forms.collect(), self.warnings(unmaskable))
    }

    /// A warning for each secret that cannot be masked, and for each that is a word of
    /// ordinary text: a mask in a diagnosis hides what it says.
    pub(crate) fn warn(&self) -> Vec<Problem> {
        let (secrets, settings) = known_values::split(self.schema, &self.values, self.superseded);
        let unmaskable = needle::unmaskable(secrets, settings);
        let named: HashSet<&EnvName> = unmaskable.iter().map(|it| &it.key).collect();
        let easy = self.values.iter().filter(|(name, value)| {
            self.schema.is_secret(name) && !named.contains(name) && needle::is_everyday(value)
        });
        let why = "easy to guess: masked in ordinary text, too, and not searched for";
        let easy: Vec<Problem> = easy.map(|(name, _)| self.warning(name, why)).collect();
        easy.into_iter().chain(self.warnings(unmaskable)).collect()
    }

    fn warnings(&self, unmaskable: Vec<Unmaskable>) -> Vec<Problem> {
        let warning = |it: Unmaskable| self.warning(&it.key, it.why.words());
        unmaskable.into_iter().map(warning).collect()
    }

    fn warning(&self, key: &EnvName, why: impl Into<Message>) -> Problem {
        let problem = not_masked(why).about(key);
        let problem = problem.hint(message!("give it a longer value of random characters"));
        match self.schema.rules.get(key) {
            Some(rule) => problem.at(rule.place.clone()),
            None => problem,
        }
    }
}

/// The values of a run's secrets.
pub(crate) fn secrets<'v>(
    schema: &Schema,
    values: &'v Validated,
) -> impl Iterator<Item = &'v SecretValue> {
    let all = values.iter().filter(|(name, _)| schema.is_secret(name));
    all.map(|(_, value)| value)
}

/// The problems that a filter reports about its values: a value that is not set cannot
/// be masked, but the others are.
pub(crate) fn warnings_of_layers(session: &Session<'_>, loaded: &mut Loaded) -> Vec<Problem> {
    let problems = std::mem::take(&mut loaded.problems).into_iter();
    let mut problems: Vec<Problem> = problems.map(Problem::into_warning).collect();
    let bindings = &loaded.bindings;
    let set = bindings.iter().filter(|layer| !layer.value.is_blank());
    let set: HashSet<&EnvName> = set.map(|layer| &layer.key).collect();
    let is_set = |name: &EnvName| set.contains(name);
    let warning = |_: &Rule| not_masked(message!("not set, so it is not masked"));
    let unset = known_values::unset(session, bindings.extent(), &problems, is_set, warning);
    problems.extend(unset);
    problems
}

fn not_masked(what: impl Into<Message>) -> Problem {
    Problem::warning("unmaskable", what).with(Effect::Unmasked)
}

/// Whether the user or the schema asks for masking anywhere.
pub(crate) fn is_asked_for(options: &Options, schema: &Schema) -> bool {
    let by_option = options.mask.is_some_and(|rule| rule != MaskRule::Off);
    let by_scope = schema.scopes.values().any(|scope| scope.mask == Some(true));
    by_option || by_scope || schema.run.mask != MaskRule::Off
}
