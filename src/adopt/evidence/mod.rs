//! What a project has: Python files, env files, Compose files and workflows.

mod compose;
mod env_values;
mod files;
mod mention;
mod python_files;
mod workflow;
mod yaml;

pub use compose::read as compose;
pub(crate) use env_values::TokenMatch;
pub use env_values::{Observed, Role};
pub use files::{Found, discover};
pub use mention::{Mention, MentionKind};
pub use python_files::python;
pub use workflow::read as workflow;
