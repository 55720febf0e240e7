//! Starting the child: secrun becomes the program, or stays its parent.

mod drain;
mod ending;
pub mod copy;
mod flow;
mod lookup;
mod filter;
mod monitor;
mod pty;
mod channel;
mod child_terminal;
mod signals;
mod sink;
mod child_setup;
mod streams;
mod supervise;
#[expect(
    unsafe_code,
    reason = "the kernel behind safe functions; no other module has unsafe code"
)]
pub mod sys;
mod terminal;
mod watch;

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

pub use self::ending::{Ending, end_as};
use self::lookup::Lookup;
pub use self::channel::{Filter, IDLE};
pub use self::streams::{Filtered, Filtering};
pub use self::supervise::supervise;
use crate::core::message::{Cause, ShownPath, Slip};
use crate::core::secret::SecretValue;
use crate::env::child_env::ChildEnv;
use crate::exec::sys::process;

/// What to run. Arguments may be secrets, so only the program is ever shown.
pub struct CommandLine {
    program: OsString,
    arguments: Vec<OsString>,
    /// Why the program is not shown.
    slip: Option<Slip>,
}

impl CommandLine {
    /// Takes a program and its arguments; `None` where there is no program.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = OsString>) -> Option<Self> {
        let mut words = words.into_iter();
        let program = words.next()?;
        Some(Self {
            slip: Slip::of(program.as_bytes()),
            program,
            arguments: words.collect(),
        })
    }

    /// Keeps the program from being shown where one of these values is in it.
    #[must_use]
    pub fn without<'v>(mut self, mut values: impl Iterator<Item = &'v SecretValue>) -> Self {
        let program = self.program.as_bytes();
        if values.any(|value| value.is_in(program)) {
            self.slip = Some(Slip::Secret);
        }
        self
    }

    /// The program as it is shown.
    #[must_use]
    pub fn shown(&self) -> ShownPath {
        ShownPath::told(Path::new(&self.program), self.slip, "the program")
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
    NotFound {
        /// The program.
        program: ShownPath,
    },
    /// There is one, and it cannot be run: status 126.
    #[error("command cannot be run")]
    NotRunnable {
        /// The program.
        program: ShownPath,
        /// Why.
        reason: Reason,
    },
    /// The system has no pipe or process for supervising it: status 125.
    #[error("command cannot be supervised")]
    NotSupervised {
        /// The program.
        program: ShownPath,
        /// Why.
        reason: Cause,
    },
}

impl LaunchError {
    /// What became of looking up and executing a program.
    fn of_lookup(program: ShownPath, failure: Option<i32>) -> Self {
        match failure.map(lookup::reason) {
            None => Self::NotFound { program },
            Some(reason) => Self::NotRunnable { program, reason },
        }
    }

    /// An argument with a NUL: the kernel gave them to us ending in one.
    fn not_a_string(program: ShownPath) -> Self {
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
    /// Anything else.
    Other(Cause),
}

/// Becomes the program: the same process, terminal, group and signals. Looks
/// it up as execvp(3) does, in the child's own PATH. Comes back only if that
/// failed.
#[must_use]
pub fn replace(command: CommandLine, environment: ChildEnv) -> LaunchError {
    let program = command.shown();
    let Some(mut lookup) = Lookup::new(command, environment) else {
        return LaunchError::not_a_string(program);
    };
    process::restore_inherited();
    let failure = lookup.execute();
    process::ignore_pipe();
    LaunchError::of_lookup(program, failure)
}
