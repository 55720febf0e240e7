//! The kernel behind safe functions, and the start of the process: the only
//! unsafe code of the library.

pub mod fork;
pub mod pipe;
pub mod poll;
pub mod process;
pub mod signal;
pub mod startup;
#[cfg(test)]
pub mod tests;
