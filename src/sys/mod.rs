//! The kernel behind safe functions: the only unsafe code of the crate.

pub mod file;
pub mod fork;
pub mod process;
pub mod signal;
pub mod startup;
