//! Shared by the tests of all formats.

pub(crate) mod sample;
