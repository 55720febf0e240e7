//! Needles: the values of a run in every form in which they may come out,
//! compiled once. What is found is decided here; `mask` replaces it.
//!
//! The needles' own bytes are wiped on drop. The automaton's tables, which
//! hold the same bytes in pieces, are not within reach.

mod automaton;
mod base;
mod derive;
mod encoding;
mod engine;
mod escape;
mod form;
mod index;
mod layout;
mod markup;
pub mod mask;
mod needles;
mod part;
mod percent;
mod quote;
mod sieve;
mod store;
#[cfg(test)]
mod tests;
mod weakness;

pub use encoding::Encoding;
pub use form::Form;
pub(crate) use index::Index;
pub(crate) use needles::forms_to_search;
pub use needles::{Needles, Unmaskable, forms, maskable};
pub use weakness::Weakness;
