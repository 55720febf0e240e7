//! The env files of a run, in order.

use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::core::message::{NotAPath, Place, ShownPath};
use crate::core::name::Label;
use crate::schema::model::{EXAMPLE_FILE, EnvFile, Presence, Schema};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFile {
    /// Where it is, from the working directory.
    pub path: PathBuf,
    pub shown: ShownPath,
    /// Whether its absence is an error.
    pub presence: Presence,
    /// Where the schema names it; `None` for a file of the command line.
    pub named_at: Option<Place>,
    /// Whether it is there for one profile.
    pub of_profile: bool,
}

impl PlannedFile {
    /// Whether `[env]` names it for every profile.
    pub(crate) fn is_general(&self) -> bool {
        self.named_at.is_some() && !self.of_profile
    }
}

impl PlannedFile {
    /// The example of an env file, in the same folder.
    pub(crate) fn example(&self) -> Option<(PathBuf, ShownPath)> {
        let path = self.path.with_file_name(EXAMPLE_FILE);
        let shown = ShownPath::trusted(&path);
        self.shown.hidden().is_none().then_some((path, shown))
    }
}

/// An env file of the command line or of `SECRUN_ENV_FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GivenFile {
    /// Where it is, from the working directory.
    pub path: PathBuf,
    pub shown: ShownPath,
}

/// The env files of a run, low to high. Files of the command line replace the
/// schema's and must exist; a profile's own files follow the general ones; a path
/// with `{profile}` counts only in a profile.
pub(crate) fn env_files(
    schema: &Schema,
    root: &Path,
    profile: Option<&Label>,
    given: &[GivenFile],
) -> Vec<PlannedFile> {
    if !given.is_empty() {
        let required = |file: &GivenFile| PlannedFile {
            path: file.path.clone(),
            shown: file.shown.clone(),
            presence: Presence::Required,
            named_at: None,
            of_profile: false,
        };
        return given.iter().map(required).collect();
    }
    let own = profile
        .and_then(|label| schema.profiles.get(label))
        .map_or(&[][..], |profile| &profile.env_files);
    let expand = |file: &EnvFile| {
        let path = match profile {
            Some(label) => file.path.replace("{profile}", label.as_str()),
            None if file.path.contains("{profile}") => return None,
            None => file.path.to_string(),
        };
        let of_profile = own.contains(file) || *path != *file.path;
        Some(PlannedFile {
            of_profile,
            ..planned(root, &path, file)
        })
    };
    schema
        .env
        .files
        .iter()
        .chain(own)
        .filter_map(expand)
        .collect()
}

/// A file of the schema.
fn planned(root: &Path, written: &str, file: &EnvFile) -> PlannedFile {
    let path = root.join(written);
    let whole = || NotAPath::of(path.as_os_str().as_bytes());
    let shown = match NotAPath::of(written.as_bytes()).or_else(whole) {
        None => ShownPath::trusted(&path),
        hidden => ShownPath::judged(&path, hidden, &format!("the path at {}", file.place)),
    };
    PlannedFile {
        path,
        shown,
        presence: file.presence,
        named_at: Some(file.place.clone()),
        of_profile: false,
    }
}
