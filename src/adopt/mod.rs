//! From what a project has to its first schema: which keys, secret or setting,
//! of which type, required or not, and why.
//!
//! ```text
//! a folder ─gather─▶ Evidence ─decide─▶ Proposal ─verify─▶ Proposal ─write─▶ secrun.toml
//! ```
//!
//! No value of an env file leaves the evidence: the decisions see its traits.

mod decide;
mod draft;
pub mod drift;
pub mod evidence;
pub mod example;
mod secret_value;
mod verify;
mod write;

pub use decide::decide;
pub use draft::{Draft, Proposal};
pub use evidence::Evidence;
pub use verify::{verify, withhold};
pub use write::{additions, amend};
