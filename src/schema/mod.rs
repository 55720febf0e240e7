//! `secrun.toml`: what a project's keys are, and who gets which.

mod allow;
pub mod check;
mod date;
mod describe;
pub mod fake;
pub mod fields;
pub mod formats;
pub mod json_schema;
pub mod model;
mod parse;
mod prescan;
pub mod preset;
mod problems;
pub mod redact;
mod syntax;
mod tree;
pub mod types;

pub use fields::{fields, types};
pub use parse::parse;
