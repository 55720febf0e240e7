//! The schema meets the bindings: every rule is judged, and only values that
//! pass all of theirs come out.


use std::collections::{BTreeMap, BTreeSet};

use crate::core::binding::{Binding, Bindings, Extent, Provenance};
use crate::core::name::EnvName;
use crate::core::report::{self, Candidate, Entry, Kind, Problem, Report, Status};
use crate::core::secret::{SecretValue, Secrets};
use crate::dotenv::MAX_VARIABLE_BYTES;
use crate::env::fingerprints::{Fingerprinter, Layer};
use crate::env::selection::{Selection, Standing};
use super::unusable;
use crate::schema::check;
use crate::schema::model::{Rule, Schema};
use crate::schema::types::Disk;

/// The values of a run. Exists only when every rule of it passed.
#[derive(Debug)]
pub struct Validated(BTreeMap<EnvName, SecretValue>);

impl Validated {
    /// The value of one key, to compare it with another.
    #[must_use]
    pub fn value(&self, key: &EnvName) -> Option<&SecretValue> {
        self.0.get(key)
    }

    /// The names and values, to look for them in what the child prints.
    pub fn iter(&self) -> impl Iterator<Item = (&EnvName, &SecretValue)> {
        self.0.iter()
    }

    /// The names and values, for the child's environment.
    pub fn into_values(self) -> impl Iterator<Item = (EnvName, SecretValue)> {
        self.0.into_iter()
    }
}

/// What the rules are judged by, beside the values.
pub struct Court<'a> {
    /// The schema.
    pub schema: &'a Schema,
    /// The keys of the run.
    pub selection: &'a Selection,
    /// What makes fingerprints.
    pub fingerprinter: &'a Fingerprinter,
    /// What looks at the disk.
    pub disk: &'a Disk<'a>,
}

