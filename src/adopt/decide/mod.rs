//! What each key is: secret or setting, of which type, required or not, and why.

mod kind;
mod propose;
mod provider;
mod types;

pub use propose::{Material, decide};
pub use types::{agrees, name_of};
