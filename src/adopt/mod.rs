//! From what a project has to its first schema: which keys, secret or setting,
//! of which type, required or not, and why.
//!
//! ```text
//! env files ─observed─▶ what their values look like (no value goes on)
//! reads + mentions + that ─decide─▶ Drafts ─verify─▶ Drafts ─write─▶ secrun.toml
//! ```

pub mod amend;
mod decide;
pub mod discover;
pub mod drift;
pub mod evidence;
pub mod example;
mod kind;
mod observed;
mod provider;
mod secret_value;
mod shape;
mod verify;
mod write;

pub use decide::{Material, Proposal, decide};
pub use observed::{Observed, Role};
pub use shape::{Typed, agrees, name_of};
pub use verify::{verify, withhold};
pub use write::{entry, schema};

use crate::core::message::{Message, Place};
use crate::core::name::EnvName;
use crate::core::report::Kind;

/// A key as it is going to be declared.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The key.
    pub name: EnvName,
    /// Secret or setting.
    pub kind: Kind,
    /// Why.
    pub why: Message,
    /// What it must be.
    pub typed: Typed,
    /// The provider's form, of a secret.
    pub format: Option<&'static str>,
    /// Whether it must be set.
    pub required: bool,
    /// Whether it may be set to nothing.
    pub allow_empty: bool,
    /// The default, of a setting, as the environment spells it.
    pub default: Option<Box<str>>,
    /// A plain value of `.env.example`, of a setting.
    pub example: Option<Box<str>>,
    /// The first place that has it.
    pub place: Option<Place>,
}
