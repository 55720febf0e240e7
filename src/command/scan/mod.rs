//! `secrun scan`: the search for the values of secrets.

mod args;
mod paths;
mod places;
mod progress;
mod stages;
mod values;

pub(crate) use args::Args;
pub(crate) use stages::scan;
