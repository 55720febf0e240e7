//! The commands: each public module has the arguments of its command, and its stages in
//! order; but `partial_line` serves `cli`. The private ones are what several commands share.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod example;
pub(crate) mod explain;
pub(crate) mod fingerprint;
pub(crate) mod generate;
pub(crate) mod help;
pub(crate) mod hook;
pub(crate) mod init;
pub(crate) mod man;
pub(crate) mod mask;
pub(crate) mod partial_line;
pub(crate) mod run;
pub(crate) mod scan;
pub(crate) mod schema;
pub(crate) mod set;
pub(crate) mod unset;

mod ask;
mod choices;
mod edit;
mod fill;
mod from_schema;
mod known_values;
mod masking;
mod named_key;
mod report;
mod schema_only;
mod standard_input;
mod tracked;
