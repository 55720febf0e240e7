//! The vocabulary: names, values, messages, problems, and what every room uses.

// These define `append!` and `message!`, which all that follows uses.
#[macro_use]
mod append;
#[macro_use]
pub mod message;

pub(crate) mod access;
pub mod binding;
pub mod entropy;
pub(crate) mod hex;
pub(crate) mod lines;
pub mod name;
pub(crate) mod open;
pub(crate) mod read;
pub mod report;
pub mod secret;
pub(crate) mod secret_value;
pub(crate) mod secret_words;
pub(crate) mod token_like;
pub(crate) mod url;
pub(crate) mod walk;
pub(crate) mod write;
