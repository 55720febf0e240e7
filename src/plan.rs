//! Which env files a run reads, in which order.

use std::path::{Path, PathBuf};

use crate::name::Label;
use crate::schema::model::{EnvFile, Presence, Schema};
use crate::words::{Place, ShownPath};

/// A file to read.
#[derive(Debug, PartialEq, Eq)]
pub struct PlannedFile {
    /// Where it is, from the working directory.
    pub path: PathBuf,
    /// The same as it is shown.
    pub shown: ShownPath,
    /// Whether its absence is an error.
    pub presence: Presence,
    /// Where the schema names it; `None` for one of the command line.
    pub named_at: Option<Place>,
}

/// The env files of a run, low to high. Files of the command line stand in
/// the place of the schema's and must be there; a profile's own follow the
/// general ones; a path with `{profile}` counts only where there is one.
#[must_use]
pub fn env_files(
    schema: &Schema,
    root: &Path,
    profile: Option<&Label>,
    given: &[PathBuf],
) -> Vec<PlannedFile> {
    if !given.is_empty() {
        let required = |path: &PathBuf| planned(path.clone(), Presence::Required, None);
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
        Some(planned(
            root.join(path),
            file.presence,
            Some(file.place.clone()),
        ))
    };
    schema
        .env
        .files
        .iter()
        .chain(own)
        .filter_map(expand)
        .collect()
}

fn planned(path: PathBuf, presence: Presence, named_at: Option<Place>) -> PlannedFile {
    PlannedFile {
        shown: ShownPath::new(&path),
        path,
        presence,
        named_at,
    }
}
