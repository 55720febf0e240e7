//! `secrun.toml`: what a project's keys are, and who gets which.

mod allow;
pub mod check;
mod date;
mod describe;
pub mod echo;
pub mod fields;
pub mod json_schema;
mod ledger;
pub mod model;
mod outline;
mod parse;
mod raw;
mod read;
pub mod rules;
pub mod shape;
mod syntax;

pub use fields::{fields, types};
pub use parse::parse;
