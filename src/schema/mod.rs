//! `secrun.toml`: what a project's keys are, and who gets which.

mod allow;
pub(crate) mod check;
mod date;
mod describe;
pub(crate) mod fake;
pub mod fields;
pub(crate) mod formats;
pub mod json_schema;
pub mod model;
mod parse;
mod prescan;
pub(crate) mod preset;
mod problems;
pub(crate) mod redact;
mod syntax;
mod tree;
pub mod types;

pub use fields::{fields, types};
pub use parse::parse;
