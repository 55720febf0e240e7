//! The child's terminal: a pair of pseudo-terminals that replaces the real one.

use std::os::fd::OwnedFd;

use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::Errno;
use rustix::pty::{OpenptFlags, grantpt, openpt, unlockpt};
use rustix::termios::{OptionalActions, OutputModes, tcgetattr, tcsetattr, tcsetwinsize};

use crate::exec::terminal::Terminal;

/// The real terminal, and our end of the child's.
pub(super) struct TerminalPair {
    pub(super) real: Terminal,
    pub(super) ours: OwnedFd,
    pub(super) line_ends: LineEnds,
}

impl TerminalPair {
    /// Makes a terminal that looks like the real one. Returns the child's end
    /// separately.
    pub(super) fn open() -> Result<(Self, OwnedFd), Errno> {
        let real = Terminal::open()?;
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
        tcsetattr(&theirs, OptionalActions::Now, real.modes())?;
        if let Some(size) = real.size() {
            tcsetwinsize(&theirs, size)?;
        }
        fcntl_setfl(&ours, OFlags::NONBLOCK | OFlags::RDWR)?;
        let pair = Self {
            real,
            ours,
            line_ends: LineEnds::Childs,
        };
        Ok((pair, theirs))
    }
}

/// Which of the two terminals turns `\n` into `\r\n`. If both did, every line
/// would end in `\r\r\n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    Real,
    /// The child's, as every new terminal does.
    Childs,
}

/// Leaves line ends to one of the two, and returns which one has them now: a
/// child that has turned its own off keeps that setting.
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

/// Unlike ptsname(3) this works without `/dev/pts`.
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
