//! Differences to other readers of env files, statement by statement.

mod linter;
mod rows;
mod rules;

pub use linter::lint;
