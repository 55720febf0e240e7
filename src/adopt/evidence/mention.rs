//! What Compose files and GitHub workflows say of variables.

use crate::core::message::Place;
use crate::core::name::EnvName;
use crate::python::is_hard_to_guess;
use crate::schema::formats::{is_placeholder, live_form};

/// A variable that such a file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The variable.
    pub name: EnvName,
    /// Where.
    pub place: Place,
    /// What the file does with it.
    pub kind: MentionKind,
    /// Whether the value that stands there may be a secret. The value itself
    /// goes no further.
    pub telling: bool,
}

/// What a file does with a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionKind {
    /// Compose gives it to a service that is built from this project.
    OwnService,
    /// Compose gives it to a service of somebody else's image.
    OtherService,
    /// A workflow fills it from `secrets.…`.
    WorkflowSecret,
    /// A workflow sets it to something else.
    WorkflowValue,
}

/// Whether a value is a live key by its form, or hard to guess.
pub(super) fn is_telling(value: &str) -> bool {
    let value = value.as_bytes();
    !is_placeholder(value) && (live_form(value).is_some() || is_hard_to_guess(value))
}
