//! The process between secrun and a child with its own terminal.
//!
//! It leads the session of that terminal. Without it the child would be the
//! leader and its process group orphaned, and for orphaned groups the kernel
//! ignores Ctrl-Z. It also outlives secrun: however secrun ends, the monitor
//! ends the child and restores the real terminal.

use std::io::{Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;

use rustix::event::PollFlags;
use rustix::process::{
    Pid, Signal, WaitOptions, getpgrp, ioctl_tiocsctty, kill_process_group, setsid, waitpid,
};
use rustix::termios::tcsetpgrp;

use crate::exec::child_setup::{ChildSetup, report_error};
use crate::exec::drain::forget_streams;
use crate::exec::ending::Change;
use crate::exec::flow::{self, Event};
use crate::exec::sys::fork;
use crate::exec::sys::signal::{self, Blocked, Catcher};
use crate::exec::terminal::Terminal;

/// An order of secrun to the monitor: to let the child go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Order {
    /// In the foreground of its terminal.
    Foreground = b'f',
    Background = b'b',
}

impl Order {
    pub(super) fn send(self, mut line: &UnixStream) {
        // A monitor that has ended needs no order.
        let _ = line.write_all(&[self as u8]);
    }
}

/// Reads what the monitor reports: first the child's id, then every status that
/// wait(2) has for it. `None` when the monitor has ended.
pub(super) fn read_report(mut line: &UnixStream) -> Option<i32> {
    let mut number = [0; 4];
    line.read_exact(&mut number).ok()?;
    Some(i32::from_ne_bytes(number))
}

/// Becomes the monitor, in a forked child with every signal blocked.
pub(super) fn run(
    mut setup: ChildSetup,
    line: UnixStream,
    real: &Terminal,
    catcher: &Catcher,
    blocked: &Blocked,
) -> ! {
    let started = lead_session(&setup).and_then(|()| {
        let own = Catcher::start(&[libc::SIGCHLD])?;
        Ok((setup.fork(catcher, blocked)?, own))
    });
    let (child, own) = match started {
        Ok(started) => started,
        Err(error) => {
            report_error(&error, &setup.failure);
            fork::leave(1);
        }
    };
    let terminal = setup.ends.terminal.take();
    // The rest holds the environment, and keeps streams open that the child closes.
    drop(setup);
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
    monitor.report(child.as_raw_nonzero().get());
    monitor.watch(&own, real);
    fork::leave(0)
}

fn lead_session(setup: &ChildSetup) -> std::io::Result<()> {
    setsid()?;
    if let Some(terminal) = &setup.ends.terminal {
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
    fn report(&mut self, number: i32) {
        // If secrun has died, the end of the line says so.
        let _ = self.line.write_all(&number.to_ne_bytes());
    }

    fn watch(&mut self, catcher: &Catcher, real: &Terminal) {
        loop {
            let watched = [
                (Event::Signals, catcher.as_fd(), PollFlags::IN),
                (Event::Monitor, self.line.as_fd(), PollFlags::IN),
            ];
            let Ok(ready) = flow::wait(&watched, None) else {
                return;
            };
            let is_ready = |event| ready.iter().any(|(ready, _)| *ready == event);
            if is_ready(Event::Signals) {
                while catcher.next().is_some() {}
                self.look_after_child();
            }
            if is_ready(Event::Monitor) && !self.obey() {
                if self.terminal.is_some() {
                    // secrun was killed, which was meant for the child.
                    let _ = kill_process_group(self.child, Signal::KILL);
                    real.restore_after_death();
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
            if let Some(Change::Ended(_)) = Change::of(status.as_raw())
                && let Some(terminal) = self.terminal.take()
            {
                // When the leader of a session ends, the foreground group of its
                // terminal gets SIGHUP, which the child's descendants must not get.
                let _ = tcsetpgrp(&terminal, getpgrp());
            }
            self.report(status.as_raw());
        }
    }

    /// Obeys an order. Returns whether secrun is still alive.
    fn obey(&mut self) -> bool {
        let mut order = [0];
        if self.line.read_exact(&mut order).is_err() {
            return false;
        }
        if let Some(terminal) = &self.terminal {
            let foreground = if order == [Order::Foreground as u8] {
                self.child
            } else {
                getpgrp()
            };
            // This fails on a terminal that was hung up; the child has had SIGHUP.
            let _ = tcsetpgrp(terminal, foreground);
            let _ = kill_process_group(self.child, Signal::CONT);
        }
        true
    }
}
