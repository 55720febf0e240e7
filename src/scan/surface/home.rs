//! The files of a home folder that secrets are left in.

use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::env::host::HostEnv;
use crate::scan::finding::Surface;
use crate::scan::surface::paths::paths;
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;

/// The places, one a line; lines that begin with `#` are comments.
const PLACES: &str = include_str!("home.txt");

/// Variables that move a history elsewhere.
const VARIABLES: [&str; 7] = [
    "HISTFILE",
    "PYTHON_HISTORY",
    "NODE_REPL_HISTORY",
    "PSQL_HISTORY",
    "MYSQL_HISTFILE",
    "SQLITE_HISTORY",
    "LESSHISTFILE",
];

/// Searches the places above in a home folder. The variables count only if it
/// is the user's own.
pub(crate) fn home(search: Search<'_>, folder: &Path, env: &HostEnv) -> Results {
    let mut found: Vec<PathBuf> = Vec::new();
    let is_place = |line: &&str| !line.is_empty() && !line.starts_with('#');
    for place in PLACES.lines().filter(is_place) {
        let parts: Vec<&str> = place.split('/').collect();
        find(folder.to_owned(), &parts, &mut found);
    }
    if env.get("HOME").map(Path::new) == Some(folder) {
        let named = VARIABLES.iter().filter_map(|name| env.get(name));
        let named = named.map(PathBuf::from);
        found.extend(named.filter(|path| path.is_absolute() && path.is_file()));
    }
    found.sort();
    found.dedup();
    paths(search, &found, Surface::Home)
}

/// Adds every path that matches the parts and exists.
fn find(at: PathBuf, parts: &[&str], found: &mut Vec<PathBuf>) {
    let Some((part, rest)) = parts.split_first() else {
        if at.symlink_metadata().is_ok() {
            found.push(at);
        }
        return;
    };
    let Some((start, end)) = part.split_once('*') else {
        return find(at.join(part), rest, found);
    };
    for entry in std::fs::read_dir(&at).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let after = name.as_bytes().strip_prefix(start.as_bytes());
        if after.is_some_and(|after| after.ends_with(end.as_bytes())) {
            find(entry.path(), rest, found);
        }
    }
}
