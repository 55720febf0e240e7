//! Finds provider tokens in text: a match has a token's prefix and body, is a
//! separate word, and is not an example.

mod anchors;
mod assignment;
mod finder;
mod judge;
mod name;
mod reach;
mod rules;
#[cfg(test)]
mod tests;

pub(crate) use finder::TokenFinder;
pub(crate) use reach::begins;
