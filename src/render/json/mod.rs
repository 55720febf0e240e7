//! Reports for machines: one JSON document each. Version 1 changes only by
//! addition.

mod document;
mod report;
mod rows;
mod saved;
mod scan;

pub use report::{check, explain, failure, fingerprints};
pub use rows::{comparison, environment, standard_input, verification};
pub use saved::{NotAReport, read_prints};
pub use scan::scan;

/// The version of the format.
const VERSION: u64 = 1;

/// The program and its version.
const TOOL: &str = concat!("secrun ", env!("CARGO_PKG_VERSION"));
