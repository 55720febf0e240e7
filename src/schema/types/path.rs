//! Paths.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::schema::types::mismatch::Mismatch;

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    File,
    Dir,
    /// A device, a pipe or a socket.
    Special,
}

/// `exists`: what must be at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Anything but a folder.
    File,
    Dir,
    /// A file that is no device, pipe or socket.
    Regular,
    /// Nothing yet, in a folder that is there.
    New,
}

/// The longest name and the longest path of Linux and macOS. Python's `exists()`
/// raises beyond them.
const MAX_NAME: usize = 255;
const MAX_PATH: usize = 1023;

/// Looks at what is at a path, for `path` types.
pub type Disk<'a> = dyn Fn(&Path) -> Option<PathKind> + 'a;

/// Checks a `path`: with `exists`, what it leads to.
pub(super) fn check(value: &[u8], exists: Option<At>, disk: &Disk<'_>) -> Result<(), Mismatch> {
    let Some(wanted) = exists else {
        return Ok(());
    };
    let path = Path::new(OsStr::from_bytes(value));
    match (wanted, disk(path)) {
        (At::New, None) => check_new(path, disk),
        (At::New, Some(_)) => Err(Mismatch::new(
            "path.taken",
            "there is something at this path already",
        )),
        (At::Dir, None) => Err(Mismatch::new("path.missing", "there is no such directory")),
        (_, None) => Err(Mismatch::new("path.missing", "there is no such file")),
        (At::Dir, Some(PathKind::Dir))
        | (At::File, Some(PathKind::File | PathKind::Special))
        | (At::Regular, Some(PathKind::File)) => Ok(()),
        (At::Dir, Some(_)) => Err(Mismatch::new("path.kind", "a file, not a directory")),
        (_, Some(PathKind::Dir)) => Err(Mismatch::new("path.kind", "a directory, not a file")),
        (_, Some(_)) => {
            let what = "a device, a pipe or a socket, not a file";
            Err(Mismatch::new("path.kind", what))
        }
    }
}

/// Checks a path that nothing is at: its folder must be there.
fn check_new(path: &Path, disk: &Disk<'_>) -> Result<(), Mismatch> {
    let is_long = |name: &OsStr| name.len() > MAX_NAME;
    if path.as_os_str().len() > MAX_PATH || path.iter().any(is_long) {
        return Err(Mismatch::new("path.missing", "too long for a path"));
    }
    // `file/` is no way to name something new: Python looks at `file`.
    let path: PathBuf = path.components().collect();
    if disk(&path).is_some() {
        return Err(Mismatch::new(
            "path.taken",
            "there is something at this path already",
        ));
    }
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    match disk(folder.unwrap_or(Path::new("."))) {
        Some(PathKind::Dir) => Ok(()),
        _ => Err(Mismatch::new("path.missing", "there is no such directory")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_looked_up_only_when_they_must_exist() {
        let disk = |path: &Path| match path.to_str() {
            Some("file") => Some(PathKind::File),
            Some("dir" | ".") => Some(PathKind::Dir),
            Some("pipe") => Some(PathKind::Special),
            _ => None,
        };
        let case = |path: &str, exists| check(path.as_bytes(), exists, &disk).map_err(|e| e.code);
        assert_eq!(case("none", None), Ok(()));
        assert_eq!(case("file", Some(At::File)), Ok(()));
        assert_eq!(case("pipe", Some(At::File)), Ok(()));
        assert_eq!(case("dir", Some(At::Dir)), Ok(()));
        assert_eq!(case("dir", Some(At::File)), Err("path.kind"));
        assert_eq!(case("file", Some(At::Dir)), Err("path.kind"));
        assert_eq!(case("none", Some(At::Dir)), Err("path.missing"));
        assert_eq!(case("none", Some(At::File)), Err("path.missing"));
        assert_eq!(case("file", Some(At::Regular)), Ok(()));
        assert_eq!(case("pipe", Some(At::Regular)), Err("path.kind"));
        assert_eq!(case("dir", Some(At::Regular)), Err("path.kind"));
        assert_eq!(case("none", Some(At::Regular)), Err("path.missing"));
        for (path, expected) in [
            ("none", Ok(())),
            ("dir/none", Ok(())),
            ("file", Err("path.taken")),
            ("file/", Err("path.taken")),
            ("none/none", Err("path.missing")),
            ("file/none", Err("path.missing")),
            (&"n".repeat(256), Err("path.missing")),
        ] {
            assert_eq!(case(path, Some(At::New)), expected, "{path}");
        }
    }
}
