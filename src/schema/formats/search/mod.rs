//! Finds provider tokens in text: what begins and goes on as one, stands by
//! itself, and is no example.

mod finder;
mod judge;
mod reach;
mod rules;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use finder::Search;
pub(crate) use reach::begins;
