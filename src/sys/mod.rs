//! The kernel behind safe functions: the only unsafe code of the crate.

pub mod process;
pub mod startup;
