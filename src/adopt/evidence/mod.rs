//! The evidence in a project: source files, env files, Compose files and workflows.

mod compose;
mod env_values;
mod gather;
mod mention;
mod notebook;
mod pattern;
mod source_files;
mod workflow;
mod yaml;

pub(crate) use env_values::EnvValues;
pub(crate) use env_values::Traits;
pub(crate) use gather::Evidence;
pub(crate) use mention::{Mention, MentionKind};
pub(crate) use source_files::sources;
