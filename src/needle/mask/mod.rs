//! Masks a stream: takes a text in pieces and gives it back with every needle
//! replaced.

pub(crate) mod actions;
mod continuation;
mod control;
mod masker;
mod pending;
#[cfg(test)]
mod tests;
mod visible;

pub use masker::Masker;
