//! Needles: the values of a run in every form in which they may be printed,
//! compiled once. This room decides what counts as a match; `mask` replaces it.
//!
//! The needles' own bytes are wiped on drop. The automaton's tables hold pieces
//! of the same bytes, and its crate gives no way to wipe them.

mod automaton;
mod base;
mod derive;
mod encoding;
mod escape;
mod form;
mod index;
mod layout;
mod markup;
pub mod mask;
mod mask_tables;
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
