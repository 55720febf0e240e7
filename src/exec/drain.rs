//! What a child's descendants still print when it has ended.

use rustix::fs::{Mode, OFlags, open};
use rustix::process::{getpid, setsid};
use rustix::stdio;

use super::flow::Flow;
use super::channel::Filter;
use crate::exec::sys::fork::{self, Forked};
use crate::exec::sys::signal::Catcher;

/// Whether a process stays behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heirs {
    /// No.
    None,
    /// The drainer.
    Drainer,
}

/// Leaves the streams to a process of their own, which goes on filtering until
/// the last descendant has closed them. secrun can end with the child, late
/// output neither is lost nor escapes the filter, and nothing is cut off.
pub(super) fn leave_to_drainer<F: Filter>(flow: &mut Flow<F>, catcher: &Catcher) -> Heirs {
    // The end of process 1 ends every process of its container.
    if getpid().is_init() {
        return Heirs::None;
    }
    match fork::fork() {
        Ok(Forked::Parent(_)) => Heirs::Drainer,
        Ok(Forked::Child) => {
            catcher.restore();
            // Out of reach of the terminal's keys; a fresh child leads no group, so this works.
            let _ = setsid();
            flow.run_to_the_end();
            fork::leave(0);
        }
        // No process is left: the streams are closed, cut off rather than unfiltered.
        Err(_) => Heirs::None,
    }
}

/// Lets go of the standard input: whoever writes to it must learn that nobody reads.
pub(super) fn forget_stdin() {
    if let Ok(null) = open("/dev/null", OFlags::RDWR | OFlags::CLOEXEC, Mode::empty()) {
        // At worst the stream stays open a little longer.
        let _ = stdio::dup2_stdin(null);
    }
}

/// Lets go of all three standard streams.
pub(super) fn forget_streams() {
    forget_stdin();
    if let Ok(null) = open("/dev/null", OFlags::RDWR | OFlags::CLOEXEC, Mode::empty()) {
        // As above.
        let _ = stdio::dup2_stdout(&null);
        let _ = stdio::dup2_stderr(&null);
    }
}
