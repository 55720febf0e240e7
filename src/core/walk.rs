//! A walk through a folder. Links are not followed, and nothing is opened but
//! folders.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

/// An entry that a walk visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visited {
    File,
    Folder,
    Link,
    /// A FIFO, a socket or a device.
    Special,
    /// A folder, or an entry of one, that cannot be read.
    Unreadable(io::ErrorKind),
}

/// Walks everything below a folder. `visit` is called with each entry and the mark of
/// its folder; for a folder it returns that folder's mark, or `None` to skip it.
pub(crate) fn walk<M: Copy>(
    root: &Path,
    mark: M,
    mut visit: impl FnMut(&Path, Visited, M) -> Option<M>,
) {
    let mut folders = vec![(root.to_owned(), mark)];
    while let Some((folder, mark)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                visit(&folder, Visited::Unreadable(error.kind()), mark);
                continue;
            }
        };
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.path(), kind(&entry)?))) {
                Ok((path, visited)) => {
                    let inner = visit(&path, visited, mark);
                    let inner = inner.filter(|_| visited == Visited::Folder);
                    folders.extend(inner.map(|inner| (path, inner)));
                }
                Err(error) => {
                    visit(&folder, Visited::Unreadable(error.kind()), mark);
                }
            }
        }
    }
}

fn kind(entry: &DirEntry) -> io::Result<Visited> {
    let kind = entry.file_type()?;
    Ok(if kind.is_file() {
        Visited::File
    } else if kind.is_dir() {
        Visited::Folder
    } else if kind.is_symlink() {
        Visited::Link
    } else {
        Visited::Special
    })
}

/// A path without `.` and `..`, from a folder whose own path is absolute.
pub(crate) fn absolute(folder: &Path, path: &Path) -> PathBuf {
    use std::path::Component;
    let mut whole = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    whole
}

/// An absolute path as seen from an absolute folder.
pub(crate) fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    let mut up = PathBuf::new();
    for above in folder.ancestors() {
        if let Ok(rest) = path.strip_prefix(above) {
            return up.join(rest);
        }
        up.push("..");
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_a_folder_and_back() {
        let case = |folder: &str, path: &str, expected: &str| {
            let (folder, path) = (Path::new(folder), Path::new(path));
            assert_eq!(seen_from(folder, path), Path::new(expected));
            assert_eq!(absolute(folder, Path::new(expected)), path);
        };
        case("/srv/a", "/srv/a/b/c", "b/c");
        case("/srv/a/x/y", "/srv/a/b", "../../b");
        case("/work", "/etc/passwd", "../etc/passwd");
        case("/", "/etc", "etc");
    }
}
