//! Reads every place that can hold a secret, and collects what the search finds
//! there.
//!
//! - Places: `tree`, `staged`, `history` (with `commits`), `message`, `paths`, `home`,
//!   `image`.
//! - What they share: `search` and `results`, `pool` and `worker` (threads), `file` and
//!   `haystack` (one text), `sweep` and `tokens`, `origin_files` (where values come from).

mod commits;
mod file;
mod haystack;
mod history;
mod home;
mod image;
mod message;
mod origin_files;
mod paths;
mod pool;
mod results;
mod search;
mod staged;
mod sweep;
mod tokens;
mod tree;
mod worker;

pub(crate) use history::{history, range};
pub(crate) use home::home;
pub(crate) use image::image;
pub(crate) use message::message;
pub(crate) use origin_files::OriginFiles;
pub(crate) use paths::{paths, stdin};
pub(crate) use results::Results;
pub(crate) use search::{Progress, Search};
pub(crate) use staged::staged;
pub(crate) use tree::{Coverage, refs, repository, tree};
