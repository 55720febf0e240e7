//! From what a project has to its first schema: which keys, secret or setting,
//! of which type, required or not, and why.
//!
//! ```text
//! a folder ─gather─▶ Evidence ─decide─▶ Proposal ─verify─▶ Proposal ─write─▶ secrun.toml
//! ```
//!
//! No value of an env file leaves the evidence: the decisions see its traits.

pub(crate) mod code_check;
mod decide;
mod draft;
pub(crate) mod evidence;
pub(crate) mod example;
pub(crate) mod generate;
mod project_folder;
mod verify;
mod write;

pub(crate) use decide::decide;
pub(crate) use draft::{Draft, Proposal};
pub(crate) use project_folder::ProjectFolder;
pub(crate) use verify::{verify, withhold};
pub(crate) use write::{additions, amend};
