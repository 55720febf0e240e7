//! From what a project has to its first schema: which keys, secret or setting,
//! of which type, required or not, and why.
//!
//! ```text
//! env files ─observed─▶ what their values look like (no value goes on)
//! reads + mentions + that ─decide─▶ Drafts ─verify─▶ Drafts ─write─▶ secrun.toml
//! ```

pub mod amend;
mod decide;
mod draft;
pub mod drift;
pub mod evidence;
pub mod example;
mod secret_value;
mod verify;
mod write;

pub use decide::{Material, agrees, decide, name_of};
pub use draft::{Draft, Proposal, Typed};
pub use evidence::{Observed, Role};
pub use verify::{verify, withhold};
pub use write::{entry, schema};
