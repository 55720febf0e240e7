//! The values that passed, and the judging of all rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::binding::{Binding, Bindings, Provenance};
use crate::core::name::EnvName;
use crate::core::report::{self, Problem, Report, Status};
use crate::core::secret::{SecretValue, Secrets};
use crate::env::resolve::judge::{Blank, Judge, Judgment};
use crate::schema::model::Schema;

/// The values of a run. It exists only if every rule passed.
#[derive(Debug)]
pub struct Validated {
    values: BTreeMap<EnvName, SecretValue>,
    /// The keys whose values are made up.
    fakes: BTreeSet<EnvName>,
}

impl Validated {
    /// The value of one key, to compare it with another.
    pub fn value(&self, key: &EnvName) -> Option<&SecretValue> {
        self.values.get(key)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&EnvName, &SecretValue)> {
        self.values.iter()
    }

    /// The names and values that are not made up, to mask them in the child's output.
    pub fn real(&self) -> impl Iterator<Item = (&EnvName, &SecretValue)> {
        self.iter().filter(|(name, _)| !self.fakes.contains(*name))
    }

    /// The names and values, for the child's environment.
    pub fn into_values(self) -> impl Iterator<Item = (EnvName, SecretValue)> {
        self.values.into_iter()
    }
}

/// Judges every rule of the run. The report holds the problems of the layers,
/// `problems`, and those of the rules, sorted.
///
/// # Errors
///
/// The report alone, when it holds an error.
pub fn resolve(
    judge: &Judge<'_>,
    mut bindings: Bindings,
    problems: Vec<Problem>,
) -> Result<(Validated, Report), Report> {
    let mut report = Report {
        project: judge.schema.project.clone(),
        scope: judge.selection.scope.clone(),
        profile: judge.selection.profile.clone(),
        entries: Vec::with_capacity(judge.schema.rules.len()),
        problems,
    };
    let broken: BTreeSet<EnvName> = report
        .problems
        .iter()
        .filter(|problem| problem.is_error())
        .filter_map(|problem| problem.key.clone())
        .collect();
    let extent = bindings.extent();
    let superseded = bindings.take_superseded();
    let bound = bindings.into_sorted();
    let secrets = Secrets::new(|| secrets(judge.schema, &bound, &superseded));
    let mut chosen = Vec::with_capacity(judge.schema.rules.len());
    // Rules and bindings are sorted by key, so one pass over both matches them.
    let mut rest = bound.as_slice();
    let rules = judge.schema.rules.values();
    for rule in rules.filter(|rule| judge.selection.has(rule)) {
        let (_, own) = rest.split_at(count_while(rest, |key| *key < rule.name));
        let (layers, others) = own.split_at(count_while(own, |key| *key == rule.name));
        rest = others;
        let mut judgment = judge.judge(rule, layers, extent, &secrets);
        if broken.contains(&rule.name) {
            report_broken_layer(&mut judgment);
        }
        let entry = judge.entry(rule, &judgment, layers, &secrets);
        report.entries.push(entry);
        report.problems.append(&mut judgment.problems);
        if judgment.status == Status::Ok && !layers.is_empty() {
            let after = bound.len() - rest.len();
            chosen.push(match judgment.blank {
                Blank::UseLowest => after - layers.len(),
                Blank::No => after - 1,
            });
        }
    }
    drop(secrets);
    report::sort(&mut report.problems);
    if report.errors() == 0 {
        Ok((take(bound, &chosen), report))
    } else {
        Err(report)
    }
}

/// Marks a key that has a broken layer: the key is not valid, and "set nowhere"
/// would be wrong.
fn report_broken_layer(judgment: &mut Judgment) {
    if judgment.status == Status::Missing {
        judgment.problems.clear();
    }
    judgment.status = Status::Invalid;
}

/// How many layers, from the first one on, have such a key.
fn count_while(layers: &[Binding], is: impl Fn(&EnvName) -> bool) -> usize {
    layers.iter().take_while(|layer| is(&layer.key)).count()
}

/// Moves the chosen values out of the layers.
fn take(bound: Vec<Binding>, chosen: &[usize]) -> Validated {
    let mut chosen = chosen.iter().peekable();
    let mut fakes = BTreeSet::new();
    let values = bound.into_iter().enumerate().filter_map(|(at, layer)| {
        chosen.next_if(|chosen| **chosen == at)?;
        if layer.provenance == Provenance::Fake {
            fakes.insert(layer.key.clone());
        }
        Some((layer.key, layer.value))
    });
    Validated {
        values: values.collect(),
        fakes,
    }
}

/// The values of secrets in every layer, and those that a later statement
/// replaced. What is made up is not secret.
fn secrets<'b>(
    schema: &Schema,
    bound: &'b [Binding],
    superseded: &'b [(EnvName, SecretValue)],
) -> Vec<&'b SecretValue> {
    let real = |layer: &&Binding| layer.provenance != Provenance::Fake;
    let bound = bound
        .iter()
        .filter(real)
        .map(|layer| (&layer.key, &layer.value));
    let superseded = superseded.iter().map(|(key, value)| (key, value));
    let all = bound.chain(superseded);
    all.filter(|(key, _)| schema.is_secret(key))
        .map(|(_, value)| value)
        .collect()
}
