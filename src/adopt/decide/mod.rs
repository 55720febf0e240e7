//! What each key is: secret or setting, of which type, required or not, and why.

mod keys;
mod kind;
mod types;

pub(crate) use keys::decide;
pub(super) use types::{agrees, name_of};
