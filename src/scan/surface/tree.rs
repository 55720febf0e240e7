//! The work tree, the names of refs, and git's own files.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::ffi::OsStr;
use std::hash::BuildHasher as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use super::haystack::Haystack;
use super::worker::Worker;
use super::{Results, Search, pool};
use crate::core::walk::{Met, walk};
use crate::env::host::HostEnv;
use crate::git::{Git, Listed, NoAnswer, Output, Repository};
use crate::scan::Surface;

/// How much of a tree is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What git tracks, and what it would take.
    Visible,
    /// What is ignored, repositories inside, and git's own files, too.
    All,
}

/// A file to be searched.
struct Job {
    path: PathBuf,
    surface: Surface,
    how: How,
}

enum How {
    /// The index has it: it may be anything, or gone.
    Indexed,
    /// It was met.
    Met(Met),
}

/// Searches a folder that is in no repository.
#[must_use]
pub fn tree(search: Search<'_>, root: &Path, extent: Extent) -> Results {
    let rules = Rules {
        root,
        extent,
        in_repository: false,
        ignored: HashSet::new(),
        tracked: Tracked::default(),
    };
    pool::share(
        search,
        pool::Handover::SMALL,
        |send| {
            let special = rules.walk(root, Surface::Untracked, send);
            special.into_iter().for_each(send);
        },
        |worker, job| work(worker, root, &job),
    )
}

/// Searches the work tree of a repository, and with `All` git's own files.
///
/// # Errors
///
/// [`NoAnswer`] when git fails.
pub fn repository(
    search: Search<'_>,
    repository: &Repository,
    env: &HostEnv,
    extent: Extent,
) -> Result<Results, NoAnswer> {
    let git = repository.git(env);
    let mut outcome = Ok(Vec::new());
    let top = repository.top.as_deref();
    let mut haul = pool::share(
        search,
        pool::Handover::SMALL,
        |send| {
            if let Some(top) = top {
                let homes = search.homes.iter();
                outcome = send_tree(&git, top, extent, homes, send);
            }
            if extent == Extent::All {
                send_metadata(repository, send);
            }
        },
        |worker, job| work(worker, top.unwrap_or(&repository.common), &job),
    );
    haul.exposed = outcome?;
    Ok(haul)
}

/// Searches the names of branches, tags and other refs.
///
/// # Errors
///
/// [`NoAnswer`] when git fails.
pub fn refs(search: Search<'_>, git: &Git<'_>) -> Result<Results, NoAnswer> {
    Ok(names_of_refs(search, &git.refs()?))
}

/// Searches these names.
#[must_use]
pub fn names_of_refs(search: Search<'_>, names: &[Vec<u8>]) -> Results {
    let mut worker = Worker::new(search);
    for name in names {
        let origin = Haystack {
            surface: Surface::RefName,
            path: Some(name),
            member: None,
            object: None,
        };
        worker.name(name, b"", origin);
    }
    worker.haul
}

/// What the index has first, while git looks for what is ignored; then the
/// rest. Says which of the values' homes the index has.
fn send_tree<'h>(
    git: &Git<'_>,
    top: &Path,
    extent: Extent,
    homes: impl Iterator<Item = &'h Path>,
    send: &mut dyn FnMut(Job),
) -> Result<Vec<PathBuf>, NoAnswer> {
    let ignored = git.list(Listed::Ignored, Path::new(""))?;
    let mut tracked = Tracked::default();
    git.list(Listed::Tracked, Path::new(""))?.each(0, |path| {
        // Of a conflict a path is there several times.
        if tracked.add(path) {
            send(Job {
                path: top.join(OsStr::from_bytes(path)),
                surface: Surface::Tracked,
                how: How::Indexed,
            });
        }
    })?;
    let rules = Rules {
        root: top,
        extent,
        in_repository: true,
        ignored: set(ignored)?,
        tracked,
    };
    let special = rules.walk(top, Surface::Untracked, send);
    send_special(git, top, extent, special, send);
    let is_tracked = |home: &&Path| {
        let relative = home.strip_prefix(top).ok();
        relative.is_some_and(|path| rules.tracked.has(path.as_os_str().as_bytes()))
    };
    Ok(homes.filter(is_tracked).map(Path::to_owned).collect())
}

/// What is no file is in none of git's lists, so it is asked for by itself:
/// a socket that a rule ignores is nothing that could not be read.
fn send_special(
    git: &Git<'_>,
    top: &Path,
    extent: Extent,
    special: Vec<Job>,
    send: &mut dyn FnMut(Job),
) {
    let relative = |job: &Job| {
        let path = job.path.strip_prefix(top).unwrap_or(&job.path);
        path.as_os_str().as_bytes().to_vec()
    };
    let ignored = match extent {
        Extent::Visible => git.ignored(special.iter().map(relative)),
        Extent::All => HashSet::new(),
    };
    let told = |job: &Job| !ignored.contains(&relative(job));
    special.into_iter().filter(told).for_each(send);
}

