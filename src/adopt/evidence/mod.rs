//! What Compose files and GitHub workflows say of variables.

mod compose;
mod workflow;
mod yaml;

use crate::core::message::{Place, ShownPath};
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
fn is_telling(value: &str) -> bool {
    let value = value.as_bytes();
    !is_placeholder(value) && (live_form(value).is_some() || is_hard_to_guess(value))
}

/// Reads a Compose file: `environment:` of its services.
#[must_use]
pub fn compose(path: &ShownPath, text: &str) -> Vec<Mention> {
    compose::read(path, text)
}

/// The paths of a Compose file's `env_file:`, as they are written.
#[must_use]
pub fn env_files(text: &str) -> Vec<String> {
    compose::env_files(text)
}

/// Reads a workflow: `env:` of the workflow, its jobs, their containers and their steps.
#[must_use]
pub fn workflow(path: &ShownPath, text: &str) -> Vec<Mention> {
    workflow::read(path, text)
}
