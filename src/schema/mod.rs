//! `secrun.toml`: what a project's keys are, and who gets which.

mod allow;
pub mod check;
mod date;
mod describe;
pub mod echo;
pub mod fake;
pub mod fields;
pub mod formats;
pub mod json_schema;
mod ledger;
pub mod model;
mod outline;
mod parse;
pub mod preset;
mod raw;
mod read;
pub mod rules;
mod syntax;
pub mod types;

pub use fields::{fields, types};
pub use parse::parse;
