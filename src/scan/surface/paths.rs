//! Paths that were given, and standard input.

use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use super::haystack::Haystack;
use super::worker::Worker;
use super::{Results, Search, pool};
use crate::core::walk::{Met, walk};
use crate::scan::Surface;

/// Something to be searched.
enum Job {
    /// What was given by name: a link is followed.
    Named(PathBuf),
    /// What was met in a given folder.
    Met(PathBuf, Met),
}

/// Searches files, and folders with everything in them. What is ignored
/// elsewhere is not here.
#[must_use]
pub fn paths(search: Search<'_>, paths: &[PathBuf], surface: Surface) -> Results {
    pool::share(
        search,
        pool::Handover::SMALL,
        |send| {
            for path in paths {
                if path.is_dir() {
                    walk(path, (), |path, met, ()| {
                        send(Job::Met(path.to_owned(), met));
                        Some(())
                    });
                } else {
                    send(Job::Named(path.clone()));
                }
            }
        },
        |worker, job| work(worker, surface, &job),
    )
}

fn work(worker: &mut Worker<'_>, surface: Surface, job: &Job) {
    let (path, met) = match job {
        // Which link it is was the caller's choice.
        Job::Named(path) if path.is_symlink() => match path.canonicalize() {
            Ok(real) => return worker.path_as(&real, path, surface),
            Err(error) => return worker.unreadable(path, &error),
        },
        Job::Named(path) => return worker.path(path, surface),
        Job::Met(path, met) => (path, *met),
    };
    if let (Some(name), false) = (path.file_name(), matches!(met, Met::Unreadable(_))) {
        let origin = Haystack::file(Surface::FileName, path);
        worker.name(name.as_bytes(), b"", origin);
    }
    match met {
        Met::File => worker.listed(path, surface),
        Met::Link => worker.path(path, surface),
        Met::Folder => {}
        Met::Special => worker.not_a_file(path),
        Met::Unreadable(kind) => worker.unreadable(path, kind),
    }
}

/// Searches standard input.
#[must_use]
pub fn stdin(search: Search<'_>) -> Results {
    let mut worker = Worker::new(search);
    let origin = Haystack {
        surface: Surface::Given,
        path: Some(b"-"),
        member: None,
        object: None,
    };
    worker.haul.searched.files = 1;
    if let Err(error) = worker.stream(&mut io::stdin().lock(), u64::MAX, origin) {
        worker.unreadable(Path::new("-"), &error);
    }
    worker.haul
}
