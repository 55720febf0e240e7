//! Needles: the values of a run in every form in which they may be printed,
//! compiled once. This room decides what counts as a match; `mask` replaces it.
//!
//! ```text
//! SecretValue ─weakness─▶ refused, with the reason
//!      └─derive─▶ Forms ─needles─▶ MaskTables ─mask─▶ a stream without values
//!                   └─forms_to_search─▶ Index ─scan─▶ places
//! ```
//!
//! To read in this order:
//!
//! 1. `encoding` and `form`: the names of the ways to write a value, and one of them.
//! 2. `derive`: the recipes, a row each. It takes a value's `part`s and calls the
//!    encoders: `base`, `escape`, `layout`, `markup`, `percent`, `quote`.
//! 3. `weakness`: the values that would match ordinary text.
//! 4. `needles`: from the values of a run to compiled needles.
//! 5. Matching: `store` holds the bytes and `sieve` skips what has no needle. For
//!    a stream, `mask_tables` adds the `automaton`; for a text that is in memory
//!    there is `index`.
//! 6. [`mask`]: the masker of a stream.
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
pub use needles::{Needles, Unmaskable, forms, maskable};
pub(crate) use needles::{forms_to_search, is_everyday, unmaskable};
pub(crate) use part::has_secret;
pub use weakness::Weakness;
