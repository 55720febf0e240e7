//! The files that the values come from: there a value is at home.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The loaded env files, and the files that hold one value.
#[derive(Debug, Default)]
pub struct OriginFiles(BTreeSet<PathBuf>);

impl OriginFiles {
    /// The homes among these paths; what is not there is none.
    #[must_use]
    pub fn new(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let real = paths
            .into_iter()
            .filter_map(|path| path.canonicalize().ok());
        Self(real.collect())
    }

    /// Whether a file is one of them.
    #[must_use]
    pub fn has(&self, path: &Path) -> bool {
        let named = |home: &PathBuf| home.file_name() == path.file_name();
        self.0.iter().any(named) && path.canonicalize().is_ok_and(|path| self.0.contains(&path))
    }

    /// The files.
    pub fn iter(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().map(PathBuf::as_path)
    }
}
