//! Checks the bindings against the schema. Only values that pass all their
//! rules are returned.

mod borrowed;
mod conflict;
mod edges;
mod entry;
mod judge;
mod remedy;
mod risky;
mod source;
mod unusable;
mod validated;
mod value;

pub use self::judge::Judge;
pub use self::validated::{Validated, resolve};
pub(crate) use self::value::value_problems;
