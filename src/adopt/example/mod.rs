//! `.env.example`: written from the schema, and compared with it.

mod compare;
mod text;

pub(crate) use compare::{Example, compare, holds_real_values, real_values_in};
pub(crate) use text::{is_ours, text};
