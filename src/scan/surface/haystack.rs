//! Where the bytes come from that are searched.

use std::path::Path;

use crate::git::ObjectId;
use crate::scan::{Location, ObjectKind, ObjectPlace, Surface};

/// A place whose content is searched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Haystack<'a> {
    /// What kind of place it is.
    pub(super) surface: Surface,
    /// The file: an absolute path, for what lies in a folder.
    pub(super) path: Option<&'a [u8]>,
    /// The member of the file, where it is an archive that is taken apart here.
    pub(super) member: Option<&'a [u8]>,
    /// The object.
    pub(super) object: Option<(ObjectId, ObjectKind)>,
}

impl<'a> Haystack<'a> {
    /// A file.
    pub(super) fn file(surface: Surface, path: &'a Path) -> Self {
        use std::os::unix::ffi::OsStrExt as _;
        Self {
            surface,
            path: Some(path.as_os_str().as_bytes()),
            member: None,
            object: None,
        }
    }

    /// An object of the history.
    pub(super) fn object(id: ObjectId, kind: ObjectKind) -> Self {
        Self {
            surface: Surface::History,
            path: None,
            member: None,
            object: Some((id, kind)),
        }
    }

    /// The name by which a container may be told.
    pub(super) fn name(&self) -> &[u8] {
        self.member.or(self.path).unwrap_or_default()
    }

    /// The place as it is told; the path becomes what `show` makes of it.
    pub(super) fn location(&self, show: impl Fn(&[u8]) -> Vec<u8>) -> Location {
        Location {
            path: self.path.map(show),
            object: self.object.map(|(id, kind)| ObjectPlace {
                id: id.to_string(),
                kind,
                commits: Vec::new(),
            }),
            ..Location::default()
        }
    }
}
