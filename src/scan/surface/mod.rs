//! Carrying out a scan: every place that can hold a secret is read, and what
//! is found there is put together. What is in the bytes is decided by
//! [`crate::scan`]; here they are fetched.

mod commits;
mod haystack;
mod history;
mod home;
mod image;
mod message;
mod objects;
mod origin_files;
mod paths;
mod pool;
mod staged;
mod tokens;
mod tree;
mod worker;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::core::name::EnvName;
use crate::scan::{Finding, NotRead, Patterns, Searcher, Surface, Tally, TokenMatch};

pub use history::{history, range};
pub use home::home;
pub use image::image;
pub use message::message;
pub use origin_files::OriginFiles;
pub use paths::{paths, stdin};
pub use staged::staged;
pub use tree::{Extent, names_of_refs, refs, repository, tree};

/// What every part of a survey searches with.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// The values.
    pub searcher: &'a Searcher,
    /// What looks like a token, where that is searched for.
    pub patterns: Option<&'a Patterns>,
    /// Their fingerprints as they are shown.
    pub prints: &'a BTreeMap<EnvName, String>,
    /// The files that the values come from.
    pub homes: &'a OriginFiles,
    /// How far the survey is.
    pub progress: &'a Progress,
}

/// What a part of a survey brings.
#[derive(Debug, Default)]
pub struct Results {
    /// The values that were found.
    pub findings: Vec<Finding>,
    /// What looks like a secret.
    pub looks: Vec<TokenMatch>,
    /// What could not be read.
    pub not_read: Vec<NotRead>,
    /// The values' homes that git tracks.
    pub exposed: Vec<PathBuf>,
    /// How much was searched.
    pub searched: Tally,
}

impl Results {
    /// Makes the paths of objects in history absolute.
    pub fn place_in(&mut self, top: &Path) {
        let findings = self.findings.iter_mut();
        let places = findings.map(|it| (it.surface, &mut it.location));
        let looks = self.looks.iter_mut();
        let places = places.chain(looks.map(|it| (it.surface, &mut it.location)));
        for (surface, location) in places {
            if let (Surface::History, Some(path)) = (surface, &mut location.path) {
                let whole = top.join(OsStr::from_bytes(path));
                *path = whole.into_os_string().into_vec();
            }
        }
    }

    /// Takes another one in.
    pub fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.looks.extend(other.looks);
        self.not_read.extend(other.not_read);
        self.exposed.extend(other.exposed);
        self.searched.files += other.searched.files;
        self.searched.objects += other.searched.objects;
        self.searched.bytes += other.searched.bytes;
    }
}

/// How far a survey is, for whoever waits.
#[derive(Debug, Default)]
pub struct Progress {
    places: AtomicU64,
    bytes: AtomicU64,
}

impl Progress {
    /// Counts bytes that were read.
    fn read(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts a file or an object.
    fn place(&self) {
        self.places.fetch_add(1, Ordering::Relaxed);
    }

    /// Files and objects so far, and bytes.
    #[must_use]
    pub fn so_far(&self) -> (u64, u64) {
        let places = self.places.load(Ordering::Relaxed);
        (places, self.bytes.load(Ordering::Relaxed))
    }
}
