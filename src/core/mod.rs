//! The vocabulary: names, values, messages, problems, and what every room uses.

// Defines `message!`, which all that follows uses.
#[macro_use]
pub mod message;

pub mod binding;
pub mod entropy;
pub mod hex;
pub mod lines;
pub mod name;
pub mod open;
pub mod read;
pub mod report;
pub mod secret;
pub mod secret_words;
pub mod token_like;
pub mod url;
pub mod walk;
pub mod write;
