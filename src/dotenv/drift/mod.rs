//! What other readers of env files read differently, statement by statement.

mod linter;
mod rows;
mod rules;

pub use linter::lint;
