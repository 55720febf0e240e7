//! The start of the process, in place of Rust's runtime.
//!
//! A program that secrun becomes must find SIGPIPE and closed standard streams as
//! the parent left them. Rust's runtime (library/std/src/sys/pal/unix/mod.rs,
//! `init`) changes both and does not say what they were. So this ignores SIGPIPE
//! and opens `/dev/null` for a closed standard stream, as the runtime does, and
//! remembers what it found. The runtime's second stack, for reports of a stack
//! overflow, is left out: it costs much of the time of a start.

use std::ffi::{CStr, OsStr, OsString};
use std::os::unix::ffi::OsStrExt as _;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether SIGPIPE was ignored when the process began.
static PIPE_IGNORED: AtomicBool = AtomicBool::new(false);
/// Which of the descriptors 0, 1 and 2 were closed when the process began.
static CLOSED: [AtomicBool; 3] = [const { AtomicBool::new(false) }; 3];

/// Begins the process. Call it once, first in `main`. Returns the arguments, the
/// program's own name first.
///
/// # Safety
///
/// `arguments` must be what the C runtime passed to `main`: `count` pointers
/// to strings that end with NUL and live as long as the process.
pub unsafe fn begin(count: libc::c_int, arguments: *const *const libc::c_char) -> Vec<OsString> {
    // SAFETY: SIG_IGN runs no code of ours.
    let before = unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
    PIPE_IGNORED.store(before == libc::SIG_IGN, Ordering::Relaxed);
    fill_closed();
    keep_out_debuggers();
    let string = |at: usize| {
        // SAFETY: `at` is below `count`, and the pointers and strings are as the caller promised.
        let bytes = unsafe { CStr::from_ptr(*arguments.add(at)) }.to_bytes();
        OsStr::from_bytes(bytes).to_os_string()
    };
    (0..usize::try_from(count).unwrap_or(0))
        .map(string)
        .collect()
}

/// Opens `/dev/null` on the standard descriptors that are closed, so that a file
/// that is opened later does not become one of them.
fn fill_closed() {
    let entry = |fd| libc::pollfd {
        fd,
        events: 0,
        revents: 0,
    };
    let mut entries = [0, 1, 2].map(entry);
    // SAFETY: the array lives through the call, and 3 is its length.
    let polled = unsafe { libc::poll(entries.as_mut_ptr(), 3, 0) };
    for (entry, closed) in entries.iter().zip(&CLOSED) {
        let is_closed = if polled < 0 || cfg!(target_os = "macos") {
            // poll(2) of macOS does not say it for every kind of file.
            // SAFETY: F_GETFD takes no pointer and changes nothing.
            unsafe { libc::fcntl(entry.fd, libc::F_GETFD) == -1 }
        } else {
            entry.revents & libc::POLLNVAL != 0
        };
        closed.store(is_closed, Ordering::Relaxed);
        if is_closed {
            // The lowest free descriptor is this one: those below it are open.
            // SAFETY: the path is a string that ends with NUL.
            let opened = unsafe { libc::open(c"/dev/null".as_ptr(), libc::O_RDWR) };
            if opened != entry.fd {
                // As Rust's runtime does: nothing may be opened in its place.
                // SAFETY: ends the process and takes nothing.
                unsafe { libc::abort() };
            }
        }
    }
}

/// This process holds secrets from its first read on: no core file of it is written, and no
/// other process of the user may read its memory. An exec undoes this for the program.
#[cfg(target_os = "linux")]
fn keep_out_debuggers() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    // The kernel does not refuse it, and without it secrun still works.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// macOS has no such switch.
#[cfg(not(target_os = "linux"))]
const fn keep_out_debuggers() {}

/// Whether the parent had SIGPIPE ignored.
pub fn pipe_was_ignored() -> bool {
    PIPE_IGNORED.load(Ordering::Relaxed)
}

/// The standard descriptors that the parent had closed.
pub fn closed_descriptors() -> impl Iterator<Item = i32> {
    (0..)
        .zip(&CLOSED)
        .filter(|(_, closed)| closed.load(Ordering::Relaxed))
        .map(|(descriptor, _)| descriptor)
}
