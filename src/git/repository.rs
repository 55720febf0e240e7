//! The repository that secrun runs in.

use std::collections::HashSet;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};

use crate::core::read;
use crate::env::host::HostEnv;
use crate::git::command::Git;
use crate::git::id::ObjectId;

#[derive(Debug, Clone)]
pub(crate) struct Repository {
    /// The work tree's folder; a bare repository has none.
    pub top: Option<PathBuf>,
    /// The folder of this work tree's own files: `.git`, mostly.
    pub own: PathBuf,
    /// The folder that all work trees share.
    pub common: PathBuf,
}

/// The folder is in no repository, or git is not installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not in a git repository")]
pub(crate) struct NoRepository;

impl Repository {
    /// The repository that a folder is in.
    pub(crate) fn find(env: &HostEnv, folder: &Path) -> Result<Self, NoRepository> {
        const OWN: &str = "--absolute-git-dir";
        const COMMON: &str = "--git-common-dir";
        const TOP: &str = "--show-toplevel";
        let git = Git::new(env, folder);
        let all = git.line(&["rev-parse", OWN, COMMON, TOP]);
        let lines = all.iter().flat_map(|all| all.split(|byte| *byte == b'\n'));
        let lines: Vec<PathBuf> = lines.map(|line| path(line.to_vec())).collect();
        let (own, common, top) = if let [own, common, top] = lines.as_slice() {
            (own.clone(), common.clone(), Some(top.clone()))
        } else {
            // Not three lines: a bare repository, or a line end in a path.
            let ask = |what| git.line(&["rev-parse", what]).map(path);
            let own = ask(OWN).ok_or(NoRepository)?;
            (own, ask(COMMON).ok_or(NoRepository)?, ask(TOP))
        };
        Ok(Self {
            own,
            common: folder.join(common),
            top,
        })
    }

    /// git in the work tree, or in the bare repository. From there it finds the
    /// same index as the git that runs secrun as a hook.
    pub(crate) fn git<'a>(&self, env: &'a HostEnv) -> Git<'a> {
        Git::new(env, self.top.as_ref().unwrap_or(&self.own))
    }

    /// The folder of the hooks, with `core.hooksPath` in mind.
    pub(crate) fn hooks(&self, env: &HostEnv) -> PathBuf {
        let hooks = self.git(env).line(&["rev-parse", "--git-path", "hooks"]);
        // A relative path starts at the folder that git runs in.
        let folder = self.top.as_ref().unwrap_or(&self.own);
        folder.join(hooks.map_or_else(|| "hooks".into(), path))
    }

    /// The file of the commits that a shallow clone has without their parents.
    pub(crate) fn shallow(&self) -> PathBuf {
        self.common.join("shallow")
    }

    /// The commits in it.
    pub(crate) fn border(&self) -> HashSet<ObjectId> {
        let text = read::whole(&self.shallow()).unwrap_or_default();
        let lines = text.split(|byte| *byte == b'\n');
        lines.filter_map(ObjectId::parse).collect()
    }

    /// Whether a folder of hooks belongs to this repository alone.
    pub(crate) fn owns(&self, hooks: &Path) -> bool {
        // A folder that does not exist yet counts as the one it will be in.
        let mut above = hooks.ancestors();
        let Some(hooks) = above.find_map(|folder| folder.canonicalize().ok()) else {
            return false;
        };
        let holds = |folder: &PathBuf| {
            folder
                .canonicalize()
                .is_ok_and(|folder| hooks.starts_with(folder))
        };
        self.top.as_ref().is_some_and(holds) || holds(&self.common)
    }
}

fn path(bytes: Vec<u8>) -> PathBuf {
    OsString::from_vec(bytes).into()
}
