//! `secrun scan`: the search for the values of secrets.

mod args;
mod paths;
mod progress;
mod stages;
mod surfaces;
mod values;

pub(crate) use args::Args;
pub(crate) use stages::scan;
