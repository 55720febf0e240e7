//! Becoming another program, with everything the parent gave.

use std::ffi::{CStr, CString};
use std::io;
use std::ptr;

use zeroize::Zeroize as _;

use crate::exec::sys::startup;

/// A list of C strings with the null pointer that ends it: `argv`, `environ`.
/// It may hold secrets, so it has no `Debug` and is wiped on drop.
pub(crate) struct StringList {
    strings: Vec<CString>,
    /// One free place, a pointer to each string, and null.
    pointers: Vec<*const libc::c_char>,
}

impl StringList {
    /// Takes the strings. Each is owned by the list, which wipes it, before the
    /// next one is made.
    pub(crate) fn new(strings: impl IntoIterator<Item = CString>) -> Self {
        let mut list = Self {
            strings: Vec::new(),
            pointers: vec![ptr::null()],
        };
        for string in strings {
            list.pointers.push(string.as_ptr());
            list.strings.push(string);
        }
        list.pointers.push(ptr::null());
        list
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

/// Undoes what `startup` changed for this process: SIGPIPE gets the disposition
/// that the parent gave, and a standard stream that was closed will be closed in
/// the new program. Call it when there is nothing left to print.
/// Async-signal-safe.
pub(crate) fn restore_inherited() {
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

/// Replaces this process by the program at `path` (execve(2)). Returns only the
/// reason why that failed. Async-signal-safe.
pub(crate) fn execute(path: &CStr, arguments: &StringList, environment: &StringList) -> io::Error {
    // SAFETY: both arrays end with a null pointer, and they and every string
    // they point to (owned by the lists, NUL-terminated by `CString`, never
    // changed) outlive the call.
    unsafe { libc::execve(path.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
    io::Error::last_os_error()
}

/// Whether there is a file (access(2)). Async-signal-safe.
pub(crate) fn exists(path: &CStr) -> bool {
    // SAFETY: the path is NUL-terminated and outlives the call, which changes nothing.
    unsafe { libc::access(path.as_ptr(), libc::F_OK) == 0 }
}

/// Replaces this process by the interpreter, with `script` in place of the first
/// argument. Returns as [`execute`] does. Async-signal-safe.
pub(crate) fn execute_script(
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
    // SAFETY: as in `execute`; the two pointers put in belong to strings that
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

/// Ignores SIGPIPE again: an exec failed, and an error is to be printed.
pub(crate) fn ignore_pipe() {
    // SAFETY: SIG_IGN runs no code of ours.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
}
