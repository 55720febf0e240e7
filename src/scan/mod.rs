//! Leak search by value: the bytes of a file, an object or a name go in, the
//! places of every secret come out. [`surface`] reads the bytes; everything
//! else here opens no file and shows no value.

mod allow;
pub(crate) mod cache;
mod container;
mod dump;
mod finding;
mod hit;
mod needle_finder;
mod pattern;
mod place;
mod reading;
mod searcher;
mod squeeze;
pub(crate) mod surface;
#[cfg(test)]
mod tests;
mod unpack;
mod window;

pub(crate) use allow::keys_in_history;

pub use crate::git::ObjectKind;
pub use crate::needle::Encoding;
pub use finding::{
    CommitNote, Finding, Location, NotRead, ObjectPlace, ScanReport, Surface, Tally, TokenMatch,
};
pub use hit::{Found, Hit, Skipped, Unread, Unreadable};
pub use pattern::{PatternHit, Patterns};
pub use place::HitPlace;
pub use searcher::Searcher;
