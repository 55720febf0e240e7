//! From layers of values to the environment of a child.
//!
//! ```text
//! Schema + options ─selection─▶ Selection ─plan─▶ PlannedFiles
//! Host + PlannedFiles ─layers─▶ Bindings
//! Schema + Selection + Bindings ─resolve─▶ Validated, Report
//! Host + Selection + Validated ─child_env─▶ ChildEnv
//! ```
//!
//! To read in this order: [`host`] (what secrun was started with),
//! [`selection`], `plan`, `layers`, [`resolve`], `child_env`. Beside them,
//! [`fingerprints`] decides what a report shows of a value, with the key that
//! `fingerprint_key` finds; `withheld` says which host variables the child lacks; `state` is the folder for what is kept between runs.

pub(crate) mod child_env;
pub(crate) mod fingerprint_key;
pub mod fingerprints;
pub mod host;
pub(crate) mod layers;
pub(crate) mod plan;
pub mod resolve;
pub mod selection;
pub(crate) mod state;
pub(crate) mod withheld;
