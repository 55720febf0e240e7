//! The kernel behind safe functions, and the start of the process: the only
//! unsafe code of the library.

pub mod fork;
pub mod process;
pub mod signal;
pub mod startup;
