//! Paths.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use crate::schema::types::mismatch::Mismatch;

/// What must be at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    File,
    Dir,
}

/// Looks at what is at a path, for `path` types.
pub type Disk<'a> = dyn Fn(&Path) -> Option<PathKind> + 'a;

/// Checks a `path`: with `exists`, that it leads to a file or a directory.
pub(super) fn check(
    value: &[u8],
    exists: Option<PathKind>,
    disk: &Disk<'_>,
) -> Result<(), Mismatch> {
    let Some(wanted) = exists else {
        return Ok(());
    };
    let path = Path::new(OsStr::from_bytes(value));
    match (wanted, disk(path)) {
        (PathKind::File, None) => Err(Mismatch::new("path.missing", "there is no such file")),
        (PathKind::Dir, None) => Err(Mismatch::new("path.missing", "there is no such directory")),
        (PathKind::File, Some(PathKind::Dir)) => {
            Err(Mismatch::new("path.kind", "a directory, not a file"))
        }
        (PathKind::Dir, Some(PathKind::File)) => {
            Err(Mismatch::new("path.kind", "a file, not a directory"))
        }
        (PathKind::File, Some(PathKind::File)) | (PathKind::Dir, Some(PathKind::Dir)) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_looked_up_only_when_they_must_exist() {
        let disk = |path: &Path| match path.to_str() {
            Some("file") => Some(PathKind::File),
            Some("dir") => Some(PathKind::Dir),
            _ => None,
        };
        let case = |path: &str, exists| check(path.as_bytes(), exists, &disk).map_err(|e| e.code);
        assert_eq!(case("none", None), Ok(()));
        assert_eq!(case("file", Some(PathKind::File)), Ok(()));
        assert_eq!(case("dir", Some(PathKind::Dir)), Ok(()));
        assert_eq!(case("dir", Some(PathKind::File)), Err("path.kind"));
        assert_eq!(case("file", Some(PathKind::Dir)), Err("path.kind"));
        assert_eq!(case("none", Some(PathKind::Dir)), Err("path.missing"));
        assert_eq!(case("none", Some(PathKind::File)), Err("path.missing"));
    }
}
