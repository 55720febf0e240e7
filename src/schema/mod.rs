//! `secrun.toml`: what a project's keys are, and who gets which.

pub mod model;
pub mod shape;
