//! The files that the values come from: a value there is not a leak.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The loaded env files, and the files that hold one value.
#[derive(Debug, Default)]
pub(crate) struct OriginFiles(BTreeSet<PathBuf>);

impl OriginFiles {
    /// Keeps the paths that exist, canonicalised.
    pub(crate) fn new(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let paths = paths.into_iter();
        Self(paths.filter_map(|path| path.canonicalize().ok()).collect())
    }

    pub(crate) fn contains(&self, path: &Path) -> bool {
        // Only a file of the same name is worth a system call.
        let is_named_so = |origin: &PathBuf| origin.file_name() == path.file_name();
        self.0.iter().any(is_named_so)
            && path.canonicalize().is_ok_and(|path| self.0.contains(&path))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().map(PathBuf::as_path)
    }
}
