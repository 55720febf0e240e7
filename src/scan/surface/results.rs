//! The results of a search.

use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use crate::git::ObjectId;
use crate::scan::finding::{Finding, NotRead, Surface, Tally, TokenMatch};

/// The findings of one or more surfaces.
#[derive(Debug, Default)]
pub(crate) struct Results {
    pub findings: Vec<Finding>,
    pub token_matches: Vec<TokenMatch>,
    /// What could not be read.
    pub not_read: Vec<NotRead>,
    /// The origin files that git tracks.
    pub tracked_origins: Vec<PathBuf>,
    /// The objects that are not clean, which the cache must not skip.
    pub(super) unclean: Vec<ObjectId>,
    pub searched: Tally,
}

impl Results {
    /// Makes the paths of objects in the history absolute.
    pub(crate) fn place_in(&mut self, top: &Path) {
        let findings = self.findings.iter_mut();
        let findings = findings.map(|it| (it.surface, &mut it.location));
        let matches = self.token_matches.iter_mut();
        let matches = matches.map(|it| (it.surface, &mut it.location));
        for (surface, location) in findings.chain(matches) {
            if let (Surface::History, Some(path)) = (surface, &mut location.path) {
                let whole = top.join(OsStr::from_bytes(path));
                *path = whole.into_os_string().into_vec();
            }
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.token_matches.extend(other.token_matches);
        self.not_read.extend(other.not_read);
        self.tracked_origins.extend(other.tracked_origins);
        self.unclean.extend(other.unclean);
        self.searched.files += other.searched.files;
        self.searched.objects += other.searched.objects;
        self.searched.bytes += other.searched.bytes;
    }

    /// How many findings and problems there are.
    pub(super) fn len(&self) -> usize {
        self.findings.len() + self.token_matches.len() + self.not_read.len()
    }
}
