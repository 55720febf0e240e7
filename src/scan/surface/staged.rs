//! What is staged for the next commit: the index, not the work tree.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use super::haystack::Haystack;
use super::objects::{self, Bytes, Content};
use super::worker::Worker;
use super::{Results, Search};
use crate::git::{Git, NoAnswer, Object, ObjectId, Objects};
use crate::scan::{Finding, Surface};

/// Searches what is staged. `top` is the work tree's folder.
///
/// # Errors
///
/// [`NoAnswer`] when git fails.
pub fn staged(search: Search<'_>, git: &Git<'_>, top: &Path) -> Result<Results, NoAnswer> {
    let mut worker = Worker::new(search);
    let mut paths: BTreeMap<ObjectId, Vec<Vec<u8>>> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for entry in git.staged()? {
        name(&mut worker, top, &entry.path, &mut names);
        if let Some(id) = entry.content {
            let whole = top.join(std::ffi::OsStr::from_bytes(&entry.path));
            let whole = whole.as_os_str().as_bytes().to_vec();
            paths.entry(id).or_default().push(whole);
        }
    }
    if paths.is_empty() {
        return Ok(worker.haul);
    }
    let ids: Vec<ObjectId> = paths.keys().copied().collect();
    let objects = Objects::with_ids(git, &ids)?;
    objects::each(objects, |object, content| {
        let paths = paths.get(&object.id).map_or(&[][..], Vec::as_slice);
        match (content, paths) {
            (Content::There(content), [first, others @ ..]) => {
                let found = once(&mut worker, object, content, first)?;
                for path in others {
                    worker.again(&found, path);
                }
            }
            (Content::Missing, paths) => paths.iter().for_each(|path| worker.missing(path)),
            (Content::There(_), []) => {}
        }
        Ok(())
    })?;
    Ok(worker.haul)
}

/// Searches a content that has several paths at the first of them.
fn once(
    worker: &mut Worker<'_>,
    object: Object,
    mut content: Bytes<'_>,
    path: &[u8],
) -> io::Result<Vec<Finding>> {
    let before = worker.haul.findings.len();
    worker.haul.searched.files += 1;
    let origin = Haystack {
        surface: Surface::Staged,
        path: Some(path),
        member: None,
        object: Some((object.id, object.kind)),
    };
    content.search(worker, origin)?;
    let found = worker.haul.findings.get(before..);
    Ok(found.unwrap_or_default().to_vec())
}

/// Searches the parts of a path, each once.
fn name(worker: &mut Worker<'_>, top: &Path, path: &[u8], known: &mut BTreeSet<Vec<u8>>) {
    let mut folder: &[u8] = b"";
    let slashes = path.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    let ends = slashes.map(|(at, _)| at).chain([path.len()]);
    for end in ends {
        let part = path.get(..end).unwrap_or_default();
        if known.insert(part.to_vec()) {
            let whole = top.join(std::ffi::OsStr::from_bytes(part));
            worker.name(part, folder, Haystack::file(Surface::FileName, &whole));
        }
        folder = part;
    }
}
