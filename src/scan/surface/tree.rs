//! The work tree, the names of refs, and git's own files.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::ffi::OsStr;
use std::hash::BuildHasher as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::core::walk::{Visited, walk};
use crate::env::host::HostEnv;
use crate::git::{Git, Listed, NoAnswer, Output, Repository};
use crate::scan::finding::Surface;
use crate::scan::surface::haystack::Haystack;
use crate::scan::surface::pool::{self, Batches};
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;
use crate::scan::surface::worker::Worker;

/// How much of a tree is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// What git tracks, and what it would add.
    Visible,
    /// Also ignored files, nested repositories, and git's own files.
    All,
}

/// A path to be searched.
struct Job {
    path: PathBuf,
    surface: Surface,
    /// What a walk found there; none for a path from the index.
    visited: Option<Visited>,
}

/// Searches a folder that is in no repository.
pub(crate) fn tree(search: Search<'_>, root: &Path, coverage: Coverage) -> Results {
    let rules = Rules::new(root, coverage);
    pool::run(
        search,
        Batches::SMALL,
        |send| rules.walk(Surface::Untracked, send),
        |worker, job| search_path(worker, root, &job),
    )
}

/// Searches the work tree of a repository, and with `All` git's own files.
pub(crate) fn repository(
    search: Search<'_>,
    repository: &Repository,
    env: &HostEnv,
    coverage: Coverage,
) -> Result<Results, NoAnswer> {
    let git = repository.git(env);
    let mut tracked_origins = Ok(Vec::new());
    let top = repository.top.as_deref();
    let mut results = pool::run(
        search,
        Batches::SMALL,
        |send| {
            if let Some(top) = top {
                let origins = search.origin_files.iter();
                tracked_origins = send_tree(&git, top, coverage, origins, send);
            }
            if coverage == Coverage::All {
                send_metadata(repository, send);
            }
        },
        |worker, job| search_path(worker, top.unwrap_or(&repository.common), &job),
    );
    results.tracked_origins = tracked_origins?;
    if top.is_some() {
        let mut worker = Worker::new(search);
        worker.damaged_indexes(&git);
        results.add(worker.results);
    }
    Ok(results)
}

/// Searches the names of branches, tags and other refs.
pub(crate) fn refs(search: Search<'_>, names: &[Vec<u8>]) -> Results {
    let mut worker = Worker::new(search);
    for name in names {
        worker.name(name, b"", Haystack::named(Surface::RefName, name));
    }
    worker.results
}

/// Sends the paths of the index first, while git lists what is ignored; then
/// the rest. Returns the origin files that the index has.
fn send_tree<'h>(
    git: &Git<'_>,
    top: &Path,
    coverage: Coverage,
    origins: impl Iterator<Item = &'h Path>,
    send: &mut dyn FnMut(Job),
) -> Result<Vec<PathBuf>, NoAnswer> {
    let ignored = git.list(Listed::Ignored, Path::new(""))?;
    let mut rules = Rules {
        in_repository: true,
        ..Rules::new(top, coverage)
    };
    git.list(Listed::Tracked, Path::new(""))?.each(0, |path| {
        // The index has a path in conflict several times.
        if rules.tracked.add(path) {
            send(Job {
                path: top.join(OsStr::from_bytes(path)),
                surface: Surface::Tracked,
                visited: None,
            });
        }
    })?;
    rules.ignored = set(ignored)?;
    let mut special = Vec::new();
    rules.walk(Surface::Untracked, &mut |job| match job.visited {
        Some(Visited::Special) => special.push(job),
        _ => send(job),
    });
    // Git lists no FIFOs, sockets and devices. Those that a rule ignores are not reported.
    let ignored = match coverage {
        Coverage::Visible => {
            git.ignored(special.iter().map(|job| rules.relative(&job.path).to_vec()))
        }
        Coverage::All => HashSet::new(),
    };
    special.retain(|job| !ignored.contains(rules.relative(&job.path)));
    special.into_iter().for_each(send);
    let is_tracked = |origin: &&Path| {
        let relative = origin.strip_prefix(top).ok();
        relative.is_some_and(|path| rules.tracked.has(path.as_os_str().as_bytes()))
    };
    Ok(origins.filter(is_tracked).map(Path::to_owned).collect())
}

fn set(output: Output) -> Result<HashSet<Vec<u8>>, NoAnswer> {
    let mut paths = HashSet::new();
    output.each(0, |path| {
        paths.insert(path.strip_suffix(b"/").unwrap_or(path).to_vec());
    })?;
    Ok(paths)
}

