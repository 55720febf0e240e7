//! The variables that Compose files, GitHub workflows and files of other languages mention.

use crate::core::message::Place;
use crate::core::name::EnvName;
use crate::core::secret_value::{is_random, reason};
use crate::schema::formats::{is_placeholder, looks_like_token};

/// A variable that such a file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub name: EnvName,
    pub place: Place,
    pub kind: MentionKind,
    /// Whether its value may be a secret. The value itself is not kept.
    pub may_be_secret: bool,
}

/// The way in which a file uses a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MentionKind {
    /// Compose sets it for a service that is built from this project.
    OwnService,
    /// Compose sets it for a service of another image.
    OtherService,
    /// Compose takes it from its own environment.
    Interpolated,
    /// So it does, and stops without it.
    InterpolatedOrRefused,
    /// Code or settings of other languages read it, as a pattern finds.
    Pattern,
    /// A workflow sets it from `secrets.…`.
    WorkflowSecret,
    /// A workflow sets it to something else.
    WorkflowValue,
}

/// Whether a value contains a secret, looks like a live key, or is hard to guess.
pub(super) fn may_be_secret(value: &str) -> bool {
    let value = value.as_bytes();
    let random = !is_placeholder(value) && (looks_like_token(value) || is_random(value));
    random || reason(value).is_some()
}
