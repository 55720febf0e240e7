//! Paths on the command line, and standard input.

use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::core::walk::{Visited, walk};
use crate::scan::finding::Surface;
use crate::scan::surface::haystack::Haystack;
use crate::scan::surface::pool::{self, Batches};
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;
use crate::scan::surface::worker::Worker;

/// Searches files, and folders with everything in them, ignored or not.
pub(crate) fn paths(search: Search<'_>, paths: &[PathBuf], surface: Surface) -> Results {
    pool::run(
        search,
        Batches::SMALL,
        |send| {
            for path in paths {
                if path.is_dir() {
                    walk(path, (), |path, visited, ()| {
                        send((path.to_owned(), Some(visited)));
                        Some(())
                    });
                } else {
                    send((path.clone(), None));
                }
            }
        },
        |worker, (path, visited): (PathBuf, Option<Visited>)| match visited {
            None => named(worker, &path, surface),
            Some(visited) => {
                if let (Some(name), false) =
                    (path.file_name(), matches!(visited, Visited::Unreadable(_)))
                {
                    let haystack = Haystack::file(Surface::FileName, &path);
                    worker.name(name.as_bytes(), b"", haystack);
                }
                worker.visited(&path, visited, surface);
            }
        },
    )
}

/// Searches a path of the user's choice: a link is followed.
fn named(worker: &mut Worker<'_>, path: &Path, surface: Surface) {
    if !path.is_symlink() {
        return worker.path(path, surface);
    }
    match path.canonicalize() {
        Ok(real) => worker.path_as(&real, path, surface),
        Err(error) => worker.unreadable(path, &error),
    }
}

pub(crate) fn stdin(search: Search<'_>) -> Results {
    let mut worker = Worker::new(search);
    let haystack = Haystack::named(Surface::Given, b"-");
    worker.results.searched.files = 1;
    if let Err(error) = worker.stream(&mut io::stdin().lock(), u64::MAX, haystack) {
        worker.unreadable(Path::new("-"), &error);
    }
    worker.results
}
