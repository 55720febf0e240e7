//! What the parent gave this process, taken before Rust's runtime changes it.
//!
//! The runtime sets SIGPIPE to "ignored" and opens `/dev/null` on closed
//! standard streams before `main` (library/std/src/sys/pal/unix/mod.rs, `init`).
//! A program that secrun becomes must find both as the parent left them.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether SIGPIPE was ignored when the process began.
static PIPE_IGNORED: AtomicBool = AtomicBool::new(false);
/// Which of the descriptors 0, 1 and 2 were closed when the process began.
static CLOSED: [AtomicBool; 3] = [const { AtomicBool::new(false) }; 3];

/// Runs before `main`: the loader calls every function in this section.
#[used]
#[cfg_attr(target_os = "linux", unsafe(link_section = ".init_array"))]
#[cfg_attr(target_os = "macos", unsafe(link_section = "__DATA,__mod_init_func"))]
static CAPTURE: extern "C" fn() = capture;

extern "C" fn capture() {
    // SAFETY: a zeroed sigaction is a valid out-parameter, and a null new
    // action makes the call only read the disposition of SIGPIPE.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    // SAFETY: as above; `action` lives through the call.
    let read = unsafe { libc::sigaction(libc::SIGPIPE, std::ptr::null(), &raw mut action) };
    PIPE_IGNORED.store(
        read == 0 && action.sa_sigaction == libc::SIG_IGN,
        Ordering::Relaxed,
    );
    for (descriptor, closed) in (0..).zip(&CLOSED) {
        // SAFETY: F_GETFD takes no pointer and changes nothing.
        let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFD) };
        closed.store(flags == -1, Ordering::Relaxed);
    }
}

/// Whether the parent had SIGPIPE ignored.
#[must_use]
pub fn pipe_was_ignored() -> bool {
    PIPE_IGNORED.load(Ordering::Relaxed)
}

/// The standard descriptors that the parent had closed.
pub fn closed_descriptors() -> impl Iterator<Item = i32> {
    // The static is used so that the linker keeps the object file it is in.
    std::hint::black_box(CAPTURE);
    (0..)
        .zip(&CLOSED)
        .filter(|(_, closed)| closed.load(Ordering::Relaxed))
        .map(|(descriptor, _)| descriptor)
}
