//! Finding the project, and reading its files.

use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::core::message::{Cause, ShownPath};
use crate::core::read::{self, ReadError};
use crate::env::host::Host;
use crate::error::Error;
use crate::schema::model::SCHEMA_FILE;

/// A project: its schema's text, and the folder that its paths are relative to.
pub(crate) struct Project {
    /// The folder, from the working directory; empty for that itself.
    pub(crate) root: PathBuf,
    /// The schema as it is shown.
    pub(crate) schema: ShownPath,
    /// The schema's text, up to one byte over the limit.
    pub(crate) text: Zeroizing<Vec<u8>>,
}

/// Opens the project: the schema that was named, or `secrun.toml` of the
/// working directory or its nearest parent.
pub(crate) fn open(named: Option<&Path>, cwd: Option<&Path>) -> Result<Project, Error> {
    if let Some(path) = named {
        return read_schema(path);
    }
    let depth = cwd.map_or(0, |cwd| cwd.components().count());
    let mut root = PathBuf::new();
    for _ in 0..depth.max(1) {
        match read_schema(&root.join(SCHEMA_FILE)) {
            Err(Error::Read(ReadError {
                cause: Cause::Kind(io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
                ..
            })) => {}
            other => return other,
        }
        root.push("..");
    }
    Err(Error::NoSchema {
        env_file: Path::new(".env").is_file(),
    })
}

fn read_schema(path: &Path) -> Result<Project, Error> {
    let shown = ShownPath::typed_in(path, "the path of the schema");
    let text = read::read(path, &shown)?;
    Ok(Project {
        root: path.parent().unwrap_or(Path::new("")).to_owned(),
        schema: shown,
        text,
    })
}

/// The working directory as seen from the repository's root: where a CI system
/// checked it out (`GITHUB_WORKSPACE`), else the nearest folder with a `.git`.
pub(crate) fn folder_in_repository(host: &Host) -> Option<PathBuf> {
    let cwd = host.cwd.as_deref()?;
    let workspace = host.env.get("GITHUB_WORKSPACE").map(Path::new);
    let named = workspace.and_then(|root| cwd.strip_prefix(root).ok());
    let found = || {
        let root = cwd
            .ancestors()
            .find(|folder| folder.join(".git").exists())?;
        cwd.strip_prefix(root).ok()
    };
    named.or_else(found).map(Path::to_owned)
}
