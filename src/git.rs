//! What git knows of the repository that secrun runs in.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::host::Host;
use crate::scope::ChildEnv;

/// A repository with a work tree.
#[derive(Debug)]
pub struct Repository {
    /// The work tree's folder.
    pub top: PathBuf,
    /// The folder that all work trees share.
    pub common: PathBuf,
    /// Where its hooks are: `core.hooksPath` counts.
    pub hooks: PathBuf,
}

/// There is no work tree here, or no git.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not in a git repository")]
pub struct NoRepository;

impl Repository {
    /// Asks git about a folder.
    ///
    /// # Errors
    ///
    /// [`NoRepository`] when there is none, or it has no work tree.
    pub fn find(host: &Host, folder: &Path) -> Result<Self, NoRepository> {
        let ask = |at: &Path, words: &[&str]| ask(host, at, words).ok_or(NoRepository);
        let top = ask(folder, &["rev-parse", "--show-toplevel"])?;
        // A relative `core.hooksPath` is one from there.
        let common = top.join(ask(&top, &["rev-parse", "--git-common-dir"])?);
        let hooks = top.join(ask(&top, &["rev-parse", "--git-path", "hooks"])?);
        Ok(Self { top, common, hooks })
    }

    /// Whether the hooks belong to this repository alone.
    #[must_use]
    pub fn owns_its_hooks(&self) -> bool {
        // A folder that is not there yet is told by the one it will be in.
        let real = |path: &Path| {
            path.ancestors()
                .find_map(|folder| folder.canonicalize().ok())
        };
        let hooks = real(&self.hooks);
        let within = |folder: &Path| {
            let folder = folder.canonicalize().ok();
            folder
                .zip(hooks.as_ref())
                .is_some_and(|(folder, hooks)| hooks.starts_with(folder))
        };
        within(&self.top) || within(&self.common)
    }
}

fn ask(host: &Host, folder: &Path, words: &[&str]) -> Option<PathBuf> {
    let mut git = Command::new("git");
    git.arg("-C")
        .arg(folder)
        .args(words)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    ChildEnv::for_git(&host.env).dress(&mut git);
    let mut answer = git
        .output()
        .ok()
        .filter(|output| output.status.success())?
        .stdout;
    answer.pop_if(|byte| *byte == b'\n');
    (!answer.is_empty()).then(|| PathBuf::from(OsString::from_vec(answer)))
}
