//! Leak search by value: the bytes of a file, an object or a name in, the
//! places of every secret out. Pure: it opens no file, and tells no value.
//!
//! [`Searcher`] holds the values of a run in every form in which they are
//! searched for, and finds them; [`finding`] holds what is told of that.

mod allow;
pub mod cache;
mod container;
mod dump;
mod engine;
mod pattern;
mod place;
mod reading;
mod searcher;
mod squeeze;
mod stream;
pub mod surface;
#[cfg(test)]
mod tests;
mod told;

pub mod finding;

pub use crate::git::ObjectKind;
pub use container::members_of_tar;
pub use finding::{
    CommitNote, Finding, Location, NotRead, ObjectPlace, ScanReport, Surface, Tally, TokenMatch,
};
pub use pattern::{PatternHit, Patterns};
pub use searcher::{Found, Hit, Place, Searcher, Skipped, Unread, Unreadable};

pub use crate::needle::Encoding;
