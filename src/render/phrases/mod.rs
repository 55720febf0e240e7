//! The phrases that several formats have in common.

pub(super) mod keys;
pub(super) mod search;