/// Sends git's own files, if they are not below the work tree.
fn send_metadata(repository: &Repository, send: &mut dyn FnMut(Job)) {
    let Repository { top, own, common } = repository;
    let is_within = |folder: &Path| top.as_ref().is_some_and(|top| folder.starts_with(top));
    let own = Some(own).filter(|own| !own.starts_with(common));
    for folder in own.into_iter().chain([common]) {
        if !is_within(folder) {
            let rules = Rules {
                in_repository: true,
                ..Rules::new(folder, Coverage::All)
            };
            rules.walk(Surface::GitMetadata, send);
        }
    }
}

/// The paths of the index, each as a hash: in a large tree the paths would fill the
/// memory. The hashes are seeded at random, so that no one can make two paths collide.
#[derive(Default)]
struct Tracked {
    hasher: RandomState,
    paths: HashSet<u64>,
}

impl Tracked {
    fn add(&mut self, path: &[u8]) -> bool {
        self.paths.insert(self.hasher.hash_one(path))
    }

    fn has(&self, path: &[u8]) -> bool {
        self.paths.contains(&self.hasher.hash_one(path))
    }
}

/// What a walk through a folder searches, and as which surface.
struct Rules<'a> {
    root: &'a Path,
    coverage: Coverage,
    in_repository: bool,
    ignored: HashSet<Vec<u8>>,
    tracked: Tracked,
}

impl<'a> Rules<'a> {
    fn new(root: &'a Path, coverage: Coverage) -> Self {
        Self {
            root,
            coverage,
            in_repository: false,
            ignored: HashSet::new(),
            tracked: Tracked::default(),
        }
    }

    fn relative<'p>(&self, path: &'p Path) -> &'p [u8] {
        let relative = path.strip_prefix(self.root).unwrap_or(path);
        relative.as_os_str().as_bytes()
    }

    /// Sends everything below the root that is to be searched.
    fn walk(&self, surface: Surface, send: &mut dyn FnMut(Job)) {
        walk(self.root, surface, |path, visited, within| {
            let surface = self.surface(path, visited, within)?;
            send(Job {
                path: path.to_owned(),
                surface,
                visited: Some(visited),
            });
            Some(surface)
        });
    }

    /// The surface of what a walk meets; none if it is to be skipped.
    fn surface(&self, path: &Path, visited: Visited, within: Surface) -> Option<Surface> {
        let name = path.file_name().map(OsStr::as_bytes);
        let all = self.coverage == Coverage::All;
        if within == Surface::GitMetadata {
            // `--history` searches the objects, and the index holds names of files.
            let is_searched = [b"objects".as_slice(), b"index"].map(Some).contains(&name)
                && path.with_file_name("HEAD").exists();
            return (!is_searched).then_some(within);
        }
        if name == Some(b".git") {
            return all.then_some(Surface::GitMetadata);
        }
        let relative = self.relative(path);
        if visited != Visited::Folder && self.tracked.has(relative) {
            return None;
        }
        if within == Surface::Untracked && self.ignored.contains(relative) {
            return all.then_some(Surface::Ignored);
        }
        if visited == Visited::Folder && self.in_repository && is_repository(path) {
            return all.then_some(Surface::Nested);
        }
        Some(within)
    }
}

/// Whether git treats a folder as a repository. It does not if `.git` is empty: then it
/// can add the files next to it.
fn is_repository(folder: &Path) -> bool {
    let git = folder.join(".git");
    let has = |part: &&str| git.join(part).symlink_metadata().is_ok();
    git.is_file() || ["HEAD", "objects", "refs"].iter().all(has)
}

fn search_path(worker: &mut Worker<'_>, root: &Path, job: &Job) {
    let Job {
        path,
        surface,
        visited,
    } = job;
    let is_known = matches!(visited, Some(Visited::Unreadable(_)));
    if *surface != Surface::GitMetadata && !is_known {
        let relative = path.strip_prefix(root).unwrap_or(path);
        let folder = relative.parent().unwrap_or(Path::new(""));
        let (name, known) = (relative.as_os_str(), folder.as_os_str());
        let haystack = Haystack::file(Surface::FileName, path);
        worker.name(name.as_bytes(), known.as_bytes(), haystack);
    }
    match visited {
        None => worker.indexed(path, *surface),
        Some(visited) => worker.visited(path, *visited, *surface),
    }
}
