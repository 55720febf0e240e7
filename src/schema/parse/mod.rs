//! From the schema's text to its meaning, with all that is wrong at once.

mod allow;
mod bounds;
mod document;
mod env;
mod extends;
mod key;
mod merge;
mod metadata;
mod minimum;
mod parser;
mod read;
mod scope;
mod value_type;

pub use document::{parse, parse_all};
pub use extends::{Extends, extends};
