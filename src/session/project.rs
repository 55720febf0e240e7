//! Finding the project, and reading its files.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::core::message::{Cause, ShownPath};
use crate::core::open::Sought;
use crate::core::read::{self, ReadError};
use crate::core::report::Stage;
use crate::env::host::Host;
use crate::error::Error;
use crate::schema::model::SCHEMA_FILE;
use crate::session::schema_files::{Project, SchemaFile};
use crate::session::{parents, trust};

/// Opens the project: the schema that was named, or `secrun.toml` of the
/// working directory or its nearest parent within the border.
pub(crate) fn open(named: Option<&Path>, host: &Host) -> Result<Project, Error> {
    let mut project = match named {
        Some(path) => read_schema(path, Sought::Named)?,
        None => find(host)?,
    };
    parents::add(&mut project)?;
    Ok(project)
}

/// Opens the schema at a path where it was looked for.
pub(crate) fn open_at(path: &Path) -> Result<Project, Error> {
    let mut project = read_schema(path, Sought::Found)?;
    parents::add(&mut project)?;
    Ok(project)
}

fn find(host: &Host) -> Result<Project, Error> {
    let mut root = PathBuf::new();
    let mut parents = None;
    for level in 0.. {
        match read_schema(&root.join(SCHEMA_FILE), Sought::Found) {
            Err(Error::Read(ReadError {
                cause: Cause::Kind(io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
                ..
            })) => {}
            Ok(project) => {
                let path = root.join(SCHEMA_FILE);
                let refusal = trust::refusal(&path, project.files[0].access, level);
                return refusal
                    .map_or(Ok(project), |problem| Err(problem.ends(Stage::Read).into()));
            }
            other => return other,
        }
        if level == *parents.get_or_insert_with(|| parents_within_border(host)) {
            break;
        }
        root.push("..");
    }
    Err(Error::NoSchema {
        env_file: Path::new(".env").is_file(),
    })
}

fn read_schema(path: &Path, sought: Sought) -> Result<Project, Error> {
    let shown = ShownPath::typed_in(path, "the path of the schema");
    let (text, access) = read::read_as(path, &shown, sought)?;
    let file = SchemaFile {
        shown,
        text,
        access,
        path: path.file_name().map(PathBuf::from).unwrap_or_default(),
        folder: String::new(),
        inside: String::new(),
    };
    Ok(Project {
        root: path.parent().unwrap_or(Path::new("")).to_owned(),
        files: vec![file],
    })
}

/// How many parents of the working directory belong to the project: up to the top level
/// of the git repository, else to the home folder, else to the border of the file system.
fn parents_within_border(host: &Host) -> usize {
    let place = |facts: Metadata| (facts.dev(), facts.ino());
    let home = host
        .env
        .get("HOME")
        .and_then(|home| fs::metadata(home).ok());
    let home = home.map(place);
    let (mut device, mut last, mut at_home) = (None, 0, None);
    for (level, folder) in host.cwd.iter().flat_map(|cwd| cwd.ancestors()).enumerate() {
        let Ok(place) = fs::metadata(folder).map(place) else {
            break;
        };
        // git does not look past the border of a file system for a repository either.
        if *device.get_or_insert(place.0) != place.0 {
            break;
        }
        last = level;
        if fs::symlink_metadata(folder.join(".git")).is_ok() {
            return level;
        }
        if home == Some(place) {
            at_home.get_or_insert(level);
        }
    }
    at_home.unwrap_or(last)
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
