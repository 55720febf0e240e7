//! From layers of values to the environment of a child.

pub mod child_env;
pub mod fingerprint_key;
pub mod fingerprints;
pub mod host;
pub mod layers;
pub mod plan;
pub mod resolve;
pub mod selection;
pub mod state;