fn set(stream: Output) -> Result<HashSet<Vec<u8>>, NoAnswer> {
    let mut paths = HashSet::new();
    stream.each(0, |path| {
        paths.insert(path.strip_suffix(b"/").unwrap_or(path).to_vec());
    })?;
    Ok(paths)
}

/// git's own files, where they are not below the work tree.
fn send_metadata(repository: &Repository, send: &mut dyn FnMut(Job)) {
    let Repository { top, own, common } = repository;
    let within = |folder: &Path| {
        let top = top.as_deref();
        top.is_some_and(|top| folder.starts_with(top))
    };
    let own = Some(own).filter(|own| !own.starts_with(common));
    for folder in own.into_iter().chain([common]).filter(|it| !within(it)) {
        let rules = Rules {
            root: folder,
            extent: Extent::All,
            in_repository: true,
            ignored: HashSet::new(),
            tracked: Tracked::default(),
        };
        let special = rules.walk(folder, Surface::GitMetadata, send);
        special.into_iter().for_each(&mut *send);
    }
}

/// The paths of the index, each as a number: of a large tree they would fill
/// the memory. The numbers are made anew in each run, so nobody can make two
/// paths meet.
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

/// What of a tree is searched, and as what.
struct Rules<'a> {
    root: &'a Path,
    extent: Extent,
    in_repository: bool,
    ignored: HashSet<Vec<u8>>,
    tracked: Tracked,
}

impl Rules<'_> {
    /// Hands over what is met; what is no file comes back.
    fn walk(&self, folder: &Path, surface: Surface, send: &mut dyn FnMut(Job)) -> Vec<Job> {
        let mut special = Vec::new();
        walk(folder, surface, |path, met, within| {
            let surface = self.surface(path, met, within)?;
            let job = Job {
                path: path.to_owned(),
                surface,
                how: How::Met(met),
            };
            if met == Met::Special {
                special.push(job);
            } else {
                send(job);
            }
            Some(surface)
        });
        special
    }

    /// What kind of place is met; none is to be passed by.
    fn surface(&self, path: &Path, met: Met, within: Surface) -> Option<Surface> {
        let name = path.file_name().map(OsStr::as_bytes);
        let all = self.extent == Extent::All;
        if within == Surface::GitMetadata {
            // Objects are what `--history` searches, and the index holds names of files.
            let own = [b"objects".as_slice(), b"index"].map(Some).contains(&name);
            let other = own && path.with_file_name("HEAD").exists();
            return (!other).then_some(within);
        }
        if name == Some(b".git") {
            return all.then_some(Surface::GitMetadata);
        }
        let relative = path.strip_prefix(self.root).unwrap_or(path);
        let relative = relative.as_os_str().as_bytes();
        if met != Met::Folder && self.tracked.has(relative) {
            return None;
        }
        if within == Surface::Untracked && self.ignored.contains(relative) {
            return all.then_some(Surface::Ignored);
        }
        let nested = met == Met::Folder && self.in_repository && is_repository(path);
        if nested {
            return all.then_some(Surface::Nested);
        }
        Some(within)
    }
}

/// Whether git takes a folder for a repository of its own. An empty `.git` is
/// none: what is beside it can be added.
fn is_repository(folder: &Path) -> bool {
    let git = folder.join(".git");
    let parts = ["HEAD", "objects", "refs"];
    git.is_file()
        || parts
            .iter()
            .all(|part| git.join(part).symlink_metadata().is_ok())
}

fn work(worker: &mut Worker<'_>, root: &Path, job: &Job) {
    let Job { path, surface, how } = job;
    let again = matches!(how, How::Met(Met::Unreadable(_)));
    if *surface != Surface::GitMetadata && !again {
        let relative = path.strip_prefix(root).unwrap_or(path);
        let folder = relative.parent().unwrap_or(Path::new(""));
        let (name, known) = (relative.as_os_str(), folder.as_os_str());
        let origin = Haystack::file(Surface::FileName, path);
        worker.name(name.as_bytes(), known.as_bytes(), origin);
    }
    match how {
        How::Indexed => worker.indexed(path, *surface),
        How::Met(Met::Link) => worker.path(path, *surface),
        How::Met(Met::File) => worker.listed(path, *surface),
        How::Met(Met::Folder) => {}
        How::Met(Met::Special) => worker.not_a_file(path),
        How::Met(Met::Unreadable(kind)) => worker.unreadable(path, *kind),
    }
}
