//! Opens the project for a command, and speaks to the user.

pub mod options;
pub mod project;
pub mod trace;
pub mod ui;
