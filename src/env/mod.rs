//! From layers of values to the environment of a child.

pub(crate) mod child_env;
pub(crate) mod fingerprint_key;
pub mod fingerprints;
pub mod host;
pub(crate) mod layers;
pub(crate) mod plan;
pub mod resolve;
pub mod selection;
pub(crate) mod state;
