//! Masks a stream: takes a text in pieces and gives it back with every needle
//! replaced.
//!
//! `masker` walks the text with the needles' automaton. It calls on `visible`, which follows
//! a needle through what a terminal does not show (`control`), on `continuation`, which
//! follows one over line ends, and on `pending`, which holds back what may become a match.
//! `actions` tells GitHub's own masker what to mask.

pub(crate) mod actions;
mod continuation;
mod control;
mod masker;
mod pending;
#[cfg(test)]
mod tests;
mod visible;

pub use masker::Masker;
