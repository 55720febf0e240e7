//! secrun as the parent: the child's output passes through filters on its way.

use std::io::{self, PipeReader};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;

use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::{Pid, WaitOptions, waitpid};
use rustix::stdio;

use super::drain::forget_stdin;
use super::ending::Ending;
use super::flow::Flow;
use super::lookup::Lookup;
use super::monitor::{self, Report};
use super::pty::{self, LineEnds, Pty};
use super::channel::{Channel, Filter};
use super::child_terminal::Session;
use super::signals;
use super::sink::Sink;
use super::child_setup::{self, Birth, Ends, Standing, Stillbirth};
use super::streams::{Filtered, Plan, Route};
use super::terminal::{self, Terminal};
use super::watch::Watch;
use super::{CommandLine, LaunchError};
use crate::env::child_env::ChildEnv;
use crate::exec::sys::fork::{self, Forked};
use crate::exec::sys::process;
use crate::exec::sys::signal::{self, Blocked, Catcher};

/// The size of a pipe that we make. The default of 64 KiB makes a fast child
/// and secrun wait for each other more often.
#[cfg(target_os = "linux")]
const PIPE_SIZE: usize = 256 * 1024;

/// Runs the program as a child, its output through filters that `filter`
/// makes: one for each stream, and a single one where both are one file or
/// terminal. Comes back with how the child ended.
///
/// # Errors
///
/// [`LaunchError`] when there is no child.
pub fn supervise<F: Filter>(
    command: CommandLine,
    environment: ChildEnv,
    filtered: Filtered,
    filter: impl Fn() -> F,
) -> Result<Ending, LaunchError> {
    let program = command.shown();
    let Some(lookup) = Lookup::new(command, environment) else {
        return Err(LaunchError::not_a_string(program));
    };
    process::keep_out_debuggers();
    Stage::set(filtered)
        .map_err(Stillbirth::from)
        .and_then(|stage| stage.play(lookup, filter))
        .map_err(|error| match error {
            Stillbirth::NotExecuted(number) => LaunchError::of_lookup(program, number),
            Stillbirth::NotPrepared(error) => LaunchError::NotSupervised {
                program,
                reason: (&error).into(),
            },
        })
}

/// Everything that has to be there before the child is.
struct Stage {
    plan: Plan,
    /// Our ends: of the pipes, and of the child's terminal.
    stdout: Option<OwnedFd>,
    stderr: Option<OwnedFd>,
    front: Option<Front>,
    ends: Ends,
    standing: Standing,
    catcher: Catcher,
}

/// The two terminals.
struct Front {
    real: Terminal,
    ours: OwnedFd,
    line_ends: LineEnds,
}

impl Front {
    /// Both, and the child's end of its own.
    fn open() -> Result<(Self, OwnedFd), Errno> {
        let real = Terminal::open()?;
        let Pty { ours, theirs } = Pty::open(&real)?;
        let line_ends = LineEnds::Childs;
        let front = Self {
            real,
            ours,
            line_ends,
        };
        Ok((front, theirs))
    }
}

impl Stage {
    fn set(filtered: Filtered) -> io::Result<Self> {
        let mut plan = Plan::new(filtered);
        let mut ends = Ends::default();
        let mut front = None;
        if plan.wants_terminal() {
            match Front::open() {
                Ok((found, theirs)) => (front, ends.terminal) = (Some(found), Some(theirs)),
                // Without `/dev/ptmx` the child goes without a terminal, but not unfiltered.
                Err(_) => plan = plan.without_terminal(),
            }
        }
        let stdout = pipe_for(plan.stdout, &mut ends.stdout)?;
        let stderr = pipe_for(plan.stderr, &mut ends.stderr)?;
        let standing = match &mut front {
            Some(Front { real, .. }) if !plan.pipeline && real.is_in_front() => {
                real.make_raw();
                Standing::Foreground
            }
            Some(front) => {
                front.line_ends = pty::leave_line_ends(&front.ours, LineEnds::Real)?;
                Standing::Background
            }
            None if terminal::has_controlling_terminal() => Standing::SameGroup,
            None => Standing::OwnGroup,
        };
        Ok(Self {
            plan,
            stdout,
            stderr,
            front,
            ends,
            standing,
            catcher: Catcher::start(&signals::caught(standing))?,
        })
    }

    /// Starts the child and stays until it has ended.
    fn play<F: Filter>(self, lookup: Lookup, filter: impl Fn() -> F) -> Result<Ending, Stillbirth> {
        let (hear, complaint) = io::pipe()?;
        let birth = Birth {
            plan: self.plan,
            ends: self.ends,
            lookup,
            standing: self.standing,
            complaint: complaint.into(),
        };
        let outputs = Outputs {
            stdout: self.stdout,
            stderr: self.stderr,
            hear,
        };
        let (plan, standing, catcher) = (self.plan, self.standing, self.catcher);
        let blocked = signal::block_all();
        let born = match self.front {
            None => alone(birth, outputs, &catcher, &blocked),
            Some(front) => monitored(birth, outputs, front, &catcher, &blocked),
        };
        signal::unblock_all();
        let born = born?;
        forget_stdin();
        let flow = Flow::new(channels(plan, born.sources, filter));
        let watch = Watch::new(flow, catcher, standing, born.child, born.session);
        Ok(watch.until_the_end()?)
    }
}

