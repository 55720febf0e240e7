//! Leak search by value: the bytes of a file, an object or a name go in, the
//! places of every secret come out. [`surface`] reads the bytes; everything
//! else here opens no file and shows no value.
//!
//! ```text
//! surface ─bytes, names─▶ Searcher ─unpack, container─▶ members
//! members ─reading─▶ windows ─needle_finder─▶ Matches ─place─▶ Hits
//! Hits ─surface─▶ Findings ─allow─▶ ScanReport
//! ```
//!
//! To read in this order:
//!
//! 1. `hit` and `finding`: what a search finds, and what is reported of it.
//! 2. `searcher`: the compiled values. `unpack` has its `search`, for a file and
//!    what is packed in it; `container` reads the members.
//! 3. `reading` goes through a text in windows (`window`), `place` counts lines.
//! 4. `needle_finder` finds needles in one window: as they are, in hex dumps
//!    (`dump`), and split (`squeeze`).
//! 5. `pattern`: the search for tokens that no schema declares.
//! 6. `surface`: what is searched, a file for each kind of place; `cache` spares
//!    objects that are known to be clean.
//! 7. `allow`: which findings the schema accepts.

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
