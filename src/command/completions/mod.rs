//! Completion in shells: the scripts, and what they ask secrun.

mod line;
mod script;
mod words;

pub(crate) use script::{Args, completions};
pub(crate) use words::{WordsArgs, complete};
