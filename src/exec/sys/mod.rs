//! The kernel behind safe functions, and the start of the process: the only
//! unsafe code of the library.

pub(crate) mod fork;
pub(crate) mod pipe;
pub(crate) mod poll;
pub(crate) mod process;
pub(crate) mod signal;
pub mod startup;
#[cfg(test)]
pub(crate) mod tests;
