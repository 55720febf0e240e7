//! What is told of values that are there and cannot be used.

use crate::core::binding::{Binding, Provenance};
use crate::core::report::Problem;
use crate::dotenv::MAX_VARIABLE_BYTES;
use crate::schema::model::Rule;

/// An empty value where one is required.
pub(super) fn empty(rule: &Rule, layers: &[Binding]) -> Problem {
    let place = layers
        .iter()
        .rev()
        .find_map(|layer| match &layer.provenance {
            Provenance::File { place } => Some(place.clone()),
            _ => None,
        });
    let source = layers.last().map(|winner| &winner.provenance);
    let what = match source {
        Some(Provenance::Host) => message!("empty in the host environment, and required"),
        _ => message!("empty, and required"),
    };
    let place = place
        .filter(|_| !matches!(source, Some(Provenance::Host)))
        .unwrap_or_else(|| rule.place.clone());
    let hint = message!("set `{}`, or declare `allow_empty = true`", rule.name);
    Problem::error("empty", what)
        .about(&rule.name)
        .at(place)
        .hint(hint)
}

/// A value that the kernel would not take.
pub(super) fn too_long(rule: &Rule) -> Problem {
    let limit = MAX_VARIABLE_BYTES - rule.name.as_str().len() - 2;
    let what = message!(
        "longer than {} bytes, the most that Linux takes for this variable",
        limit
    );
    Problem::error("too-long", what)
        .about(&rule.name)
        .hint(message!("keep it in a file, and pass the path"))
}
