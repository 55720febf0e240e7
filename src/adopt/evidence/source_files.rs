//! The source files of a tree: Python, and others that are searched by pattern.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::adopt::evidence::mention::Mention;
use crate::adopt::evidence::pattern::has_extension;
use crate::adopt::evidence::{notebook, pattern};
use crate::core::message::ShownPath;
use crate::core::walk::{Visited, walk};
use crate::env::host::HostEnv;
use crate::git::{Git, Listed, NoAnswer, Repository};
use crate::python::SourceFile;

/// Larger files are data, not source.
const MAX_SOURCE_BYTES: u64 = 1 << 20;

/// Notebooks also have the output of their cells.
const MAX_NOTEBOOK_BYTES: u64 = 16 << 20;

/// The extensions of Python.
const PYTHON: [&str; 2] = ["py", NOTEBOOK];
const NOTEBOOK: &str = "ipynb";

/// What is read in a tree.
#[derive(Default)]
pub(crate) struct Sources {
    pub(crate) python: Vec<SourceFile>,
    /// The variables that other files name, found by pattern.
    pub(crate) mentions: Vec<Mention>,
}

/// More files than this are not a project.
const MAX_FILES: usize = 100_000;

/// Folders that hold other people's code, or what a build made.
const SKIPPED: [&str; 9] = [
    "node_modules",
    "venv",
    "virtualenv",
    "site-packages",
    "__pycache__",
    "__pypackages__",
    "build",
    "dist",
    "target",
];

/// The source files of a tree, sorted: in a repository what git tracks or does
/// not ignore, elsewhere all. What is hidden, virtual environments and the
/// usual folders of builds are left out.
pub(crate) fn sources(env: &HostEnv, root: &Path) -> Sources {
    let start = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    let mut found = FoundFiles {
        start,
        folders: HashMap::new(),
        files: Vec::new(),
    };
    // The whole machine, with `/proc` and `/sys`, is no project.
    let is_root = start.canonicalize().is_ok_and(|it| it.parent().is_none());
    if (found.list(env, Path::new("")).is_err() || found.files.is_empty()) && !is_root {
        found.walk(Path::new(""));
    }
    found.files.sort_unstable();
    // Files in a merge conflict are listed more than once.
    found.files.dedup();
    let mut sources = Sources::default();
    for within in found.files.iter().take(MAX_FILES) {
        let shown = ShownPath::trusted(&root.join(within));
        let Some(text) = text(&start.join(within)) else {
            continue;
        };
        if has_extension(within, &PYTHON) {
            let path = within.to_string_lossy().into_owned();
            sources.python.push(SourceFile { path, shown, text });
        } else {
            sources
                .mentions
                .extend(pattern::read(within, &shown, &text));
        }
    }
    for within in pattern::OF_AGENTS.map(Path::new) {
        if let Some(text) = text(&start.join(within)) {
            let shown = ShownPath::trusted(&root.join(within));
            sources
                .mentions
                .extend(pattern::read(within, &shown, &text));
        }
    }
    sources
}

/// The text of a file, or of the code cells of a notebook, if it is not too large.
fn text(path: &Path) -> Option<String> {
    let facts = fs::symlink_metadata(path).ok()?;
    let is_notebook = has_extension(path, &[NOTEBOOK]);
    let limit = if is_notebook {
        MAX_NOTEBOOK_BYTES
    } else {
        MAX_SOURCE_BYTES
    };
    if !facts.is_file() || facts.len() > limit {
        return None;
    }
    // Names are of ASCII in every encoding that source files have.
    let text = String::from_utf8_lossy(&fs::read(path).ok()?).into_owned();
    if is_notebook {
        notebook::code(&text)
    } else {
        Some(text)
    }
}

fn is_source(path: &Path) -> bool {
    has_extension(path, &PYTHON) || pattern::is_searched(path)
}

/// The source files that are found so far.
struct FoundFiles<'a> {
    start: &'a Path,
    /// Whether a folder's files are the project's own.
    folders: HashMap<PathBuf, bool>,
    files: Vec<PathBuf>,
}

impl FoundFiles<'_> {
    /// Takes what git shows of a folder, and of the repositories in it.
    fn list(&mut self, env: &HostEnv, within: &Path) -> Result<(), NoAnswer> {
        let mut repositories = Vec::new();
        let (git, start) = asked(env, &self.start.join(within));
        // A git that does not even answer this is not waited for as long as for a list.
        git.answer(["rev-parse", "--git-dir"])?;
        git.list(Listed::Visible, &start)?.each(0, |listed| {
            let is_folder = listed.ends_with(b"/");
            let Ok(listed) = Path::new(OsStr::from_bytes(listed)).strip_prefix(&start) else {
                return;
            };
            let path = within.join(listed);
            if is_source(&path) {
                self.take(path);
            } else if path != within && (is_folder || is_repository(&self.start.join(&path))) {
                repositories.push(path);
            }
        })?;
        for path in repositories {
            if self.is_own(&path) && self.list(env, &path).is_err() {
                self.walk(&path);
            }
        }
        Ok(())
    }

    /// Takes all that is in a folder.
    fn walk(&mut self, within: &Path) {
        let root = self.start.join(within);
        let start = self.start;
        let is_root = root
            .canonicalize()
            .is_ok_and(|root| root.parent().is_none());
        walk(&root, (), |path, visited, ()| {
            let path = path.strip_prefix(start).ok()?;
            match visited {
                // The root of the system is no project: `/proc` and `/sys` have no end.
                Visited::Folder => (!is_root && self.is_own(path)).then_some(()),
                Visited::File if is_source(path) => {
                    self.take(path.to_owned());
                    None
                }
                _ => None,
            }
        });
    }

    fn take(&mut self, path: PathBuf) {
        let hidden = path.file_name().is_none_or(is_hidden);
        if !hidden && path.parent().is_some_and(|folder| self.is_own(folder)) {
            self.files.push(path);
        }
    }

    /// Whether a folder and all above it are the project's own.
    fn is_own(&mut self, folder: &Path) -> bool {
        let (Some(name), Some(above)) = (folder.file_name(), folder.parent()) else {
            return true;
        };
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        let environment = || self.start.join(folder).join("pyvenv.cfg").is_file();
        let passed = is_hidden(name) || SKIPPED.iter().any(|skipped| name == *skipped);
        let own = !passed && !environment() && self.is_own(above);
        self.folders.insert(folder.to_owned(), own);
        own
    }
}

/// git for a folder, and where it sees the folder. What git tells its hooks in
/// variables is true only where it started them.
fn asked<'e>(env: &'e HostEnv, folder: &Path) -> (Git<'e>, PathBuf) {
    let hook = || {
        let told = ["GIT_DIR", "GIT_INDEX_FILE"];
        told.into_iter().find_map(|name| env.get(name))?;
        let repository = Repository::find(env, Path::new("")).ok()?;
        let top = repository.top.as_ref()?.canonicalize().ok()?;
        let within = folder.canonicalize().ok()?;
        Some((
            repository.git(env),
            within.strip_prefix(top).ok()?.to_owned(),
        ))
    };
    hook().unwrap_or_else(|| (Git::new(env, folder), PathBuf::new()))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_bytes().starts_with(b".")
}

/// Whether this is a repository inside another one: a submodule is listed as
/// one entry.
fn is_repository(path: &Path) -> bool {
    path.is_dir() && path.join(".git").exists()
}