/// Judges every rule of the run. `problems` are those of the layers; the
/// report holds them and the rules', sorted.
///
/// # Errors
///
/// The report alone, when there is an error in it.
pub fn resolve(
    court: &Court<'_>,
    mut bindings: Bindings,
    problems: Vec<Problem>,
) -> Result<(Validated, Report), Report> {
    let mut report = Report {
        project: court.schema.project.clone(),
        scope: court.selection.scope.clone(),
        profile: court.selection.profile.clone(),
        entries: Vec::with_capacity(court.schema.rules.len()),
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
    let secrets = Secrets::new(|| court.secrets(&bound, &superseded));
    let mut chosen = Vec::with_capacity(court.schema.rules.len());
    // Rules and bindings are sorted by key, so one pass over both brings them together.
    let mut rest = bound.as_slice();
    for rule in court
        .schema
        .rules
        .values()
        .filter(|rule| court.selection.has(rule))
    {
        let (_, own) = rest.split_at(run(rest, |key| *key < rule.name));
        let (layers, others) = own.split_at(run(own, |key| *key == rule.name));
        rest = others;
        let mut verdict = court.judge(rule, layers, extent, &secrets);
        if broken.contains(&rule.name) {
            verdict.say_that_a_layer_is_broken();
        }
        let entry = court.entry(rule, &verdict, layers, &secrets);
        report.entries.push(entry);
        report.problems.append(&mut verdict.problems);
        if verdict.status == Status::Ok && !layers.is_empty() {
            chosen.push((bound.len() - rest.len() - 1, rule, verdict.blank));
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

/// How many layers, from the first on, are of keys like this.
fn run(layers: &[Binding], is: impl Fn(&EnvName) -> bool) -> usize {
    layers.iter().take_while(|layer| is(&layer.key)).count()
}

/// Moves the values that count out of the layers.
fn take(bound: Vec<Binding>, chosen: &[(usize, &Rule, Blank)]) -> Validated {
    let mut chosen = chosen.iter().peekable();
    let values = bound.into_iter().enumerate().filter_map(|(at, winner)| {
        let (_, rule, blank) = chosen.next_if(|(chosen, _, _)| *chosen == at)?;
        let value = match blank {
            Blank::UseDefault => rule.default.as_ref().map(SecretValue::duplicate),
            Blank::No => Some(winner.value),
        };
        Some((winner.key, value?))
    });
    Validated(values.collect())
}

/// What became of one rule.
struct Verdict {
    status: Status,
    blank: Blank,
    problems: Vec<Problem>,
}

impl Verdict {
    /// A layer of the key is refused already: neither is the key in order, nor
    /// would "set nowhere" be true.
    fn say_that_a_layer_is_broken(&mut self) {
        if self.status == Status::Missing {
            self.problems.clear();
        }
        self.status = Status::Invalid;
    }
}

/// Whether the winner is blank and gives way to the default.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blank {
    No,
    UseDefault,
}

impl Court<'_> {
    /// What every layer of a secret holds, and what a later statement replaced.
    fn secrets<'b>(
        &self,
        bound: &'b [Binding],
        superseded: &'b [(EnvName, SecretValue)],
    ) -> Vec<&'b SecretValue> {
        let is_secret = |key: &EnvName| self.schema.rules.get(key).is_some_and(Rule::is_secret);
        let bound = bound.iter().filter(|layer| is_secret(&layer.key));
        let bound = bound.map(|layer| &layer.value);
        let superseded = superseded.iter().filter(|(key, _)| is_secret(key));
        bound.chain(superseded.map(|(_, value)| value)).collect()
    }

    fn judge(
        &self,
        rule: &Rule,
        layers: &[Binding],
        extent: Extent,
        secrets: &Secrets<'_>,
    ) -> Verdict {
        let mut verdict = Verdict {
            status: Status::Ok,
            blank: Blank::No,
            problems: Vec::new(),
        };
        let required = self.selection.requires(rule);
        match layers.last() {
            None if extent == Extent::Cut => verdict.status = Status::Unknown,
            None if required => {
                verdict.status = Status::Missing;
                verdict.problems.push(self.missing(rule));
            }
            None => verdict.status = Status::Unset,
            Some(winner) if winner.value.is_blank() && !rule.allow_empty => {
                if rule.default.is_some() {
                    verdict.blank = Blank::UseDefault;
                } else if required {
                    verdict.status = Status::Invalid;
                    verdict.problems.push(unusable::empty(rule, layers));
                } else {
                    verdict.status = Status::Unset;
                }
            }
            Some(winner) => {
                let found = self.check(rule, winner, secrets);
                if found.iter().any(Problem::is_error) {
                    verdict.status = Status::Invalid;
                }
                verdict.problems.extend(found);
            }
        }
        let conflict = self.conflict(rule, layers, verdict.blank, secrets);
        verdict.problems.extend(conflict);
        verdict
    }

    /// Everything that is wrong with the winning value.
    fn check(&self, rule: &Rule, winner: &Binding, secrets: &Secrets<'_>) -> Vec<Problem> {
        let live_keys = self.selection.live_keys(self.schema);
        let mut found = check::check_rule(rule, &winner.value, live_keys, self.disk, secrets);
        let bytes = rule.name.as_str().len() + winner.value.len() + 2;
        if bytes > MAX_VARIABLE_BYTES {
            found.push(unusable::too_long(rule));
        }
        let place = match &winner.provenance {
            Provenance::File { place } => Some(place),
            _ => None,
        };
        let located = |problem: Problem| problem.at(place.unwrap_or(&rule.place).clone());
        found.into_iter().map(located).collect()
    }

    fn missing(&self, rule: &Rule) -> Problem {
        let what = match self.selection.profile.as_ref() {
            Some(profile) if rule.requirement != crate::schema::model::Requirement::Always => {
                message!("required in the profile `{}`, and set nowhere", profile)
            }
            _ => message!("required, and set nowhere"),
        };
        let hint = message!("set `{}` in an env file or in the environment", rule.name);
        Problem::error("missing", what)
            .about(&rule.name)
            .at(rule.place.clone())
            .hint(hint)
    }

    /// Two layers with different values are told in one line. A default is
    /// there to be replaced, and an empty value is none, so neither counts.
    fn conflict(
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
        let is_of_host = |layer: &Binding| layer.provenance == Provenance::Host;
        let mut others = shadowed.iter().rev().filter(differs).peekable();
        others.peek()?;
        let winning = message!("{}", winner.provenance);
        let mut what = match blank {
            Blank::UseDefault => message!("{} is empty, so the default counts, not ", winning),
            Blank::No => message!(
                "{} {} wins over ",
                winning,
                self.fingerprinter.print(rule.kind, &winner.value, secrets)
            ),
        };
        let mut place = None;
        for (index, other) in others.enumerate() {
            what = message!(
                "{}{}{}",
                what,
                if index > 0 { ", " } else { "" },
                other.provenance
            );
            if let Some(name) = &other.read_as {
                what = message!("{} as `{}`", what, name);
            }
            what = message!(
                "{} {}",
                what,
                self.fingerprinter.print(rule.kind, &other.value, secrets)
            );
            if let Provenance::File { place: own } = &other.provenance {
                place = place.or(Some(own.clone()));
            }
        }
        let hint = match winner.provenance {
            Provenance::Host if shadowed.iter().all(is_of_host) => {
                message!("unset the one that is not meant")
            }
            Provenance::Host if self.selection.standing == Standing::Nested => {
                message!("remove the one that is not meant, or change what the outer run gives")
            }
            Provenance::Host => message!(
                "unset `{}`, or pass `--override` to let files win",
                winner.read_as.as_ref().unwrap_or(&rule.name)
            ),
            _ => message!("remove the one that is not meant"),
        };
        Some(
            Problem::warning("shadowed", what)
                .about(&rule.name)
                .at(place.unwrap_or_else(|| rule.place.clone()))
                .hint(hint),
        )
    }

    fn entry(
        &self,
        rule: &Rule,
        verdict: &Verdict,
        layers: &[Binding],
        secrets: &Secrets<'_>,
    ) -> Entry {
        let last = layers.len().saturating_sub(1);
        let none = Secrets::none();
        let candidate = |(index, binding): (usize, &Binding)| {
            let layer = if index == last {
                Layer::Winner
            } else {
                Layer::Shadowed
            };
            // What stands in the schema itself is no secret.
            let secrets = match binding.provenance {
                Provenance::Default => &none,
                _ => secrets,
            };
            let value = &binding.value;
            let settings = self.fingerprinter.shows_settings();
            let shown = settings.then(|| check::shown(rule, value, secrets));
            let shown = shown.flatten();
            let print = match &shown {
                Some(shown) => Fingerprinter::print_shown(shown, value),
                None => self
                    .fingerprinter
                    .print_layer(rule.kind, layer, value, secrets),
            };
            Candidate {
                provenance: binding.provenance.clone(),
                read_as: binding.read_as.clone(),
                print,
                shown,
            }
        };
        let mut candidates: Vec<Candidate> = layers.iter().enumerate().map(candidate).collect();
        if verdict.blank == Blank::UseDefault {
            candidates.rotate_left(1);
        }
        let scopes = self
            .schema
            .scopes
            .iter()
            .filter(|(_, scope)| match rule.kind {
                Kind::Secret => scope.secrets.contains(&rule.name),
                Kind::Setting => {
                    let settings = scope.settings.as_ref();
                    settings.is_none_or(|settings| settings.contains(&rule.name))
                }
            });
        Entry {
            key: rule.name.clone(),
            kind: rule.kind,
            status: verdict.status,
            required: self.selection.requires(rule),
            candidates,
            scopes: scopes.map(|(label, _)| label.clone()).collect(),
            declared: rule.place.clone(),
        }
    }
}
