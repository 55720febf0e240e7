//! What a project has: Python files, env files, Compose files and workflows.

mod compose;
mod env_values;
mod gather;
mod mention;
mod python_files;
mod workflow;
mod yaml;

pub(crate) use env_values::Traits;
pub use env_values::{EnvValues, Role};
pub use gather::Evidence;
pub use mention::{Mention, MentionKind};
pub use python_files::python;
