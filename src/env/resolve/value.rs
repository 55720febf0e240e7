//! One value against its rule, before any layer has it.

use crate::core::report::Problem;
use crate::core::secret::{SecretValue, Secrets};
use crate::dotenv::MAX_VARIABLE_BYTES;
use crate::env::resolve::unusable;
use crate::env::selection::Selection;
use crate::schema::check;
use crate::schema::model::{Rule, Schema};
use crate::schema::types::Disk;

/// Everything that is wrong with a value of a key. The problems have no place.
pub(crate) fn value_problems(
    schema: &Schema,
    selection: &Selection,
    rule: &Rule,
    value: &SecretValue,
    disk: &Disk<'_>,
    secrets: &Secrets<'_>,
) -> Vec<Problem> {
    let live_keys = selection.live_keys(schema);
    let mut problems = check::check_rule(rule, value, live_keys, disk, secrets);
    let bytes = rule.name.as_str().len() + value.len() + 2;
    if bytes > MAX_VARIABLE_BYTES {
        problems.push(unusable::too_long(rule));
    }
    problems
}
