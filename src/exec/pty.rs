//! A pair of pseudo-terminals: the child's terminal, and our end of it.

use std::os::fd::OwnedFd;

use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::Errno;
use rustix::pty::{OpenptFlags, grantpt, openpt, unlockpt};
use rustix::termios::{OptionalActions, OutputModes, tcgetattr, tcsetattr, tcsetwinsize};

use super::terminal::Terminal;

/// The pair.
pub(super) struct Pty {
    /// Our end, which does not block.
    pub(super) ours: OwnedFd,
    /// The child's.
    pub(super) theirs: OwnedFd,
}

impl Pty {
    /// Makes a terminal that looks like the real one.
    pub(super) fn open(like: &Terminal) -> Result<Self, Errno> {
        #[cfg(target_os = "linux")]
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        #[cfg(not(target_os = "linux"))]
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let ours = openpt(flags)?;
        #[cfg(not(target_os = "linux"))]
        rustix::io::fcntl_setfd(&ours, rustix::io::FdFlags::CLOEXEC)?;
        grantpt(&ours)?;
        unlockpt(&ours)?;
        let theirs = other_end(&ours)?;
        tcsetattr(&theirs, OptionalActions::Now, like.modes())?;
        if let Some(size) = like.size() {
            tcsetwinsize(&theirs, size)?;
        }
        fcntl_setfl(&ours, OFlags::NONBLOCK | OFlags::RDWR)?;
        Ok(Self { ours, theirs })
    }
}

/// Which of two terminals, one behind the other, turns `\n` into `\r\n`: if both
/// did, every line would end in `\r\r\n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// The real one.
    Real,
    /// The child's, as it does by itself.
    Childs,
}

/// Leaves line ends to one of the two, and says to which in the end: a child
/// that has turned them off itself keeps that.
pub(super) fn leave_line_ends(ours: &OwnedFd, to: LineEnds) -> Result<LineEnds, Errno> {
    let mut modes = tcgetattr(ours)?;
    if to == LineEnds::Real && !modes.output_modes.contains(OutputModes::OPOST) {
        return Ok(LineEnds::Childs);
    }
    modes
        .output_modes
        .set(OutputModes::OPOST, to == LineEnds::Childs);
    tcsetattr(ours, OptionalActions::Now, &modes)?;
    Ok(to)
}

/// Works without `/dev/pts` as well.
#[cfg(target_os = "linux")]
fn other_end(ours: &OwnedFd) -> Result<OwnedFd, Errno> {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    rustix::pty::ioctl_tiocgptpeer(ours, flags)
}

#[cfg(not(target_os = "linux"))]
fn other_end(ours: &OwnedFd) -> Result<OwnedFd, Errno> {
    let name = rustix::pty::ptsname(ours, Vec::new())?;
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    rustix::fs::open(name, flags, rustix::fs::Mode::empty())
}
