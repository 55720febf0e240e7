//! The real terminal, while another one stands in for it.

use std::os::fd::{AsFd as _, OwnedFd};

use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::stdio;
use rustix::termios::{
    OptionalActions, Termios, Winsize, isatty, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr,
};

use super::sink::{Access, reopened};

/// The terminal that people type on. Its modes are put back on drop.
pub(super) struct Terminal {
    device: OwnedFd,
    /// As it was found, and as it is to be left.
    cooked: Termios,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It works on what is typed: echo, line editing, Ctrl-C.
    Cooked,
    /// It passes every key on: the child's terminal works on them.
    Raw,
}

impl Terminal {
    /// Finds the terminal: the standard input, or else the controlling
    /// terminal, or else the one that output goes to.
    pub(super) fn open() -> Result<Self, Errno> {
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let found = [stdio::stdin(), stdio::stdout(), stdio::stderr()]
            .into_iter()
            .find(|descriptor| isatty(descriptor))
            .ok_or(Errno::NOTTY)?;
        // The standard input comes before `/dev/tty`, which poll(2) of macOS refuses.
        let controlling = || open("/dev/tty", flags, Mode::empty());
        let own = || {
            reopened(found, Access::Both)
                .map_or_else(|| rustix::io::fcntl_dupfd_cloexec(found, 3), Ok)
        };
        let device = if isatty(stdio::stdin()) {
            own()?
        } else {
            controlling().or_else(|_| own())?
        };
        let cooked = tcgetattr(&device)?;
        Ok(Self {
            device,
            cooked,
            state: State::Cooked,
        })
    }

    /// A copy for the monitor, which may outlive this process.
    pub(super) fn device(&self) -> &OwnedFd {
        &self.device
    }

    /// Its modes as people left them.
    pub(super) fn modes(&self) -> &Termios {
        &self.cooked
    }

    pub(super) fn size(&self) -> Option<Winsize> {
        tcgetwinsize(&self.device).ok()
    }

    /// Whether this process may use it. A terminal of no session, or of
    /// another one, has no job control to ask.
    pub(super) fn is_in_front(&self) -> bool {
        match tcgetpgrp(self.device.as_fd()) {
            Ok(group) => group == getpgrp(),
            Err(error) => error == Errno::NOTTY,
        }
    }

    /// Lets every key through. The modes may have been changed since the last time.
    pub(super) fn make_raw(&mut self) {
        if let Ok(now) = tcgetattr(&self.device)
            && !are_same(&now, &raw(&self.cooked))
        {
            self.cooked = now;
        }
        // A terminal that has gone is told by its hangup.
        let _ = tcsetattr(&self.device, OptionalActions::Now, &raw(&self.cooked));
        self.state = State::Raw;
    }

    /// Puts the modes back, if this process may: in the background they are
    /// somebody else's by now.
    pub(super) fn restore(&mut self) {
        if self.state == State::Raw && self.is_in_front() {
            let _ = tcsetattr(&self.device, OptionalActions::Now, &self.cooked);
        }
        self.state = State::Cooked;
    }

    /// Puts the modes back after the process that made it raw has died, unless
    /// somebody has changed them since.
    pub(super) fn restore_for_the_dead(&self) {
        if tcgetattr(&self.device).is_ok_and(|now| are_same(&now, &raw(&self.cooked))) {
            let _ = tcsetattr(&self.device, OptionalActions::Now, &self.cooked);
        }
    }

    pub(super) fn is_raw(&self) -> bool {
        self.state == State::Raw
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.restore();
    }
}

fn raw(cooked: &Termios) -> Termios {
    let mut raw = cooked.clone();
    raw.make_raw();
    raw
}

fn are_same(one: &Termios, other: &Termios) -> bool {
    one.input_modes == other.input_modes
        && one.output_modes == other.output_modes
        && one.local_modes == other.local_modes
}

/// Whether this process has a controlling terminal.
pub(super) fn has_controlling_terminal() -> bool {
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    open("/dev/tty", flags, Mode::empty()).is_ok()
}
