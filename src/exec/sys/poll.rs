//! Waiting for descriptors, up to a deadline.

use std::time::Instant;

use rustix::event::{PollFd, Timespec, poll};
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
