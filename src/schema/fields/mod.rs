//! Every table and field of `secrun.toml`: one row a field, from which the
//! parser, the JSON Schema and the test of `docs/schema.md` work.

#[macro_use]
mod field;

mod all;
pub(super) mod keys;
pub(super) mod tables;

pub(super) use all::NO_ITEMS;
pub use all::{fields, types};
pub use field::{Field, FieldTable, Tables, Takes};
