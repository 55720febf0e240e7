//! How hard a value is to guess: a quick, pessimistic estimate.
//!
//! A plain fingerprint gives a guessable value away, so in doubt the estimate
//! is low. Structure comes first (a URL is judged by its password), then the
//! remaining text: words, dates, runs and repetitions count for little, however
//! long they are. An encoded text is also judged by the text that it decodes
//! to, because an attacker can encode guesses.

mod encoded;
mod estimate;
mod plain;
mod runs;
#[cfg(test)]
mod tests;
pub(crate) mod thresholds;
mod wording;

pub(crate) use encoded::text as decoded;
pub use estimate::{bits, bits_to_guess, once};
