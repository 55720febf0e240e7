//! Starting the child: secrun becomes the program.

use std::ffi::{CStr, CString, OsStr, OsString};
use std::fmt;
use std::io;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;

use crate::scope::ChildEnv;
use crate::sys::process::{self, StringList};
use crate::words::ShownPath;

/// What to run. Arguments may be secrets, so only the program is ever shown.
pub struct CommandLine {
    program: OsString,
    arguments: Vec<OsString>,
}

impl CommandLine {
    /// Takes a program and its arguments; `None` where there is no program.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = OsString>) -> Option<Self> {
        let mut words = words.into_iter();
        Some(Self {
            program: words.next()?,
            arguments: words.collect(),
        })
    }

    /// The program as it is shown.
    #[must_use]
    pub fn shown(&self) -> ShownPath {
        ShownPath::new(Path::new(&self.program))
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
    Other(io::ErrorKind),
}

/// Where programs are looked up without a PATH: what `getconf PATH` says on
/// Linux and macOS, as execvp(3) takes it.
const DEFAULT_PATH: &[u8] = b"/bin:/usr/bin";

/// Becomes the program: the same process, terminal, group and signals. Looks
/// it up as execvp(3) does, in the child's own PATH. Comes back only if that
/// failed.
#[must_use]
pub fn replace(command: CommandLine, environment: ChildEnv) -> LaunchError {
    let program = command.shown();
    let path = environment.path().map(<[u8]>::to_vec);
    let Some(Prepared {
        name,
        mut arguments,
    }) = prepare(command)
    else {
        // An argument cannot hold a NUL: the kernel gave them to us ending in one.
        return LaunchError::NotRunnable {
            program,
            reason: Reason::Other(io::ErrorKind::InvalidInput),
        };
    };
    let environment = environment.into_list();
    process::restore_inherited();
    let searched = !name.to_bytes().contains(&b'/');
    let mut failure = None;
    for candidate in candidates(&name, path.as_deref()) {
        let error = process::execute(&candidate, &arguments, &environment);
        match error.raw_os_error() {
            Some(libc::ENOENT) => {}
            // glibc's execvp(3) goes on to the next folder after these, too.
            Some(libc::ENOTDIR | libc::ESTALE | libc::ENODEV | libc::ETIMEDOUT) if searched => {}
            Some(libc::EACCES) => failure = failure.or(Some(Reason::Permission)),
            // A file without `#!`: execvp(3) hands it to the shell, and so do env and every shell.
            Some(libc::ENOEXEC) => {
                failure = Some(run_by_shell(&candidate, &mut arguments, &environment));
                break;
            }
            _ => {
                failure = Some(reason(&error));
                break;
            }
        }
    }
    process::ignore_pipe();
    match failure {
        None => LaunchError::NotFound { program },
        Some(reason) => LaunchError::NotRunnable { program, reason },
    }
}

struct Prepared {
    name: CString,
    arguments: StringList,
}

fn prepare(command: CommandLine) -> Option<Prepared> {
    let name = CString::new(command.program.into_vec()).ok()?;
    let rest = command
        .arguments
        .into_iter()
        .map(|argument| CString::new(argument.into_vec()));
    let strings = std::iter::once(Ok(name.clone()))
        .chain(rest)
        .collect::<Result<Vec<_>, _>>()
        .ok()?;
    Some(Prepared {
        name,
        arguments: StringList::new(strings),
    })
}

/// The files to try, in order.
fn candidates(name: &CStr, path: Option<&[u8]>) -> Vec<CString> {
    let bytes = name.to_bytes();
    if bytes.is_empty() {
        return Vec::new();
    }
    if bytes.contains(&b'/') {
        return vec![name.to_owned()];
    }
    let in_folder = |folder: &[u8]| {
        // An empty item is the working directory (POSIX.1-2024, Base Definitions 8.3).
        let folder = if folder.is_empty() {
            OsStr::new(".")
        } else {
            OsStr::from_bytes(folder)
        };
        CString::new(
            Path::new(folder)
                .join(OsStr::from_bytes(bytes))
                .into_os_string()
                .into_vec(),
        )
        .ok()
    };
    path.unwrap_or(DEFAULT_PATH)
        .split(|byte| *byte == b':')
        .filter_map(in_folder)
        .collect()
}

fn run_by_shell(script: &CStr, arguments: &mut StringList, environment: &StringList) -> Reason {
    arguments.replace_first([c"/bin/sh".to_owned(), script.to_owned()]);
    let error = process::execute(c"/bin/sh", arguments, environment);
    match reason(&error) {
        Reason::Other(io::ErrorKind::NotFound) => Reason::Format,
        other => other,
    }
}

fn reason(error: &io::Error) -> Reason {
    match error.raw_os_error() {
        Some(libc::EACCES | libc::EPERM) => Reason::Permission,
        Some(libc::ENOEXEC) => Reason::Format,
        Some(libc::E2BIG) => Reason::TooLong,
        _ => Reason::Other(error.kind()),
    }
}
