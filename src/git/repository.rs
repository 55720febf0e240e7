//! The repository that secrun runs in.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};

use super::Git;
use crate::env::host::HostEnv;

/// A repository.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The work tree's folder; a bare repository has none.
    pub top: Option<PathBuf>,
    /// The folder of this work tree's own files: `.git`, mostly.
    pub own: PathBuf,
    /// The folder that all work trees share.
    pub common: PathBuf,
}

/// There is no repository here, or no git.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not in a git repository")]
pub struct NoRepository;

/// What git is asked of a folder.
const WHAT: [&str; 3] = ["--absolute-git-dir", "--git-common-dir", "--show-toplevel"];

impl Repository {
    /// Asks git about a folder.
    ///
    /// # Errors
    ///
    /// [`NoRepository`] when it is in none.
    pub fn find(env: &HostEnv, folder: &Path) -> Result<Self, NoRepository> {
        let git = Git::new(env, folder);
        let all = git.line(&["rev-parse", WHAT[0], WHAT[1], WHAT[2]]);
        let all = all.unwrap_or_default();
        let lines: Vec<&[u8]> = all.split(|byte| *byte == b'\n').collect();
        // One by one where that does not do: a bare repository, a line end in a path.
        let ask = |at: usize| {
            let told = match lines.as_slice() {
                [_, _, _] => lines.get(at).map(|line| line.to_vec()),
                _ => git.line(&["rev-parse", WHAT.get(at)?]),
            };
            told.map(path)
        };
        Ok(Self {
            own: ask(0).ok_or(NoRepository)?,
            common: folder.join(ask(1).ok_or(NoRepository)?),
            top: ask(2),
        })
    }

    /// git in the work tree, or in the bare repository. From there it finds
    /// the same index as the git whose hook this is.
    #[must_use]
    pub fn git<'a>(&self, env: &'a HostEnv) -> Git<'a> {
        Git::new(env, self.top.as_ref().unwrap_or(&self.own))
    }

    /// Where the hooks are: `core.hooksPath` counts.
    #[must_use]
    pub fn hooks(&self, env: &HostEnv) -> PathBuf {
        let told = self.git(env).line(&["rev-parse", "--git-path", "hooks"]);
        // A relative path is one from there.
        let folder = self.top.as_ref().unwrap_or(&self.own);
        folder.join(told.map_or_else(|| "hooks".into(), path))
    }

    /// Whether a folder of hooks belongs to this repository alone.
    #[must_use]
    pub fn owns(&self, hooks: &Path) -> bool {
        // A folder that is not there yet is told by the one it will be in.
        let real = |path: &Path| {
            path.ancestors()
                .find_map(|folder| folder.canonicalize().ok())
        };
        let hooks = real(hooks);
        let within = |folder: &Path| {
            let folder = folder.canonicalize().ok();
            folder
                .zip(hooks.as_ref())
                .is_some_and(|(folder, hooks)| hooks.starts_with(folder))
        };
        self.top.as_deref().is_some_and(within) || within(&self.common)
    }
}

fn path(bytes: Vec<u8>) -> PathBuf {
    OsString::from_vec(bytes).into()
}
