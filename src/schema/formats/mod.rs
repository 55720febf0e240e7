//! The token forms of known providers.

mod form;
mod format;
mod live;
mod placeholder;
pub(crate) mod search;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use format::{Fit, Format};
pub(crate) use live::{is_hard_to_guess, live_form, looks_like_token};
pub(crate) use placeholder::is_placeholder;
