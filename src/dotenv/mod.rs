//! `.env` files: the grammar of python-dotenv, read strictly.
//!
//! ```text
//! bytes ─text─▶ Text ─lexer─▶ Items ─read+expand─▶ Statements, Problems
//!                                └─drift+portable─▶ warnings (lint only)
//! bytes + value ─edit+literal─▶ bytes
//! ```
//!
//! Anything that python-dotenv reads without a warning is read to the same
//! bytes or refused; anything that it skips with a warning is refused. Refusals
//! and warnings contain places and names, never a part of a value.

mod drift;
pub mod edit;
mod expand;
mod lexer;
pub mod literal;
mod pem;
mod piece;
mod portable;
mod problems;
mod read;
mod statement;
mod text;
#[cfg(test)]
mod trial;

pub use drift::lint;
pub use read::read;
pub use statement::{
    Contents, Interpolation, MAX_FILE_BYTES, MAX_KEYS, MAX_VARIABLE_BYTES, Outside, ReadOptions,
    Statement,
};
