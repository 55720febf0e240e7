//! The schema meets the bindings: every rule is judged, and only values that
//! pass all of theirs come out.

mod judge;
mod unusable;

pub use self::judge::{Court, Validated, resolve};
