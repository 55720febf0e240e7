//! The real terminal, while another one replaces it for the child.

use std::os::fd::{AsFd as _, OwnedFd};

use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::stdio;
use rustix::termios::{
    OptionalActions, Termios, Winsize, isatty, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr,
};

use crate::exec::sink::reopened;

/// The terminal that people type on. Its modes are restored on drop.
pub(super) struct Terminal {
    device: OwnedFd,
    /// Its modes as they were found, and as they will be left.
    cooked: Termios,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It processes what is typed: echo, line editing, Ctrl-C.
    Cooked,
    /// It passes every key on, and the child's terminal processes them.
    Raw,
}

impl Terminal {
    /// Finds the terminal: the standard input, otherwise the controlling
    /// terminal, otherwise the one that output goes to.
    pub(super) fn open() -> Result<Self, Errno> {
        let found = [stdio::stdin(), stdio::stdout(), stdio::stderr()]
            .into_iter()
            .find(|descriptor| isatty(descriptor))
            .ok_or(Errno::NOTTY)?;
        // The standard input comes first, because poll(2) of macOS refuses `/dev/tty`.
        let own = || {
            reopened(found, OFlags::RDWR)
                .map_or_else(|| rustix::io::fcntl_dupfd_cloexec(found, 3), Ok)
        };
        let device = if isatty(stdio::stdin()) {
            own()?
        } else {
            open_controlling().or_else(|_| own())?
        };
        let cooked = tcgetattr(&device)?;
        Ok(Self {
            device,
            cooked,
            state: State::Cooked,
        })
    }

    pub(super) fn device(&self) -> &OwnedFd {
        &self.device
    }

    /// Its modes as the user left them.
    pub(super) fn modes(&self) -> &Termios {
        &self.cooked
    }

    pub(super) fn size(&self) -> Option<Winsize> {
        tcgetwinsize(&self.device).ok()
    }

    /// Whether this process is in its foreground. A terminal of another session,
    /// or of none, has no job control, so everybody is.
    pub(super) fn is_in_front(&self) -> bool {
        match tcgetpgrp(self.device.as_fd()) {
            Ok(group) => group == getpgrp(),
            Err(error) => error == Errno::NOTTY,
        }
    }

    /// Lets every key through. The user may have changed the modes since the last
    /// time.
    pub(super) fn make_raw(&mut self) {
        if let Ok(now) = tcgetattr(&self.device)
            && !are_same(&now, &raw(&self.cooked))
        {
            self.cooked = now;
        }
        // On a terminal that was hung up this fails, and its hangup is handled.
        let _ = tcsetattr(&self.device, OptionalActions::Now, &raw(&self.cooked));
        self.state = State::Raw;
    }

    /// Restores the modes in the foreground. In the background they belong to
    /// another process by now.
    pub(super) fn restore(&mut self) {
        if self.state == State::Raw && self.is_in_front() {
            let _ = tcsetattr(&self.device, OptionalActions::Now, &self.cooked);
        }
        self.state = State::Cooked;
    }

    /// Restores the modes after the process that made it raw has died, unless
    /// another process has changed them since.
    pub(super) fn restore_after_death(&self) {
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
    open_controlling().is_ok()
}

fn open_controlling() -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    open("/dev/tty", flags, Mode::empty())
}
