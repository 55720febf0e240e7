//! The schema meets the bindings: every rule is judged, and only values that
//! pass all of theirs come out.

mod conflict;
mod entry;
mod judge;
mod unusable;
mod validated;

pub use self::judge::Judge;
pub use self::validated::{Validated, resolve};
