//! Waiting for descriptors, up to a deadline.

use std::io;
use std::os::fd::AsFd;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

/// Waits until a descriptor is ready, a signal arrives or the deadline passes.
///
/// # Errors
///
/// Those of poll(2), except for an interruption by a signal.
pub(crate) fn poll_until(
    watched: &mut [PollFd<'_>],
    deadline: Option<Instant>,
) -> Result<(), Errno> {
    let left = deadline.map(|at| at.saturating_duration_since(Instant::now()));
    // A time too long for the kernel is as good as no deadline.
    let left = left.and_then(|left| Timespec::try_from(left).ok());
    match poll(watched, left.as_ref()) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Waits until a descriptor can be read or has ended. An error of the kind
/// [`io::ErrorKind::TimedOut`] if that does not happen before the deadline.
pub(crate) fn readable(fd: impl AsFd, deadline: Instant) -> io::Result<()> {
    loop {
        let mut watched = [PollFd::new(&fd, PollFlags::IN)];
        poll_until(&mut watched, Some(deadline))?;
        if !watched[0].revents().is_empty() {
            return Ok(());
        }
        if Instant::now() >= deadline {
            return Err(io::ErrorKind::TimedOut.into());
        }
    }
}
