//! Reads every place that can hold a secret, and collects what the search finds
//! there.

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
mod tokens;
mod tree;
mod worker;

pub use history::{history, range};
pub use home::home;
pub use image::image;
pub use message::message;
pub use origin_files::OriginFiles;
pub use paths::{paths, stdin};
pub use results::Results;
pub use search::{Progress, Search};
pub use staged::staged;
pub use tree::{Extent, refs, repository, tree};
