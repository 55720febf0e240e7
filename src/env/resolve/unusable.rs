//! The problems with values that are missing, empty or too long.

use crate::core::name::Label;
use crate::core::report::Problem;
use crate::dotenv::MAX_VARIABLE_BYTES;
use crate::schema::model::{Requirement, Rule};

/// A required key without a value.
pub(super) fn missing(rule: &Rule, profile: Option<&Label>) -> Problem {
    let what = match profile {
        Some(profile) if rule.requirement != Requirement::Always => {
            message!("missing, and required in the profile `{}`", profile)
        }
        _ => message!("missing"),
    };
    let problem = Problem::error("missing", what).about(&rule.name);
    problem.at(rule.place.clone())
}

/// A required key that no made-up value fits.
pub(super) fn without_fake(rule: &Rule) -> Problem {
    let what = message!("missing, and no made-up value passes its rule");
    let problem = Problem::error("missing", what).about(&rule.name);
    let hint = message!("give it an `example` that does, or set it in an env file of the profile");
    problem.at(rule.place.clone()).hint(hint)
}

/// A required key with an empty value.
pub(super) fn empty(rule: &Rule) -> Problem {
    Problem::error("empty", "required, but empty").about(&rule.name)
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
