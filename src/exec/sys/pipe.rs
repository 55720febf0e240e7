//! The size of pipes.

use std::os::fd::AsFd;

/// Lets a pipe hold at least this many bytes. With the default of 64 KiB, the processes
/// at its ends wait for each other more often.
pub(crate) fn widen(pipe: impl AsFd, size: usize) {
    #[cfg(target_os = "linux")]
    {
        use rustix::pipe::{fcntl_getpipe_size, fcntl_setpipe_size};

        if fcntl_getpipe_size(&pipe).is_ok_and(|now| now < size) {
            // A user with many pipes gets no larger ones; the default size works, too.
            let _ = fcntl_setpipe_size(&pipe, size);
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (pipe, size);
}
