//! What each key is: secret or setting, of which type, required or not, and why.

mod fields;
mod keys;
mod kind;
mod rule;
mod scopes;
mod types;
mod value;

pub(super) use fields::{shown, written};
pub(crate) use keys::decide;
pub(super) use rule::{Gap, gap, is_within};
pub(super) use types::{agrees, name_of};
pub(super) use value::refuses;
