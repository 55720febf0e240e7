//! The process between secrun and a child on a terminal of its own.
//!
//! It leads the session of that terminal. Without it the child would be the
//! leader, its process group an orphaned one, and the kernel drops the stop of
//! Ctrl-Z for those. It also outlives secrun: whatever ends secrun, the child
//! is ended and the real terminal put back.

use std::io::{Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;

use rustix::event::PollFlags;
use rustix::process::{
    Pid, Signal, WaitOptions, getpgrp, ioctl_tiocsctty, kill_process_group, setsid, waitpid,
};
use rustix::termios::tcsetpgrp;

use super::drain::forget_streams;
use super::ending::Ending;
use super::flow::{self, Token};
use super::child_setup::{Birth, complain_of};
use super::terminal::Terminal;
use crate::exec::sys::fork;
use crate::exec::sys::signal::{self, Blocked, Catcher};

/// What the monitor tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    /// The child's id.
    Started(i32),
    /// A signal stopped the child.
    Stopped(i32),
    /// The child has ended.
    Ended(Ending),
}

/// What the monitor is told: to let the child go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// In front of its terminal.
    Foreground,
    /// Behind whoever is in front.
    Background,
}

impl Report {
    fn encode(self) -> [u8; 5] {
        let (kind, number) = match self {
            Self::Started(id) => (b's', id),
            Self::Stopped(signal) => (b't', signal),
            Self::Ended(Ending::Code(code)) => (b'c', code.into()),
            Self::Ended(Ending::Signal(signal)) => (b'k', signal),
        };
        let [a, b, c, d] = number.to_ne_bytes();
        [kind, a, b, c, d]
    }

    /// Reads one. `None` when the monitor has ended.
    pub(super) fn read(mut line: &UnixStream) -> Option<Self> {
        let mut record = [0; 5];
        line.read_exact(&mut record).ok()?;
        let [kind, a, b, c, d] = record;
        let number = i32::from_ne_bytes([a, b, c, d]);
        match kind {
            b's' => Some(Self::Started(number)),
            b't' => Some(Self::Stopped(number)),
            b'c' => u8::try_from(number)
                .ok()
                .map(|code| Self::Ended(Ending::Code(code))),
            b'k' => Some(Self::Ended(Ending::Signal(number))),
            _ => None,
        }
    }
}

impl Order {
    /// Sends it. A monitor that has ended needs none.
    pub(super) fn send(self, mut line: &UnixStream) {
        let _ = line.write_all(&[match self {
            Self::Foreground => b'f',
            Self::Background => b'b',
        }]);
    }
}

/// Becomes the monitor, in a forked child with every signal blocked.
pub(super) fn run(
    mut birth: Birth,
    line: UnixStream,
    real: &Terminal,
    catcher: &Catcher,
    blocked: &Blocked,
) -> ! {
    let begun = lead_session(&birth).and_then(|()| {
        let own = Catcher::start(&[libc::SIGCHLD])?;
        Ok((birth.fork(catcher, blocked)?, own))
    });
    let (child, own) = match begun {
        Ok(begun) => begun,
        Err(error) => {
            complain_of(&error, &birth.complaint);
            fork::leave(1);
        }
    };
    let terminal = birth.ends.terminal.take();
    // The rest would keep streams open that the child closes, and holds the environment.
    drop(birth);
    forget_streams();
    for signal in [libc::SIGTTOU, libc::SIGTTIN, libc::SIGTSTP] {
        signal::ignore(signal);
    }
    signal::unblock_all();
    let mut monitor = Monitor {
        child,
        line,
        terminal,
    };
    monitor.tell(Report::Started(child.as_raw_nonzero().get()));
    monitor.watch(&own, real);
    fork::leave(0)
}

fn lead_session(birth: &Birth) -> std::io::Result<()> {
    setsid()?;
    if let Some(terminal) = &birth.ends.terminal {
        ioctl_tiocsctty(terminal)?;
    }
    Ok(())
}

struct Monitor {
    child: Pid,
    line: UnixStream,
    /// The child's terminal, until the child has ended.
    terminal: Option<OwnedFd>,
}

impl Monitor {
    fn tell(&mut self, report: Report) {
        // When secrun has gone, the end of the line tells so.
        let _ = self.line.write_all(&report.encode());
    }

    fn watch(&mut self, catcher: &Catcher, real: &Terminal) {
        loop {
            let watched = [
                (Token::Signals, catcher.as_fd(), PollFlags::IN),
                (Token::Monitor, self.line.as_fd(), PollFlags::IN),
            ];
            let Ok(ready) = flow::wait(&watched, None) else {
                return;
            };
            if ready.iter().any(|(token, _)| *token == Token::Signals) {
                while catcher.next().is_some() {}
                self.look_after_child();
            }
            if ready.iter().any(|(token, _)| *token == Token::Monitor) && !self.obey() {
                if self.terminal.is_some() {
                    // secrun was killed, and whoever did that meant the child.
                    let _ = kill_process_group(self.child, Signal::KILL);
                    real.restore_for_the_dead();
                }
                return;
            }
        }
    }

    fn look_after_child(&mut self) {
        let options = WaitOptions::NOHANG | WaitOptions::UNTRACED;
        while self.terminal.is_some() {
            let Ok(Some((_, status))) = waitpid(Some(self.child), options) else {
                return;
            };
            if let Some(signal) = status.stopping_signal() {
                self.tell(Report::Stopped(signal));
            } else if let Some(ending) = Ending::of(status) {
                // When the leader of a session ends, the group in front of its
                // terminal gets SIGHUP; the child's descendants are not to get it.
                if let Some(terminal) = self.terminal.take() {
                    let _ = tcsetpgrp(&terminal, getpgrp());
                }
                self.tell(Report::Ended(ending));
            }
        }
    }

    /// Does what it is told. Whether there is still somebody to tell it.
    fn obey(&mut self) -> bool {
        let mut order = [0];
        if self.line.read_exact(&mut order).is_err() {
            return false;
        }
        if let Some(terminal) = &self.terminal {
            let in_front = match order {
                [b'f'] => self.child,
                _ => getpgrp(),
            };
            // A terminal that was hung up has nobody in front; the child has had SIGHUP.
            let _ = tcsetpgrp(terminal, in_front);
            let _ = kill_process_group(self.child, Signal::CONT);
        }
        true
    }
}
