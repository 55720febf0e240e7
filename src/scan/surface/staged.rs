//! The index: the content of the next commit, whatever the work tree contains.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;

use crate::git::{Git, Next, NoAnswer, ObjectId, Objects};
use crate::scan::finding::Surface;
use crate::scan::surface::haystack::Haystack;
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;
use crate::scan::surface::worker::Worker;

/// Searches what is staged. `top` is the folder of the work tree.
///
/// # Errors
///
/// [`NoAnswer`] when git fails.
pub(crate) fn staged(search: Search<'_>, git: &Git<'_>, top: &Path) -> Result<Results, NoAnswer> {
    let mut worker = Worker::new(search);
    let mut paths: BTreeMap<ObjectId, Vec<Vec<u8>>> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for entry in git.staged()? {
        search_parts(&mut worker, top, &entry.path, &mut names);
        if let Some(id) = entry.content {
            let path = top.join(OsStr::from_bytes(&entry.path));
            let path = path.into_os_string().into_vec();
            paths.entry(id).or_default().push(path);
        }
    }
    if paths.is_empty() {
        return Ok(worker.results);
    }
    let ids: Vec<ObjectId> = paths.keys().copied().collect();
    let mut objects = Objects::with_ids(git, &ids)?;
    loop {
        match objects.advance()? {
            Next::End => break,
            Next::Missing(id) => {
                for path in paths.get(&id).into_iter().flatten() {
                    let path = Path::new(OsStr::from_bytes(path));
                    worker.not_read(path, message!("its object is not in this clone"));
                }
            }
            Next::Object(object) => {
                let mut paths = paths.get(&object.id).into_iter().flatten();
                let Some(first) = paths.next() else { continue };
                let before = worker.results.findings.len();
                let haystack = Haystack {
                    object: Some((object.id, object.kind)),
                    ..Haystack::named(Surface::Staged, first)
                };
                worker.results.searched.files += 1;
                worker.stream(&mut objects, object.size, haystack)?;
                let found = worker.results.findings[before..].to_vec();
                for path in paths {
                    worker.results.searched.files += 1;
                    let path = search.searcher.redact(path);
                    worker
                        .results
                        .findings
                        .extend(found.iter().cloned().map(|mut it| {
                            it.location.path = Some(path.clone());
                            it
                        }));
                }
            }
        }
    }
    objects.finish()?;
    Ok(worker.results)
}

/// Searches the parts of a path, each once.
fn search_parts(worker: &mut Worker<'_>, top: &Path, path: &[u8], known: &mut BTreeSet<Vec<u8>>) {
    let mut folder: &[u8] = b"";
    for end in memchr::memchr_iter(b'/', path).chain([path.len()]) {
        let part = &path[..end];
        if known.insert(part.to_vec()) {
            let whole = top.join(OsStr::from_bytes(part));
            worker.name(part, folder, Haystack::file(Surface::FileName, &whole));
        }
        folder = part;
    }
}
