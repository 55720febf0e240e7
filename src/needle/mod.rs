//! Needles: the values of a run in every form in which they may be printed,
//! compiled once. This room decides what counts as a match; `mask` replaces it.
//!
//! ```text
//! SecretValue ─weakness─▶ refused, with the reason
//!      └─derive─▶ Forms ─needles─▶ MaskTables ─mask─▶ a stream without values
//!                   └─searchable─▶ Index ─scan─▶ places
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
//!    a stream, `mask_tables` adds the `automaton` with its `branches`; for a text
//!    that is in memory there is `index`, with the beginnings of the needles.
//! 6. [`mask`]: the masker of a stream.
//!
//! The needles' own bytes are wiped on drop. The sieve's tables hold pieces of the
//! same bytes.

mod automaton;
mod base;
mod branches;
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
pub(crate) use needles::{is_everyday, searchable, unmaskable};
pub(crate) use part::has_secret;
pub use weakness::Weakness;
