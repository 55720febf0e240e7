//! Output that a child's descendants write after its end.

use rustix::fs::{Mode, OFlags, open};
use rustix::process::{getpid, setsid};
use rustix::stdio;

use crate::exec::flow::Flow;
use crate::exec::sys::fork::{self, Forked};
use crate::exec::sys::signal::Catcher;

/// The process that secrun leaves behind when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leftover {
    None,
    Drainer,
}

/// Leaves the streams to a new process, which goes on masking until the last
/// descendant has closed them. So secrun can end with the child, and late output
/// is neither lost nor unmasked.
pub(super) fn leave_to_drainer(flow: &mut Flow<'_>, catcher: &Catcher) -> Leftover {
    // The end of process 1 ends every process of its container.
    if getpid().is_init() {
        return Leftover::None;
    }
    match fork::fork() {
        Ok(Forked::Parent(_)) => Leftover::Drainer,
        Ok(Forked::Child) => {
            catcher.restore();
            // Keys of the terminal must not end it. A new process leads no group, so
            // this works.
            let _ = setsid();
            flow.run_to_the_end();
            fork::leave(0);
        }
        // Without a process the streams are closed: cut off rather than unmasked.
        Err(_) => Leftover::None,
    }
}

/// Closes the standard input, so that its writer gets a broken pipe.
pub(super) fn forget_stdin() {
    if let Ok(null) = open("/dev/null", OFlags::RDWR | OFlags::CLOEXEC, Mode::empty()) {
        // If this fails, the stream stays open a little longer.
        let _ = stdio::dup2_stdin(null);
    }
}

/// Closes all three standard streams.
pub(super) fn forget_streams() {
    forget_stdin();
    // As above.
    let _ = stdio::dup2_stdout(stdio::stdin());
    let _ = stdio::dup2_stderr(stdio::stdin());
}
