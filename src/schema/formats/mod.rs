//! The token forms of known providers.

mod fake;
mod form;
mod format;
mod live;
mod placeholder;
pub mod search;
mod table;
#[cfg(test)]
mod tests;

pub use format::{Fit, Format};
pub use live::{is_hard_to_guess, live_form, looks_like_token};
pub use placeholder::is_placeholder;
