//! How a child ended, and ending the same way.

use std::io;

use rustix::process::{Resource, Rlimit, getpid, setrlimit};

use crate::exec::sys::signal;

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Code(u8),
    Signal(i32),
}

/// Output of a child that a stream did not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LostOutput {
    /// The stream's name.
    pub(crate) stream: &'static str,
    pub(crate) reason: io::ErrorKind,
}

/// How a supervised child ended, and what is lost of its output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Supervised {
    pub(crate) ending: Ending,
    pub(crate) lost: Option<LostOutput>,
}

/// A change of a child that wait(2) reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// This signal stopped it.
    Stopped(i32),
    Ended(Ending),
}

impl Change {
    /// The change that a status of wait(2) means.
    pub(super) fn of(status: i32) -> Option<Self> {
        if libc::WIFSTOPPED(status) {
            Some(Self::Stopped(libc::WSTOPSIG(status)))
        } else if libc::WIFSIGNALED(status) {
            Some(Self::Ended(Ending::Signal(libc::WTERMSIG(status))))
        } else {
            let code = libc::WIFEXITED(status).then(|| libc::WEXITSTATUS(status));
            // An exit status has 8 bits.
            let code = u8::try_from(code?).unwrap_or(u8::MAX);
            Some(Self::Ended(Ending::Code(code)))
        }
    }
}

impl Ending {
    /// The status that a shell shows for it.
    pub fn status(self) -> u8 {
        match self {
            Self::Code(code) => code,
            Self::Signal(signal) => u8::try_from(signal).map_or(u8::MAX, |n| n.saturating_add(128)),
        }
    }
}

/// Ends this process as the child ended: by the same signal, but without a core
/// file, because this process holds the secrets. Otherwise returns the status to
/// end with: the child's own, or 128 and the signal's number if the signal does
/// not end this process (the kernel lets no default action end process 1).
pub fn end_as(ending: Ending) -> u8 {
    if let Ending::Signal(signal) = ending
        && !getpid().is_init()
    {
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // If this fails, the process is still not dumpable.
        let _ = setrlimit(Resource::Core, none);
        signal::die_of(signal);
    }
    ending.status()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_is_128_and_its_number() {
        assert_eq!(Ending::Signal(15).status(), 143);
        assert_eq!(Ending::Signal(200).status(), 255);
        assert_eq!(Ending::Code(7).status(), 7);
    }
}
