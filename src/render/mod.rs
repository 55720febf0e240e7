//! Reports as text, for people and for machines: pure functions from a report
//! to how it is written. No value can reach them.

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
mod findings;
mod identity;
mod phrases;
#[cfg(test)]
mod tests;

pub use colour::Colour;
pub use format::Format;
