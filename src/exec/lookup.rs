//! Which file a command's name means, and executing it.

use std::ffi::{CStr, CString, OsStr};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;

use crate::env::child_env::ChildEnv;
use crate::exec::command::CommandLine;
use crate::exec::sys::process::{self, StringList};

/// Where programs are looked up without a PATH: what `getconf PATH` prints on
/// Linux and macOS, and what execvp(3) uses.
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
    /// Works out the files to try. `None` if an argument has a NUL.
    pub(super) fn new(command: CommandLine, environment: ChildEnv) -> Option<Self> {
        let name = CString::new(command.program.into_vec()).ok()?;
        let mut arguments = vec![name.clone()];
        for argument in command.arguments {
            arguments.push(CString::new(argument.into_vec()).ok()?);
        }
        Some(Self {
            candidates: candidates(&name, environment.path()),
            searched: !name.to_bytes().contains(&b'/'),
            arguments: StringList::new(arguments),
            environment: StringList::new(environment.into_strings()),
        })
    }

    /// Becomes the program, as execvp(3) finds it. Returns the error number, or
    /// `None` if there is no such file. Async-signal-safe.
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
                // A file without `#!`: execvp(3), env and every shell hand it to sh.
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
        // A file that exists is "not found" if its interpreter is missing.
        let there = |candidate: &CString| process::exists(candidate);
        denied.or_else(|| self.candidates.iter().any(there).then_some(libc::ENOEXEC))
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
        let path = Path::new(folder).join(OsStr::from_bytes(bytes));
        CString::new(path.into_os_string().into_vec()).ok()
    };
    path.unwrap_or(DEFAULT_PATH)
        .split(|byte| *byte == b':')
        .filter_map(in_folder)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exec::sys::tests::left_behind;

    #[test]
    fn the_environment_is_wiped_whether_or_not_it_is_used() {
        const VALUE: &str = "test-not-a-real-key-of-a-child";
        let environment = || ChildEnv::of_values([("API_KEY", VALUE), ("PATH", "/bin")]);
        let command = |argument: &str| CommandLine::new(["true".into(), argument.into()]).unwrap();
        let left = left_behind(VALUE.as_bytes(), || {
            drop(environment());
            drop(Lookup::new(command(""), environment()).unwrap());
            assert!(Lookup::new(command("a\0b"), environment()).is_none());
        });
        assert_eq!(left, 0);
    }
}
