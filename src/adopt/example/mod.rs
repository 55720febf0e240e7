//! `.env.example`: written from the schema, and compared with it.

mod compare;
mod literal;
mod text;

pub use compare::{Example, compare, holds_real_values};
pub use literal::literal;
pub use text::{FILE, is_ours, text};
