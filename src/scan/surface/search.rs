//! The parts of a search that every surface needs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::core::name::EnvName;
use crate::scan::pattern::Patterns;
use crate::scan::searcher::Searcher;
use crate::scan::surface::origin_files::OriginFiles;

/// The values to search for, and the names for the report.
#[derive(Clone, Copy)]
pub(crate) struct Search<'a> {
    pub searcher: &'a Searcher,
    /// The forms of tokens, if they are searched for.
    pub patterns: Option<&'a Patterns>,
    /// The fingerprints of the values, as they are shown.
    pub fingerprints: &'a BTreeMap<EnvName, String>,
    /// The files that the values come from, which are not searched.
    pub origin_files: &'a OriginFiles,
    /// How far the search is.
    pub progress: &'a Progress,
}

/// How far a search is, for the line on the terminal.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    places: AtomicU64,
    bytes: AtomicU64,
}

impl Progress {
    pub(super) fn add_bytes(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts a file or an object.
    pub(super) fn add_place(&self) {
        self.places.fetch_add(1, Ordering::Relaxed);
    }

    /// Files and objects so far, and bytes.
    pub(crate) fn so_far(&self) -> (u64, u64) {
        let places = self.places.load(Ordering::Relaxed);
        (places, self.bytes.load(Ordering::Relaxed))
    }
}
