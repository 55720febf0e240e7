//! The index: the content of the next commit, whatever the work tree contains.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;

use crate::core::message::Message;
use crate::git::{Git, Next, NoAnswer, ObjectId, Objects};
use crate::scan::finding::Surface;
use crate::scan::surface::haystack::Haystack;
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;
use crate::scan::surface::worker::Worker;

/// Searches what is staged. `top` is the folder of the work tree.
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
    worker.damaged_indexes(git);
    let ids: Vec<ObjectId> = paths.keys().copied().collect();
    let mut left = ids.as_slice();
    while !left.is_empty() {
        let mut objects = Objects::with_ids(git, left)?;
        let mut done = 0;
        if search_objects(&mut worker, &mut objects, &paths, &mut done).is_ok() {
            objects.finish()?;
            break;
        }
        // git stops at a damaged object; it is started again for the rest.
        let (bad, rest) = left[done..].split_first().ok_or(NoAnswer)?;
        not_read(&mut worker, &paths[bad], || {
            message!("git cannot read its object")
        });
        left = rest;
    }
    Ok(worker.results)
}

/// Searches objects, and counts those that are done.
fn search_objects(
    worker: &mut Worker<'_>,
    objects: &mut Objects,
    paths: &BTreeMap<ObjectId, Vec<Vec<u8>>>,
    done: &mut usize,
) -> Result<(), NoAnswer> {
    loop {
        match objects.advance()? {
            Next::End => return Ok(()),
            Next::Missing(id) => {
                let paths = paths.get(&id).ok_or(NoAnswer)?;
                not_read(worker, paths, || {
                    message!("its object is not in this clone, or is damaged")
                });
            }
            Next::Object(object) => {
                let paths = paths.get(&object.id).ok_or(NoAnswer)?;
                let (first, others) = paths.split_first().ok_or(NoAnswer)?;
                let before = worker.results.findings.len();
                let haystack = Haystack {
                    object: Some((object.id, object.kind)),
                    ..Haystack::named(Surface::Staged, first)
                };
                worker.results.searched.files += paths.len() as u64;
                let mut content = objects.content(object);
                worker.stream(&mut content, object.size, haystack)?;
                if !content.finish()? {
                    not_read(worker, paths, || {
                        message!("its content is not the one that its id stands for")
                    });
                }
                let found = worker.results.findings[before..].to_vec();
                for path in others {
                    let path = worker.search.searcher.redact(path);
                    let findings = found.iter().cloned().map(|mut it| {
                        it.location.path = Some(path.clone());
                        it
                    });
                    worker.results.findings.extend(findings);
                }
            }
        }
        *done += 1;
    }
}

fn not_read(worker: &mut Worker<'_>, paths: &[Vec<u8>], why: impl Fn() -> Message) {
    for path in paths {
        worker.not_read(Path::new(OsStr::from_bytes(path)), why());
    }
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
