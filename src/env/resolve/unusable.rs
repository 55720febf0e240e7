//! The problems with values that are missing, empty or too long.

use crate::core::binding::{Binding, Provenance};
use crate::core::name::Label;
use crate::core::report::Problem;
use crate::dotenv::MAX_VARIABLE_BYTES;
use crate::schema::model::{Requirement, Rule};

/// A required key without a value.
pub(super) fn missing(rule: &Rule, profile: Option<&Label>) -> Problem {
    let what = match profile {
        Some(profile) if rule.requirement != Requirement::Always => {
            message!("required in the profile `{}`, and set nowhere", profile)
        }
        _ => message!("required, and set nowhere"),
    };
    let hint = message!("set `{}` in an env file or in the environment", rule.name);
    let problem = Problem::error("missing", what).about(&rule.name);
    problem.at(rule.place.clone()).hint(hint)
}

/// A required key with an empty value.
pub(super) fn empty(rule: &Rule, layers: &[Binding]) -> Problem {
    let is_of_host = layers
        .last()
        .is_some_and(|winner| winner.provenance == Provenance::Host);
    let place = layers
        .iter()
        .rev()
        .find_map(|layer| match &layer.provenance {
            Provenance::File { place } if !is_of_host => Some(place),
            _ => None,
        });
    let what = if is_of_host {
        message!("required, but empty in the host environment")
    } else {
        message!("required, but empty")
    };
    let hint = message!("set `{}`, or declare `allow_empty = true`", rule.name);
    let problem = Problem::error("empty", what).about(&rule.name);
    problem.at(place.unwrap_or(&rule.place).clone()).hint(hint)
}

/// A value that the kernel refuses.
pub(super) fn too_long(rule: &Rule) -> Problem {
    let limit = MAX_VARIABLE_BYTES - rule.name.as_str().len() - 2;
    let what = message!(
        "longer than {} bytes, Linux's limit for this variable",
        limit
    );
    Problem::error("too-long", what)
        .about(&rule.name)
        .hint(message!("keep it in a file and pass its path"))
}

/// A setting with a strong secret's value.
pub(super) fn same_as_secret(rule: &Rule) -> Problem {
    let what = message!("has the value of a secret, so every scope gets that secret");
    Problem::warning("same-as-secret", what)
        .about(&rule.name)
        .hint(message!(
            "give it another value, or declare it under `[secrets]`"
        ))
}
