//! The environment and the working directory that secrun was started with, and which
//! of its streams are terminals. Besides this file only `exec` looks at terminals, to
//! set up those of the child.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::IsTerminal as _;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::core::name::EnvName;
use crate::schema::types::PathKind;

#[derive(Debug)]
pub struct Host {
    pub env: HostEnv,
    /// The working directory; `None` if it was deleted or cannot be named.
    pub cwd: Option<PathBuf>,
    terminals: Vec<Stream>,
}

impl Host {
    pub fn capture() -> Self {
        let streams = [
            (Stream::Stdin, std::io::stdin().is_terminal()),
            (Stream::Stdout, std::io::stdout().is_terminal()),
            (Stream::Stderr, std::io::stderr().is_terminal()),
        ];
        let terminals = streams.into_iter().filter(|(_, terminal)| *terminal);
        Self {
            env: std::env::vars_os().collect(),
            cwd: std::env::current_dir().ok(),
            terminals: terminals.map(|(stream, _)| stream).collect(),
        }
    }

    /// A host without terminals, for tests and programs that use the library.
    pub fn of_parts(env: impl IntoIterator<Item = (OsString, OsString)>, cwd: PathBuf) -> Self {
        Self {
            env: env.into_iter().collect(),
            cwd: Some(cwd),
            terminals: Vec::new(),
        }
    }

    /// Whether this is a step of GitHub Actions.
    pub fn is_github(&self) -> bool {
        self.env
            .get("GITHUB_ACTIONS")
            .is_some_and(|value| value == "true")
    }

    pub fn is_terminal(&self, stream: Stream) -> bool {
        self.terminals.contains(&stream)
    }

    /// Whether a stream is a terminal whose user wants colour. `NO_COLOR` turns it
    /// off if it is set and not empty (<https://no-color.org>).
    pub fn wants_colour(&self, stream: Stream) -> bool {
        let declined = self.env.get("NO_COLOR").is_some_and(|it| !it.is_empty());
        let dumb = self.env.get("TERM").is_some_and(|term| term == "dumb");
        self.is_terminal(stream) && !declined && !dumb
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Stdin,
    Stdout,
    Stderr,
}

/// A snapshot of the host's environment. `Debug` shows names only.
pub struct HostEnv(BTreeMap<OsString, OsString>);

impl HostEnv {
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str)
    }

    pub fn bytes(&self, name: &EnvName) -> Option<&[u8]> {
        self.get(name.as_str()).map(OsStrExt::as_bytes)
    }

    /// The variables, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }
}

/// The first of two variables with one name counts, as for getenv(3) and Python.
impl FromIterator<(OsString, OsString)> for HostEnv {
    fn from_iter<I: IntoIterator<Item = (OsString, OsString)>>(variables: I) -> Self {
        let mut env = BTreeMap::new();
        for (name, value) in variables {
            env.entry(name).or_insert(value);
        }
        Self(env)
    }
}

impl fmt::Debug for HostEnv {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}

/// The kind of file at a path, following links.
pub fn path_kind(path: &Path) -> Option<PathKind> {
    let metadata = std::fs::metadata(path).ok()?;
    Some(if metadata.is_dir() {
        PathKind::Dir
    } else if metadata.is_file() {
        PathKind::File
    } else {
        PathKind::Special
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_name_that_is_there_twice_the_first_counts() {
        let pair = |value: &str| (OsString::from("API_KEY"), OsString::from(value));
        let host = Host::of_parts([pair("first"), pair("second")], PathBuf::new());
        assert_eq!(host.env.get("API_KEY"), Some(OsStr::new("first")));
    }
}
