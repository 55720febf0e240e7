//! A settings module of pydantic, written from the schema and compared with it.

mod defaults;
mod imports;
mod layout;
mod module;
mod names;
mod types;

pub(crate) use module::{Choice, Existing, text};
