//! Which file a command's name means, and becoming it.

use std::ffi::{CStr, CString, OsStr};
use std::io;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;

use crate::env::child_env::ChildEnv;
use crate::exec::sys::process::{self, StringList};
use crate::exec::{CommandLine, Reason};

/// Where programs are looked up without a PATH: what `getconf PATH` says on
/// Linux and macOS, as execvp(3) takes it.
const DEFAULT_PATH: &[u8] = b"/bin:/usr/bin";

const SHELL: &CStr = c"/bin/sh";

/// A program with its arguments and environment, all in the kernel's form, so
/// that a forked child can become it without allocating.
pub(super) struct Lookup {
    candidates: Vec<CString>,
    searched: bool,
    arguments: StringList,
    environment: StringList,
}

impl Lookup {
    /// Works out the files to try. `None` where an argument has a NUL, which
    /// the kernel cannot have given us.
    pub(super) fn new(command: CommandLine, environment: ChildEnv) -> Option<Self> {
        let name = CString::new(command.program.into_vec()).ok()?;
        let rest = command
            .arguments
            .into_iter()
            .map(|argument| CString::new(argument.into_vec()));
        let strings = std::iter::once(Ok(name.clone()))
            .chain(rest)
            .collect::<Result<Vec<_>, _>>()
            .ok()?;
        Some(Self {
            candidates: candidates(&name, environment.path()),
            searched: !name.to_bytes().contains(&b'/'),
            arguments: StringList::new(strings),
            environment: StringList::new(environment.into_strings()),
        })
    }

    /// Becomes the program, as execvp(3) finds it. Comes back with the error
    /// number, or `None` where there is no such file. Async-signal-safe.
    pub(super) fn execute(&mut self) -> Option<i32> {
        let mut denied = None;
        for candidate in &self.candidates {
            let error = process::execute(candidate, &self.arguments, &self.environment);
            match error.raw_os_error() {
                Some(libc::ENOENT) => {}
                // glibc's execvp(3) goes on to the next folder after these, too.
                Some(libc::ENOTDIR | libc::ESTALE | libc::ENODEV | libc::ETIMEDOUT)
                    if self.searched => {}
                Some(libc::EACCES) => denied = Some(libc::EACCES),
                // A file without `#!`: execvp(3) hands it to the shell, and so do env and every shell.
                Some(libc::ENOEXEC) => {
                    let (arguments, environment) = (&mut self.arguments, &self.environment);
                    let error = process::execute_script(SHELL, candidate, arguments, environment);
                    return match error.raw_os_error() {
                        Some(libc::ENOENT) | None => Some(libc::ENOEXEC),
                        other => other,
                    };
                }
                other => return other.or(Some(libc::EINVAL)),
            }
        }
        // A file that is there and "not found": its interpreter is.
        let there = |candidate: &CString| process::exists(candidate);
        denied.or_else(|| self.candidates.iter().any(there).then_some(libc::ENOEXEC))
    }
}

/// Why a file cannot be run, by the number that [`Lookup::execute`] gave.
pub(super) fn reason(number: i32) -> Reason {
    match number {
        libc::EACCES | libc::EPERM => Reason::Permission,
        libc::ENOEXEC => Reason::Format,
        libc::E2BIG => Reason::TooLong,
        other => Reason::Other((&io::Error::from_raw_os_error(other)).into()),
    }
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
