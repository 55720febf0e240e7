//! A second process with the same memory.

use std::io;

use rustix::process::Pid;

/// Which of the two processes this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forked {
    Child,
    /// The old one, with the id of the new one.
    Parent(Pid),
}

/// Makes a second process (fork(2)).
///
/// # Errors
///
/// Those of fork(2), and `Unsupported` in a process with more than one thread:
/// the child would have only this one, and locks that another thread held, the
/// allocator's among them, would stay locked in it.
pub(crate) fn fork() -> io::Result<Forked> {
    if !has_one_thread() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    // SAFETY: the kernel has just counted one thread. It is this one, so no
    // other thread can have started a third since, holds a lock or is half-way
    // through a change. Hence the child may run whatever the parent may. Other
    // parts of this crate do start threads, for a search and to feed git; that
    // they have ended by now is not assumed but checked.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        id => Ok(Pid::from_raw(id).map_or(Forked::Child, Forked::Parent)),
    }
}

/// Whether the kernel says that there is one thread; `false` if it says nothing.
#[cfg(target_os = "linux")]
fn has_one_thread() -> bool {
    if let Ok(threads) = std::fs::read_dir("/proc/self/task") {
        return threads.count() == 1;
    }
    // Without `/proc`: in a process with one thread this call has no effect,
    // with more threads it fails (unshare(2)).
    // SAFETY: it takes an integer and changes nothing.
    unsafe { libc::unshare(libc::CLONE_VM) == 0 }
}

/// Whether the kernel says that there is one thread; `false` if it says nothing.
#[cfg(target_os = "macos")]
fn has_one_thread() -> bool {
    let mut task = std::mem::MaybeUninit::<libc::proc_taskinfo>::zeroed();
    let Ok(size) = libc::c_int::try_from(size_of::<libc::proc_taskinfo>()) else {
        return false;
    };
    // SAFETY: the kernel writes at most `size` bytes to `task`, which lives
    // through the call; it is a struct of integers, for which zeroes are valid.
    let (written, task) = unsafe {
        let at = task.as_mut_ptr().cast();
        let written = libc::proc_pidinfo(libc::getpid(), libc::PROC_PIDTASKINFO, 0, at, size);
        (written, task.assume_init())
    };
    written == size && task.pti_threadnum == 1
}

/// Ends this process at once, without what a return from `main` would do: for
/// a forked child, whose buffers and destructors are the parent's.
/// Async-signal-safe.
pub(crate) fn leave(status: u8) -> ! {
    // SAFETY: _exit(2) takes an integer and does not come back.
    unsafe { libc::_exit(status.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_with_threads_does_not_fork() {
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let other = std::thread::spawn(move || wait.recv());
        assert!(!has_one_thread());
        assert_eq!(fork().unwrap_err().kind(), io::ErrorKind::Unsupported);
        drop(go);
        other.join().unwrap().unwrap_err();
    }
}
