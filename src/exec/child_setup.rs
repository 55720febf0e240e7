//! From a fork to the program: the steps that a child takes before its exec.

use std::io::{self, PipeReader, Read as _};
use std::os::fd::OwnedFd;

use rustix::io::Errno;
use rustix::process::{Pid, getpid, setpgid};
use rustix::stdio;
use rustix::termios::tcsetpgrp;

use crate::exec::lookup::Lookup;
use crate::exec::streams::{Plan, Route};
use crate::exec::sys::fork::{self, Forked};
use crate::exec::sys::process;
use crate::exec::sys::signal::{Blocked, Catcher};

/// The child's ends of what replaces its streams.
#[derive(Default)]
pub(super) struct Ends {
    pub(super) stdout: Option<OwnedFd>,
    pub(super) stderr: Option<OwnedFd>,
    pub(super) terminal: Option<OwnedFd>,
}

/// The process group of the child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ProcessGroup {
    /// secrun's: keys of the terminal reach both.
    Shared,
    /// Its own, without a terminal that sends keys.
    Own,
    /// Its own in the monitor's session, in the foreground.
    Foreground,
    /// Its own in the monitor's session, in the background.
    Background,
}

/// A child about to be started.
pub(super) struct ChildSetup {
    pub(super) plan: Plan,
    pub(super) ends: Ends,
    pub(super) lookup: Lookup,
    pub(super) group: ProcessGroup,
    /// Where a failure is reported; a successful exec closes it.
    pub(super) failure: OwnedFd,
}

/// Why there is no child.
#[derive(Debug)]
pub(super) enum SpawnError {
    /// The program was not found or cannot be run: the error number.
    NotExecuted(Option<i32>),
    /// A step before the exec failed.
    NotPrepared(io::Error),
}

impl From<io::Error> for SpawnError {
    fn from(error: io::Error) -> Self {
        Self::NotPrepared(error)
    }
}

impl From<Errno> for SpawnError {
    fn from(error: Errno) -> Self {
        Self::NotPrepared(error.into())
    }
}

const EXECUTION: u8 = 0;
const PREPARATION: u8 = 1;

impl ChildSetup {
    /// Forks, and becomes the program in the child. Signals are blocked, and
    /// stay blocked in the parent.
    pub(super) fn fork(&mut self, catcher: &Catcher, blocked: &Blocked) -> io::Result<Pid> {
        let parent = getpid();
        match fork::fork()? {
            Forked::Parent(child) => Ok(child),
            Forked::Child => self.become_program(parent, catcher, blocked),
        }
    }

    /// Async-signal-safe, as every function that it calls: nothing allocates
    /// or takes a lock, so this works whatever the parent was doing.
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
        report(&self.failure, kind, number);
        fork::leave(127)
    }

    fn take_place(&self, parent: Pid) -> Result<(), Errno> {
        die_with(parent)?;
        let (stdout, terminal) = (self.ends.stdout.as_ref(), self.ends.terminal.as_ref());
        if self.group != ProcessGroup::Shared {
            setpgid(None, None)?;
        }
        if let (ProcessGroup::Foreground, Some(terminal)) = (self.group, terminal) {
            // In a background group this causes SIGTTOU, which is blocked.
            tcsetpgrp(terminal, getpid())?;
        }
        let end = |route, own| match route {
            Route::Inherited => None,
            Route::Piped => own,
            Route::WithStdout => stdout,
            Route::Terminal => terminal,
        };
        if let Some(end) = end(self.plan.stdin, None) {
            stdio::dup2_stdin(end)?;
        }
        if let Some(end) = end(self.plan.stdout, stdout) {
            stdio::dup2_stdout(end)?;
        }
        if let Some(end) = end(self.plan.stderr, self.ends.stderr.as_ref()) {
            stdio::dup2_stderr(end)?;
        }
        Ok(())
    }
}

/// Has the kernel kill the child when its parent dies: killing secrun is meant to kill
/// the program.
#[cfg(target_os = "linux")]
fn die_with(parent: Pid) -> Result<(), Errno> {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};

    set_parent_process_death_signal(Some(Signal::KILL))?;
    // The parent may have died before the kernel was asked to watch it.
    if getppid() == Some(parent) {
        Ok(())
    } else {
        Err(Errno::SRCH)
    }
}

#[cfg(not(target_os = "linux"))]
fn die_with(_: Pid) -> Result<(), Errno> {
    Ok(())
}

fn report(to: &OwnedFd, kind: u8, number: i32) {
    let [a, b, c, d] = number.to_ne_bytes();
    // If this fails, there is no other way to report it.
    let _ = rustix::io::write(to, &[kind, a, b, c, d]);
}

/// Reports to the parent that a step before the exec failed.
pub(super) fn report_error(error: &io::Error, to: &OwnedFd) {
    report(to, PREPARATION, error.raw_os_error().unwrap_or(libc::EIO));
}

/// Waits until the program runs, or for the reason why it does not.
pub(super) fn wait_for_exec(mut failure: PipeReader) -> Result<(), SpawnError> {
    let mut record = Vec::with_capacity(5);
    failure.read_to_end(&mut record)?;
    let [kind, a, b, c, d] = *record.as_slice() else {
        return Ok(());
    };
    let number = i32::from_ne_bytes([a, b, c, d]);
    Err(match (kind, number) {
        (EXECUTION, 0) => SpawnError::NotExecuted(None),
        (EXECUTION, number) => SpawnError::NotExecuted(Some(number)),
        _ => SpawnError::NotPrepared(io::Error::from_raw_os_error(number)),
    })
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::env::child_env::ChildEnv;
    use crate::exec::command::CommandLine;
    use crate::exec::sys::signal;
    use crate::exec::sys::tests::fork_for_test;

    /// The exit status of a program that is started without allocating, and
    /// what the child reports.
    fn start(program: &str) -> (Option<i32>, Result<(), SpawnError>) {
        let command = CommandLine::new([program.into()]).unwrap();
        let environment = ChildEnv::of_values([("PATH", "/nowhere:/bin:/usr/bin")]);
        let (reports, failure) = io::pipe().unwrap();
        let mut setup = ChildSetup {
            plan: Plan {
                stdin: Route::Inherited,
                stdout: Route::Inherited,
                stderr: Route::Inherited,
                pipeline: false,
            },
            ends: Ends::default(),
            lookup: Lookup::new(command, environment).unwrap(),
            group: ProcessGroup::Own,
            failure: failure.into(),
        };
        let catcher = Catcher::start(&[libc::SIGWINCH]).unwrap();
        let blocked = signal::block_all();
        let parent = getpid();
        let status = fork_for_test(|| setup.become_program(parent, &catcher, &blocked));
        blocked.restore();
        drop(setup);
        (status, wait_for_exec(reports))
    }

    #[test]
    fn nothing_is_allocated_between_fork_and_exec() {
        assert!(matches!(start("true"), (Some(0), Ok(()))));
        let absent = start("no-such-program");
        assert!(
            matches!(absent, (Some(127), Err(SpawnError::NotExecuted(None)))),
            "{absent:?}"
        );
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("script");
        std::fs::write(&script, "exit 7\n").unwrap();
        std::fs::set_permissions(&script, Permissions::from_mode(0o700)).unwrap();
        let by_shell = start(script.to_str().unwrap());
        assert!(matches!(by_shell, (Some(7), Ok(()))), "{by_shell:?}");
    }
}
