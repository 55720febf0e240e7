//! How paths are shown: findings hold absolute ones until they are reported.

use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use crate::core::walk::{absolute, seen_from};
use crate::git::Repository;
use crate::render::OutputFormat;
use crate::scan::{Location, ScanReport, Surface};

/// The folders that paths are seen from.
pub(super) struct Bases {
    cwd: PathBuf,
    schema: PathBuf,
    top: PathBuf,
}

impl Bases {
    pub(super) fn new(cwd: &Path, root: &Path, repository: Option<&Repository>) -> Self {
        let schema = absolute(cwd, root);
        let top = repository.and_then(|repository| repository.top.clone());
        Self {
            cwd: cwd.to_owned(),
            top: top.unwrap_or_else(|| schema.clone()),
            schema,
        }
    }

    /// Makes absolute paths relative to the schema's folder.
    pub(super) fn show_from_the_schema(&self, report: &mut ScanReport) {
        self.show(report, None, &self.schema);
    }

    /// Makes paths from the schema's folder relative to the repository's root, as CI
    /// systems want them, else to the working directory, as the user names them.
    pub(super) fn show_for(&self, format: OutputFormat, report: &mut ScanReport) {
        let base = if format.is_for_ci() {
            &self.top
        } else {
            &self.cwd
        };
        self.show(report, Some(&self.schema), base);
    }

    fn show(&self, report: &mut ScanReport, before: Option<&Path>, base: &Path) {
        let change = |path: &mut Vec<u8>| {
            let given = Path::new(OsStr::from_bytes(path));
            let whole = before.map_or_else(|| given.to_owned(), |before| absolute(before, given));
            *path = self.seen(&whole, base).into_os_string().into_vec();
        };
        let change_in = |surface: Surface, location: &mut Location| {
            let own = matches!(surface, Surface::RefName | Surface::Home);
            if let Some(path) = location.path.as_mut().filter(|path| !own && *path != b"-") {
                change(path);
            }
        };
        for finding in &mut report.findings {
            change_in(finding.surface, &mut finding.location);
        }
        for token in &mut report.token_matches {
            change_in(token.surface, &mut token.location);
        }
        for not_read in &mut report.not_read {
            if not_read.path.contains(&b'/') {
                change(&mut not_read.path);
            }
        }
    }

    /// Paths in the project or the working directory become relative to the base;
    /// the others stay absolute.
    fn seen(&self, path: &Path, base: &Path) -> PathBuf {
        let near = [&self.top, &self.cwd, &self.schema];
        let is_near = near.iter().any(|folder| path.starts_with(folder));
        if path.is_absolute() && is_near {
            seen_from(base, path)
        } else {
            path.to_owned()
        }
    }
}