/// Our ends of what the child writes to.
struct Outputs {
    stdout: Option<OwnedFd>,
    stderr: Option<OwnedFd>,
    /// Tells of a start that failed.
    hear: PipeReader,
}

/// A child that runs.
struct Born {
    child: Pid,
    session: Option<Session>,
    sources: Sources,
}

/// Where output comes from.
struct Sources {
    stdout: Option<OwnedFd>,
    stderr: Option<OwnedFd>,
    /// Both ends of the child's terminal.
    terminal: Option<(OwnedFd, OwnedFd)>,
}

/// A pipe for a stream that is to have one.
fn pipe_for(route: Route, theirs: &mut Option<OwnedFd>) -> io::Result<Option<OwnedFd>> {
    if route != Route::Piped {
        return Ok(None);
    }
    let (ours, end) = io::pipe()?;
    // Only our end has this flag: each end is a description of its own.
    rustix::fs::fcntl_setfl(&ours, OFlags::NONBLOCK)?;
    // A user who has many pipes gets no larger ones; then it stays as it is.
    #[cfg(target_os = "linux")]
    let _ = rustix::pipe::fcntl_setpipe_size(&ours, PIPE_SIZE);
    *theirs = Some(end.into());
    Ok(Some(ours.into()))
}

fn alone(
    mut birth: Birth,
    outputs: Outputs,
    catcher: &Catcher,
    blocked: &Blocked,
) -> Result<Born, Stillbirth> {
    let child = birth.fork(catcher, blocked)?;
    drop(birth);
    start::heard(outputs.hear).inspect_err(|_| reap(child))?;
    Ok(Born {
        child,
        session: None,
        sources: Sources {
            stdout: outputs.stdout,
            stderr: outputs.stderr,
            terminal: None,
        },
    })
}

fn monitored(
    birth: Birth,
    outputs: Outputs,
    front: Front,
    catcher: &Catcher,
    blocked: &Blocked,
) -> Result<Born, Stillbirth> {
    let (line, monitors_line) = UnixStream::pair()?;
    let monitor = match fork::fork()? {
        Forked::Parent(monitor) => monitor,
        Forked::Child => {
            // Whatever the monitor held of these would never be closed.
            drop((outputs, line, front.ours));
            monitor::run(birth, monitors_line, &front.real, catcher, blocked);
        }
    };
    let (shy, ends) = (birth.plan.pipeline, birth.ends);
    drop((birth.lookup, birth.complaint, monitors_line));
    if let Err(error) = start::heard(outputs.hear) {
        // The monitor ends with its line.
        drop(line);
        reap(monitor);
        return Err(error);
    }
    let Some(Report::Started(id)) = Report::read(&line) else {
        return Err(io::Error::from(io::ErrorKind::BrokenPipe).into());
    };
    let child = Pid::from_raw(id).ok_or(Errno::SRCH)?;
    let ours = rustix::io::fcntl_dupfd_cloexec(&front.ours, 3)?;
    let session = Session::new(monitor, line, ours, front.real, front.line_ends, shy);
    Ok(Born {
        child,
        session: Some(session),
        sources: Sources {
            stdout: outputs.stdout,
            stderr: outputs.stderr,
            terminal: ends.terminal.map(|theirs| (front.ours, theirs)),
        },
    })
}

/// Waits for a process that is about to end.
fn reap(process: Pid) {
    // It is a child of ours, and nobody else waits for it.
    let _ = rustix::io::retry_on_intr(|| waitpid(Some(process), WaitOptions::empty()));
}

/// The streams from the child's ends to ours.
fn channels<F: Filter>(plan: Plan, sources: Sources, filter: impl Fn() -> F) -> Vec<Channel<F>> {
    let shown_on = if plan.stdout == Route::Terminal {
        stdio::stdout()
    } else {
        stdio::stderr()
    };
    let piped = [
        (sources.stdout, stdio::stdout()),
        (sources.stderr, stdio::stderr()),
    ];
    let mut channels: Vec<_> = piped
        .into_iter()
        .filter_map(|(source, sink)| Some((source?, sink)))
        .map(|(source, sink)| Channel::new(source, Sink::new(sink), filter()))
        .collect();
    if let Some((ours, theirs)) = sources.terminal {
        let mut channel = Channel::new(ours, Sink::new(shown_on), filter());
        if cfg!(not(target_os = "linux")) {
            channel.hold_open(theirs);
        }
        channels.push(channel);
    }
    channels
}
