//! Opens the project for a command, and speaks to the user.

mod context;
pub(crate) mod flags;
mod opened_project;
pub(crate) mod options;
mod parents;
pub(crate) mod project;
mod schema_files;
pub(crate) mod trace;
pub(crate) mod trust;
pub mod ui;
pub(crate) mod verbose;
pub(crate) mod words;

pub(crate) use context::Context;
pub(crate) use opened_project::{Outcome, Session};
