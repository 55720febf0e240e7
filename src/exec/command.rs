//! The program to run, and why it could not be started.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use crate::core::message::{Cause, NotAPath, ShownPath};
use crate::core::secret::SecretValue;

/// A program and its arguments. Arguments may be secrets, so only the program
/// is ever shown.
pub struct CommandLine {
    pub(super) program: OsString,
    pub(super) arguments: Vec<OsString>,
    /// Why the program is not shown.
    hidden: Option<NotAPath>,
}

impl CommandLine {
    /// Takes the words of a command; `None` if there are none.
    pub fn new(words: impl IntoIterator<Item = OsString>) -> Option<Self> {
        let mut words = words.into_iter();
        let program = words.next()?;
        let is_line = program.as_bytes().contains(&b' ') && !Path::new(&program).exists();
        let line = is_line.then_some(NotAPath::CommandLine);
        Some(Self {
            hidden: NotAPath::of(program.as_bytes()).or(line),
            program,
            arguments: words.collect(),
        })
    }

    /// Hides the program if its name holds one of these values.
    pub fn without<'v>(mut self, mut values: impl Iterator<Item = &'v SecretValue>) -> Self {
        let program = self.program.as_bytes();
        if values.any(|value| value.is_in(program)) {
            self.hidden = Some(NotAPath::Secret);
        }
        self
    }

    pub fn shown(&self) -> ShownPath {
        ShownPath::judged(Path::new(&self.program), self.hidden, "the program")
    }
}

impl fmt::Debug for CommandLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "CommandLine({}, [redacted])", self.shown())
    }
}

/// Why a program could not be started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LaunchError {
    /// There is no such program: status 127.
    #[error("command not found")]
    NotFound { program: ShownPath },
    /// The program exists but cannot be run: status 126.
    #[error("command cannot be run")]
    NotRunnable { program: ShownPath, reason: Reason },
    /// The system has no pipe or process left to supervise it with: status 125.
    #[error("command cannot be supervised")]
    NotSupervised { program: ShownPath, reason: Cause },
}

impl LaunchError {
    /// The error for the number that looking up and executing failed with;
    /// `None` means that there was no file to execute.
    pub(super) fn of_lookup(program: ShownPath, failure: Option<i32>) -> Self {
        match failure.map(Reason::of) {
            None => Self::NotFound { program },
            Some(reason) => Self::NotRunnable { program, reason },
        }
    }

    /// The error for an argument with a NUL, which no shell can pass to secrun
    /// and only a caller of the library can.
    pub(super) fn not_a_string(program: ShownPath) -> Self {
        let reason = Reason::Other(io::ErrorKind::InvalidInput.into());
        Self::NotRunnable { program, reason }
    }
}

/// Why a file cannot be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// EACCES: no permission, or a directory.
    Permission,
    /// ENOEXEC without a shell to fall back on, or a broken binary.
    Format,
    /// E2BIG: arguments and environment together are too long.
    TooLong,
    Other(Cause),
}

impl Reason {
    fn of(number: i32) -> Self {
        match number {
            libc::EACCES | libc::EPERM => Self::Permission,
            libc::ENOEXEC => Self::Format,
            libc::E2BIG => Self::TooLong,
            other => Self::Other((&io::Error::from_raw_os_error(other)).into()),
        }
    }
}
