//! From a fork to the program: the steps that a child takes before it is one.

use std::io::{self, PipeReader, Read as _};
use std::os::fd::OwnedFd;

use rustix::io::Errno;
use rustix::process::{Pid, getpid, setpgid};
use rustix::stdio;
use rustix::termios::tcsetpgrp;

use super::lookup::Lookup;
use super::streams::{Plan, Route};
use crate::exec::sys::fork::{self, Forked};
use crate::exec::sys::process;
use crate::exec::sys::signal::{Blocked, Catcher};

/// The child's ends of what stands in for its streams.
#[derive(Default)]
pub(super) struct Ends {
    pub(super) stdout: Option<OwnedFd>,
    pub(super) stderr: Option<OwnedFd>,
    pub(super) terminal: Option<OwnedFd>,
}

/// Where the child stands among the processes of its terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// In secrun's group: keys of the terminal reach both.
    SameGroup,
    /// In a group of its own, where there is no terminal to send keys.
    OwnGroup,
    /// In a group of its own in the monitor's session, in front.
    Foreground,
    /// The same, not in front.
    Background,
}

/// A program about to be started.
pub(super) struct Birth {
    pub(super) plan: Plan,
    pub(super) ends: Ends,
    pub(super) lookup: Lookup,
    pub(super) standing: Standing,
    /// Where a failure is told; closed by the exec that works.
    pub(super) complaint: OwnedFd,
}

/// Why there is no program.
#[derive(Debug)]
pub(super) enum Stillbirth {
    /// It was not found, or cannot be run: the error number.
    NotExecuted(Option<i32>),
    /// Something before that did not work.
    NotPrepared(io::Error),
}

impl From<io::Error> for Stillbirth {
    fn from(error: io::Error) -> Self {
        Self::NotPrepared(error)
    }
}

impl From<Errno> for Stillbirth {
    fn from(error: Errno) -> Self {
        Self::NotPrepared(error.into())
    }
}

const EXECUTION: u8 = 0;
const PREPARATION: u8 = 1;

impl Birth {
    /// Forks, and becomes the program in the child. Signals are blocked, and
    /// stay so in the parent.
    pub(super) fn fork(&mut self, catcher: &Catcher, blocked: &Blocked) -> io::Result<Pid> {
        let parent = getpid();
        match fork::fork()? {
            Forked::Parent(child) => Ok(child),
            Forked::Child => self.become_program(parent, catcher, blocked),
        }
    }

    /// Async-signal-safe from here on: nothing allocates.
    fn become_program(&mut self, parent: Pid, catcher: &Catcher, blocked: &Blocked) -> ! {
        let (kind, number) = match self.take_place(parent) {
            Ok(()) => {
                process::restore_inherited();
                catcher.restore();
                blocked.restore();
                (EXECUTION, self.lookup.execute().unwrap_or(0))
            }
            Err(error) => (PREPARATION, error.raw_os_error()),
        };
        complain(&self.complaint, kind, number);
        fork::leave(127)
    }

    fn take_place(&self, parent: Pid) -> Result<(), Errno> {
        follow_in_death(parent)?;
        let Ends {
            stdout,
            stderr,
            terminal,
        } = &self.ends;
        if self.standing != Standing::SameGroup {
            setpgid(None, None)?;
        }
        if let (Standing::Foreground, Some(terminal)) = (self.standing, terminal) {
            // SIGTTOU, which this would cause in a background group, is blocked.
            tcsetpgrp(terminal, getpid())?;
        }
        let end = |route, own| match route {
            Route::Inherited => None,
            Route::Piped => own,
            Route::WithStdout => stdout.as_ref(),
            Route::Terminal => terminal.as_ref(),
        };
        if let Some(end) = end(self.plan.stdin, None) {
            stdio::dup2_stdin(end)?;
        }
        if let Some(end) = end(self.plan.stdout, stdout.as_ref()) {
            stdio::dup2_stdout(end)?;
        }
        if let Some(end) = end(self.plan.stderr, stderr.as_ref()) {
            stdio::dup2_stderr(end)?;
        }
        Ok(())
    }
}

/// Whoever ends secrun means the program, as when secrun had become it.
#[cfg(target_os = "linux")]
fn follow_in_death(parent: Pid) -> Result<(), Errno> {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};

    set_parent_process_death_signal(Some(Signal::KILL))?;
    // The parent may have ended before the kernel was asked to watch it.
    if getppid() == Some(parent) {
        Ok(())
    } else {
        Err(Errno::SRCH)
    }
}

#[cfg(not(target_os = "linux"))]
fn follow_in_death(_: Pid) -> Result<(), Errno> {
    Ok(())
}

fn complain(to: &OwnedFd, kind: u8, number: i32) {
    let [a, b, c, d] = number.to_ne_bytes();
    // Nobody can be told that nobody can be told.
    let _ = rustix::io::write(to, &[kind, a, b, c, d]);
}

/// Tells the parent of something that failed before the program's own start.
pub(super) fn complain_of(error: &io::Error, to: &OwnedFd) {
    complain(to, PREPARATION, error.raw_os_error().unwrap_or(libc::EIO));
}

/// Waits until the program runs, or for why it does not.
pub(super) fn heard(mut complaints: PipeReader) -> Result<(), Stillbirth> {
    let mut told = Vec::with_capacity(5);
    complaints.read_to_end(&mut told)?;
    let [kind, a, b, c, d] = *told.as_slice() else {
        return Ok(());
    };
    let number = i32::from_ne_bytes([a, b, c, d]);
    Err(match (kind, number) {
        (EXECUTION, 0) => Stillbirth::NotExecuted(None),
        (EXECUTION, number) => Stillbirth::NotExecuted(Some(number)),
        _ => Stillbirth::NotPrepared(io::Error::from_raw_os_error(number)),
    })
}
