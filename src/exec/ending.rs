//! How a child ended, and ending the same way.

use rustix::process::{Resource, Rlimit, WaitStatus, getpid, setrlimit};

use crate::exec::sys::signal;

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With this status.
    Code(u8),
    /// By this signal.
    Signal(i32),
}

impl Ending {
    /// What a wait(2) tells, if it tells of an end.
    pub(super) fn of(status: WaitStatus) -> Option<Self> {
        if let Some(signal) = status.terminating_signal() {
            return Some(Self::Signal(signal));
        }
        // A status has 8 bits.
        let code = status.exit_status()?;
        Some(Self::Code(u8::try_from(code & 0xff).unwrap_or(u8::MAX)))
    }

    /// The status that a shell shows for it.
    #[must_use]
    pub fn status(self) -> u8 {
        match self {
            Self::Code(code) => code,
            Self::Signal(signal) => u8::try_from(signal).map_or(u8::MAX, |n| n.saturating_add(128)),
        }
    }
}

/// Ends this process as the child ended: by the same signal, without a core
/// file, because this process holds the secrets. Comes back with the status to
/// end with: the child's own, or 128 and the signal where a signal does not
/// end this process (the kernel lets no default action end process 1).
#[must_use]
pub fn end_as(ending: Ending) -> u8 {
    if let Ending::Signal(signal) = ending
        && !getpid().is_init()
    {
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Where the limit cannot be lowered, the process is still not dumpable.
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
