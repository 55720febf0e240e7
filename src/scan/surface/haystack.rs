//! The places to search: a file, an object, or a name.

use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use crate::git::{ObjectId, ObjectKind};
use crate::scan::finding::{Location, ObjectPlace, Surface};
use crate::scan::searcher::Searcher;

/// Where the searched bytes come from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Haystack<'a> {
    pub(super) surface: Surface,
    /// The file: an absolute path, if it lies in a folder.
    pub(super) path: Option<&'a [u8]>,
    /// The member of the file, if the file is an archive.
    pub(super) member: Option<&'a [u8]>,
    pub(super) object: Option<(ObjectId, ObjectKind)>,
}

impl<'a> Haystack<'a> {
    /// Something with a path, or with a name.
    pub(super) fn named(surface: Surface, path: &'a [u8]) -> Self {
        Self {
            surface,
            path: Some(path),
            member: None,
            object: None,
        }
    }

    pub(super) fn file(surface: Surface, path: &'a Path) -> Self {
        Self::named(surface, path.as_os_str().as_bytes())
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

    /// The name from which a container's content gets its name.
    pub(super) fn name(&self) -> &'a [u8] {
        self.member.or(self.path).unwrap_or(b"")
    }

    /// The place to report, with names redacted. `inner` are the members of
    /// containers that lead to it.
    pub(super) fn location(&self, searcher: &Searcher, inner: &[Vec<u8>]) -> Location {
        let members = self.members(inner).map(|name| searcher.redact(name));
        let members: Vec<Vec<u8>> = members.collect();
        Location {
            path: self.path.map(|path| searcher.redact(path)),
            member: (!members.is_empty()).then(|| members.join(&b'!')),
            object: self.object.map(|(id, kind)| ObjectPlace {
                id: id.to_string(),
                kind,
                commits: Vec::new(),
            }),
            ..Location::default()
        }
    }

    /// The path to report if a member is not read.
    pub(super) fn unread_path(&self, searcher: &Searcher, inner: &[Vec<u8>]) -> Vec<u8> {
        let mut path = match (self.path, self.object) {
            (Some(path), _) => searcher.redact(path),
            (None, Some((id, _))) => id.to_string().into_bytes(),
            (None, None) => b"-".to_vec(),
        };
        for name in self.members(inner) {
            path.push(b'!');
            path.extend_from_slice(&searcher.redact(name));
        }
        path
    }

    fn members<'n>(&self, inner: &'n [Vec<u8>]) -> impl Iterator<Item = &'n [u8]>
    where
        'a: 'n,
    {
        self.member
            .into_iter()
            .chain(inner.iter().map(Vec::as_slice))
    }
}
