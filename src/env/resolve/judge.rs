//! One rule against the layers of its key.

use crate::core::binding::{Binding, Extent, Provenance};
use crate::core::entropy;
use crate::core::entropy::thresholds::FINGERPRINT_BITS;
use crate::core::report::{Problem, Status};
use crate::core::secret::{SecretValue, Secrets};
use crate::env::fingerprints::Fingerprinter;
use crate::env::plan::PlannedFile;
use crate::env::resolve::value::value_problems;
use crate::env::resolve::{borrowed, edges, remedy, risky, unusable};
use crate::env::selection::Selection;
use crate::schema::model::{Rule, Schema};
use crate::schema::types::Disk;

/// Everything that rules are judged by, besides the values.
pub struct Judge<'a> {
    pub schema: &'a Schema,
    /// The keys of the run.
    pub selection: &'a Selection,
    /// The env files of the run.
    pub files: &'a [PlannedFile],
    pub fingerprinter: &'a Fingerprinter,
    /// Looks at the disk.
    pub disk: &'a Disk<'a>,
}

/// The result for one rule.
pub(super) struct Judgment {
    pub(super) status: Status,
    pub(super) blank: Blank,
    pub(super) problems: Vec<Problem>,
}

/// Whether the winner is blank and gives way to the default, or to a fake.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    No,
    UseLowest,
}

impl Judge<'_> {
    /// Judges a rule by the layers of its key, low to high.
    pub(super) fn judge(
        &self,
        rule: &Rule,
        layers: &[Binding],
        extent: Extent,
        secrets: &Secrets<'_>,
    ) -> Judgment {
        let mut judgment = Judgment {
            status: Status::Ok,
            blank: Blank::No,
            problems: Vec::new(),
        };
        let required = self.selection.requires(rule);
        match layers.last() {
            None if extent == Extent::Cut => judgment.status = Status::Unknown,
            None if required => {
                judgment.status = Status::Missing;
                let problem = if self.selection.makes_fakes(self.schema) {
                    unusable::without_fake(rule)
                } else {
                    self.missing(rule, secrets)
                };
                judgment.problems.push(problem);
            }
            None => judgment.status = Status::Unset,
            Some(winner)
                if rule.defaults_over(&winner.value) || fakes_over(rule, winner, layers) =>
            {
                judgment.blank = Blank::UseLowest;
            }
            Some(winner) if winner.value.is_blank() && !rule.allow_empty => {
                if required {
                    judgment.status = Status::Invalid;
                    let problem = self.locate(rule, layers, self.empty(rule, secrets));
                    judgment.problems.push(problem);
                } else {
                    judgment.status = Status::Unset;
                }
            }
            Some(winner) => {
                judgment.problems = self.check(rule, winner, layers, secrets);
                if judgment.problems.iter().any(Problem::is_error) {
                    judgment.status = Status::Invalid;
                }
            }
        }
        let conflict = self.conflict(rule, layers, judgment.blank, secrets);
        judgment.problems.extend(conflict);
        judgment
    }

    fn missing(&self, rule: &Rule, secrets: &Secrets<'_>) -> Problem {
        let profile = self.selection.profile.as_ref();
        let help = self.schema.help(rule, profile, secrets);
        let problem = remedy::explained(unusable::missing(rule, profile), &help);
        problem.hint(remedy::to_add(self.files, self.disk, &help))
    }

    fn empty(&self, rule: &Rule, secrets: &Secrets<'_>) -> Problem {
        let profile = self.selection.profile.as_ref();
        let help = self.schema.help(rule, profile, secrets);
        let problem = remedy::explained(unusable::empty(rule), &help);
        problem.hint(remedy::to_fill(&message!("set `{}`", rule.name), &help))
    }

    /// Everything that is wrong with the winning value.
    fn check(
        &self,
        rule: &Rule,
        winner: &Binding,
        layers: &[Binding],
        secrets: &Secrets<'_>,
    ) -> Vec<Problem> {
        let (schema, selection) = (self.schema, self.selection);
        let mut problems =
            value_problems(schema, selection, rule, &winner.value, self.disk, secrets);
        if let Some(cause) = edges::look(rule, winner) {
            for problem in &mut problems {
                problem.hint.clone_from(&cause.hint);
            }
            problems.push(cause);
        }
        problems.extend(risky::look(rule, winner));
        problems.extend(borrowed::look(self.schema, rule, winner));
        let value = &winner.value;
        if !rule.is_secret() && secrets.has(value) && is_strong(value) {
            problems.push(unusable::same_as_secret(rule));
        }
        let located = |problem| self.locate(rule, layers, problem);
        problems.into_iter().map(located).collect()
    }
}

/// Whether a made-up value counts in place of this one of the highest layer.
fn fakes_over(rule: &Rule, winner: &Binding, layers: &[Binding]) -> bool {
    let lowest = layers.first().map(|layer| &layer.provenance);
    winner.value.is_blank() && !rule.allow_empty && lowest == Some(&Provenance::Fake)
}

/// Whether a value is so strong that two equal ones are no chance.
pub(super) fn is_strong(value: &SecretValue) -> bool {
    entropy::bits_to_guess(value.expose()) >= FINGERPRINT_BITS
}
