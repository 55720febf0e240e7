//! Problems as a SARIF 2.1.0 log, in the subset that GitHub code scanning
//! shows. It has no snippets: a snippet would carry the value.

mod location;
mod log;
mod rule;
mod scan;

pub use log::check;
pub use scan::scan;
