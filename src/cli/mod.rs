//! The command line: one tree of commands, from which parsing, help, completion
//! and the manual are derived.

mod dispatch;
mod parse;
mod tree;
mod usage;

pub use dispatch::{dispatch, stop};
pub use parse::{NoRequest, Request, family, parse};
pub use tree::tree;
