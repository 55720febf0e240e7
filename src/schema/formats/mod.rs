//! The token forms of known providers.

mod fake;
mod fit;
mod form;
mod format;
mod live;
mod names;
mod nouns;
mod placeholder;
pub(crate) mod search;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use fit::{Fit, cut_off};
pub(crate) use format::Format;
pub(crate) use live::{is_hard_to_guess, live_form, live_form_of, looks_like_token};
pub(crate) use placeholder::is_placeholder;
