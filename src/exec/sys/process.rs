//! Becoming another program, with everything the parent gave.

use std::ffi::{CStr, CString};
use std::io;
use std::ptr;

use zeroize::Zeroize as _;

use super::startup;

/// A list of C strings with the null pointer that ends it: `argv`, `environ`.
/// Its content may be secret, so it has no `Debug`, and it is wiped on drop.
pub struct StringList {
    strings: Vec<CString>,
    /// One place that is free, a pointer to each string, and null.
    pointers: Vec<*const libc::c_char>,
}

impl StringList {
    /// Takes the strings.
    #[must_use]
    pub fn new(strings: Vec<CString>) -> Self {
        let pointers = std::iter::once(ptr::null())
            .chain(strings.iter().map(|string| string.as_ptr()))
            .chain([ptr::null()])
            .collect();
        Self { strings, pointers }
    }

    fn as_ptr(&self) -> *const *const libc::c_char {
        // SAFETY: there are always two pointers: the free place and the null at the end.
        unsafe { self.pointers.as_ptr().add(1) }
    }
}

impl Drop for StringList {
    fn drop(&mut self) {
        self.pointers.clear();
        for string in self.strings.drain(..) {
            string.into_bytes().zeroize();
        }
    }
}

/// Undoes what Rust's runtime changed for this process: SIGPIPE has the
/// disposition the parent gave, and a standard stream that was closed will be
/// closed in the program to come. Call it when there is nothing left to print.
/// Async-signal-safe.
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
/// with the reason why that failed. Async-signal-safe.
#[must_use]
pub fn execute(path: &CStr, arguments: &StringList, environment: &StringList) -> io::Error {
    // SAFETY: both arrays end with a null pointer, and they and every string
    // they point to (owned by the lists, NUL-terminated by `CString`, never
    // changed) outlive the call.
    unsafe { libc::execve(path.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
    io::Error::last_os_error()
}

/// Whether there is a file (access(2)). Async-signal-safe.
#[must_use]
pub fn exists(path: &CStr) -> bool {
    // SAFETY: the path is NUL-terminated and outlives the call, which changes nothing.
    unsafe { libc::access(path.as_ptr(), libc::F_OK) == 0 }
}

/// Replaces this process by the interpreter, with `script` in the place of the
/// first argument. Comes back as [`execute`] does. Async-signal-safe.
#[must_use]
pub fn execute_script(
    interpreter: &CStr,
    script: &CStr,
    arguments: &mut StringList,
    environment: &StringList,
) -> io::Error {
    let [free, first, _, ..] = arguments.pointers.as_mut_slice() else {
        return io::ErrorKind::InvalidInput.into();
    };
    let name = std::mem::replace(first, script.as_ptr());
    *free = interpreter.as_ptr();
    // SAFETY: as in `execute`; the two pointers put in are of strings that
    // outlive the call, and are taken out again below.
    unsafe {
        libc::execve(
            interpreter.as_ptr(),
            arguments.pointers.as_ptr(),
            environment.as_ptr(),
        )
    };
    let error = io::Error::last_os_error();
    if let [free, first, ..] = arguments.pointers.as_mut_slice() {
        (*free, *first) = (ptr::null(), name);
    }
    error
}

/// SIGPIPE is ignored again, as Rust's runtime had it: an exec failed and an
/// error is to be printed.
pub fn ignore_pipe() {
    // SAFETY: SIG_IGN runs no code of ours.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}

/// This process holds secrets: no core file of it is written, and no other
/// process of the user may read its memory. A program gets this back by its exec.
#[cfg(target_os = "linux")]
pub fn keep_out_debuggers() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    // It cannot be refused; and work done without it is better than none.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// There is no such thing here.
#[cfg(not(target_os = "linux"))]
pub fn keep_out_debuggers() {}
