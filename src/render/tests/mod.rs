//! What the tests of all formats share.

pub(crate) mod sample;
