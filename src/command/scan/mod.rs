//! `secrun scan`: the search for the values of secrets.

mod args;
mod paths;
mod places;
mod progress;
mod search;
mod values;

pub(crate) use args::Args;
pub(crate) use search::scan;
