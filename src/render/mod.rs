//! Reports as text, for people and for machines: pure functions from a report
//! to how it is written. No value can reach them.
//!
//! ```text
//! Report, ScanReport ─format─▶ which formats a report has
//!   ├─human (Colour)─▶ text for people
//!   ├─github, summary─▶ a job's annotations and its page
//!   └─json, sarif, gitlab, junit─▶ documents for machines
//! ```
//!
//! [`format`](mod@format) comes first; then each format is one file or folder, which can be
//! read alone. They share `phrases` (of keys and of searches), `document` (JSON)
//! and `identity` (stable names of findings). [`saved`] goes the other way: it
//! reads a JSON report that secrun wrote.

pub mod colour;
pub mod format;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
pub mod sarif;
pub mod saved;
pub mod summary;

mod document;
mod identity;
mod phrases;
#[cfg(test)]
mod tests;

pub use colour::Colour;
pub use format::{KeyFormat, OutputFormat};
