//! `secrun fingerprint`: which value is where, without values.

mod args;
mod compare;
mod stages;
mod verify;

pub(crate) use args::Args;
pub(crate) use stages::fingerprint;
