//! Reports for people: aligned, calm, and complete without colour.

mod block;
mod check;
mod environment;
mod explain;
mod fingerprint;
mod init;
mod problem;
mod scan;
mod schema;
mod table;

pub use block::block;
pub use check::check;
pub use environment::environment;
pub use explain::explain;
pub use fingerprint::{comparison, fingerprints};
pub(crate) use init::decisions;
pub use problem::{hint_line, problem_line, problems};
pub use scan::scan;
pub(crate) use schema::valid_schema;
