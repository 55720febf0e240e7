//! What is told of values that are there and cannot be used.

use crate::core::binding::{Binding, Provenance};
use crate::core::message::Words;
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
        Some(Provenance::Host) => Words::new("empty in the host environment, and required"),
        _ => Words::new("empty, and required"),
    };
    let place = place
        .filter(|_| !matches!(source, Some(Provenance::Host)))
        .unwrap_or_else(|| rule.place.clone());
    let hint = Words::new("set ")
        .name(&rule.name)
        .text(", or declare `allow_empty = true`");
    Problem::error("empty", what)
        .about(&rule.name)
        .at(place)
        .hint(hint)
}

/// A value that the kernel would not take.
pub(super) fn too_long(rule: &Rule) -> Problem {
    let limit = MAX_VARIABLE_BYTES - rule.name.as_str().len() - 2;
    let what = Words::new("longer than ")
        .count(limit)
        .text(" bytes, the most that Linux takes for this variable");
    Problem::error("too-long", what)
        .about(&rule.name)
        .hint(Words::new("keep it in a file, and pass the path"))
}
