//! How hard a value is to guess: a quick, pessimistic estimate.
//!
//! A plain fingerprint gives a guessable value away, so the estimate withholds
//! under doubt. Structure comes first (a URL is judged by its password), then
//! the text that is left: what words, dates, runs and repetitions make up
//! counts for little, however long it is. Of an encoded text the one that it
//! stands for is judged, too: who guesses encodes his guesses.

mod encoded;
mod estimate;
mod plain;
mod runs;
#[cfg(test)]
mod tests;
pub(crate) mod thresholds;
mod wording;

pub use estimate::{bits, bits_to_guess, once};
