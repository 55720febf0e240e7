//! Becoming another program, with everything the parent gave.

use std::ffi::{CStr, CString};
use std::io;
use std::ptr;

use super::startup;

/// A list of C strings with the null pointer that ends it: `argv`, `environ`.
/// Its content may be secret, so it has no `Debug`.
pub struct StringList {
    strings: Vec<CString>,
}

impl StringList {
    /// Takes the strings.
    #[must_use]
    pub fn new(strings: Vec<CString>) -> Self {
        Self { strings }
    }

    /// Puts strings in the place of the first.
    pub fn replace_first(&mut self, front: impl IntoIterator<Item = CString>) {
        self.strings.splice(0..1.min(self.strings.len()), front);
    }

    fn pointers(&self) -> Vec<*const libc::c_char> {
        self.strings
            .iter()
            .map(|string| string.as_ptr())
            .chain([ptr::null()])
            .collect()
    }
}

/// Undoes what Rust's runtime changed for this process: SIGPIPE has the
/// disposition the parent gave, and a standard stream that was closed will be
/// closed in the program to come. Call it when there is nothing left to print.
pub fn restore_inherited() {
    let action = if startup::pipe_was_ignored() {
        libc::SIG_IGN
    } else {
        libc::SIG_DFL
    };
    // SAFETY: SIG_IGN and SIG_DFL run no code of ours.
    unsafe { libc::signal(libc::SIGPIPE, action) };
    for descriptor in startup::closed_descriptors() {
        // SAFETY: F_SETFD takes an integer; closing on exec ends no descriptor
        // that Rust code of this process still uses before it is replaced.
        unsafe { libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC) };
    }
}

/// Replaces this process by the program at `path` (execve(2)). Comes back only
/// with the reason why that failed.
#[must_use]
pub fn execute(path: &CStr, arguments: &StringList, environment: &StringList) -> io::Error {
    let (arguments, environment) = (arguments.pointers(), environment.pointers());
    // SAFETY: both arrays end with a null pointer, and they and every string
    // they point to (each NUL-terminated by `CString`) outlive the call.
    unsafe { libc::execve(path.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
    io::Error::last_os_error()
}

/// SIGPIPE is ignored again, as Rust's runtime had it: an exec failed and an
/// error is to be printed.
pub fn ignore_pipe() {
    // SAFETY: SIG_IGN runs no code of ours.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}
