//! The commands: each module has the arguments of its command, and its stages in order;
//! `shared` has what several commands have in common.

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
pub(crate) mod run;
pub(crate) mod scan;
pub(crate) mod schema;
pub(crate) mod set;
pub(crate) mod shared;
pub(crate) mod unset;
