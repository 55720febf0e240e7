//! A second process with the same memory.

use std::io;

use rustix::process::Pid;

/// Which of the two processes this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forked {
    /// The new one.
    Child,
    /// The old one, with the id of the new one.
    Parent(Pid),
}

/// Makes a second process (fork(2)).
///
/// # Errors
///
/// What the kernel says, and `Unsupported` in a process with threads: their
/// locks would stay locked for ever in the child.
pub fn fork() -> io::Result<Forked> {
    if has_threads() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    // SAFETY: the child of a process with one thread may go on as the parent
    // may: no other thread can have held a lock or been half-way through a
    // change. Nothing in this crate starts a thread, and a program that does
    // and uses the library was refused above.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        id => Ok(Pid::from_raw(id).map_or(Forked::Child, Forked::Parent)),
    }
}

/// Each thread is a folder in `/proc/self/task`, and each folder a link to
/// its parent. Without `/proc` the crate's own word has to do.
#[cfg(target_os = "linux")]
fn has_threads() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self/task").is_ok_and(|task| task.nlink() > 3)
}

#[cfg(not(target_os = "linux"))]
fn has_threads() -> bool {
    false
}

/// Ends this process at once, without what a return from `main` would do: for
/// a forked child, whose buffers and destructors are the parent's.
pub fn leave(status: u8) -> ! {
    // SAFETY: _exit(2) takes an integer and does not come back.
    unsafe { libc::_exit(status.into()) }
}
