//! secrun: runs a program with the keys its scope names, validated, and
//! nothing else in its environment.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that panics has done its job")
)]
#![cfg(unix)]

// Vocabulary
pub mod format;
pub mod name;
pub mod value;
pub mod words;

// Data
pub mod binding;
pub mod report;

// Stages
pub mod schema;
