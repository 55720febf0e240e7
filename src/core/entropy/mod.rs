//! How hard a value is to guess: a quick, pessimistic estimate.
//!
//! - `structure` takes the secret part of a value: the password of a URL, the field with
//!   the name of a secret, the body of a PEM text. An encoded text is no harder to guess
//!   than what it stands for. The parts of what remains add up.
//! - `price` says what that text costs: its shortest description, in bits. Random
//!   characters are counted in full; words, numbers, dates, walks over the keyboard,
//!   repetitions, and signs between words are discounted (`units`, `word`, `walks`).
//! - `thresholds` has the bits that each purpose needs. A text of more than the highest
//!   of them is not read on.
//!
//! Some weak values cannot be told from random ones: a hash, compressed text, base58 or
//! base85 of a password, a word typed on a keyboard with other letters (`rhbcnbyf`), and a
//! password beside a random text without a name (`hunter2:9f86d081…`).

mod chars;
mod encoded;
mod fields;
mod price;
mod structure;
#[cfg(test)]
mod tests;
pub(crate) mod thresholds;
mod units;
mod walks;
mod word;
mod words;

pub(crate) use encoded::text as decoded;
pub use structure::{bits, bits_to_guess, once};
