//! The vocabulary: names, values, messages, problems, and what every room uses.

pub mod binding;
pub mod entropy;
pub mod message;
pub mod name;
pub mod open;
pub mod read;
pub mod report;
pub mod secret;
pub mod walk;
pub mod write;
