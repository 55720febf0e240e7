//! secrun as the parent: the child's output is masked.

use std::io::{self, PipeReader};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;

use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::{Pid, WaitOptions, waitpid};
use rustix::stdio;

use crate::env::child_env::ChildEnv;
use crate::exec::channel::Channel;
use crate::exec::child_setup::{ChildSetup, Ends, ProcessGroup, SpawnError, wait_for_exec};
use crate::exec::child_terminal::ChildTerminal;
use crate::exec::command::{CommandLine, LaunchError};
use crate::exec::drain::forget_stdin;
use crate::exec::ending::Supervised;
use crate::exec::flow::Flow;
use crate::exec::lookup::Lookup;
use crate::exec::monitor;
use crate::exec::pty::{self, LineEnds, TerminalPair};
use crate::exec::signals;
use crate::exec::sink::Sink;
use crate::exec::streams::{MaskedStreams, Plan, Route};
use crate::exec::sys::fork::{self, Forked};
use crate::exec::sys::pipe;
use crate::exec::sys::signal::{self, Blocked, Catcher};
use crate::exec::terminal;
use crate::exec::watch::Watch;
use crate::needle::Needles;
use crate::needle::mask::Masker;

/// The size of a pipe between the child and secrun.
const PIPE_SIZE: usize = 256 * 1024;

/// Runs the program as a child with its output masked: by one masker for each
/// stream, or a single one if both are the same file or terminal. Returns how
/// the child ended, and whether a stream did not take its output.
pub(crate) fn supervise(
    command: CommandLine,
    environment: ChildEnv,
    masked: MaskedStreams,
    needles: &Needles,
) -> Result<Supervised, LaunchError> {
    let program = command.shown();
    let Some(lookup) = Lookup::new(command, environment) else {
        return Err(LaunchError::not_a_string(program));
    };
    Setup::new(masked)
        .map_err(SpawnError::from)
        .and_then(|setup| setup.run(lookup, needles))
        .map_err(|error| match error {
            SpawnError::NotExecuted(number) => LaunchError::of_lookup(program, number),
            SpawnError::NotPrepared(error) => LaunchError::NotSupervised {
                program,
                reason: (&error).into(),
            },
        })
}

/// Everything that must exist before the child does.
struct Setup {
    plan: Plan,
    sources: Sources,
    terminals: Option<TerminalPair>,
    ends: Ends,
    group: ProcessGroup,
    catcher: Catcher,
}

/// Where the child's output comes from: our ends of its pipes and its terminal.
#[derive(Default)]
struct Sources {
    stdout: Option<OwnedFd>,
    stderr: Option<OwnedFd>,
    terminal: Option<OwnedFd>,
    /// The child's end of its terminal.
    child_side: Option<OwnedFd>,
}

/// A child that runs.
struct Started {
    child: Pid,
    terminal: Option<ChildTerminal>,
    sources: Sources,
}

impl Setup {
    fn new(masked: MaskedStreams) -> io::Result<Self> {
        let mut plan = Plan::new(masked);
        let (mut ends, mut terminals) = (Ends::default(), None);
        if plan.wants_terminal() {
            match TerminalPair::open() {
                Ok((pair, theirs)) => (terminals, ends.terminal) = (Some(pair), Some(theirs)),
                // Without `/dev/ptmx` the child has no terminal, but its output is masked.
                Err(_) => plan = plan.without_terminal(),
            }
        }
        let sources = Sources {
            stdout: pipe_for(plan.stdout, &mut ends.stdout)?,
            stderr: pipe_for(plan.stderr, &mut ends.stderr)?,
            ..Sources::default()
        };
        let group = match &mut terminals {
            Some(TerminalPair { real, .. }) if !plan.pipeline && real.is_in_front() => {
                real.make_raw();
                ProcessGroup::Foreground
            }
            Some(pair) => {
                pair.line_ends = pty::leave_line_ends(&pair.ours, LineEnds::Real)?;
                ProcessGroup::Background
            }
            None if terminal::has_controlling_terminal() => ProcessGroup::Shared,
            None => ProcessGroup::Own,
        };
        Ok(Self {
            plan,
            sources,
            terminals,
            ends,
            group,
            catcher: Catcher::start(&signals::caught(group))?,
        })
    }

    /// Starts the child and stays until it has ended.
    fn run(self, lookup: Lookup, needles: &Needles) -> Result<Supervised, SpawnError> {
        let (failures, failure) = io::pipe()?;
        let (plan, group, catcher) = (self.plan, self.group, self.catcher);
        let child = ChildSetup {
            plan,
            ends: self.ends,
            lookup,
            group,
            failure: failure.into(),
        };
        let blocked = signal::block_all();
        let started = match self.terminals {
            None => start(child, self.sources, failures, &catcher, &blocked),
            Some(pair) => start_monitored(child, self.sources, failures, pair, &catcher, &blocked),
        };
        signal::unblock_all();
        let started = started?;
        forget_stdin();
        let flow = Flow::new(channels(plan, started.sources, needles));
        let watch = Watch::new(flow, catcher, group, started.child, started.terminal);
        Ok(watch.until_the_end()?)
    }
}

/// A pipe for a stream, if the stream gets its own.
fn pipe_for(route: Route, theirs: &mut Option<OwnedFd>) -> io::Result<Option<OwnedFd>> {
    if route != Route::Piped {
        return Ok(None);
    }
    let (ours, end) = io::pipe()?;
    // This flag affects only our end: each end has its own open file description.
    rustix::fs::fcntl_setfl(&ours, OFlags::NONBLOCK)?;
    pipe::widen(&ours, PIPE_SIZE);
    *theirs = Some(end.into());
    Ok(Some(ours.into()))
}

fn start(
    mut setup: ChildSetup,
    sources: Sources,
    failures: PipeReader,
    catcher: &Catcher,
    blocked: &Blocked,
) -> Result<Started, SpawnError> {
    let child = setup.fork(catcher, blocked)?;
    drop(setup);
    wait_for_exec(failures).inspect_err(|_| reap(child))?;
    Ok(Started {
        child,
        terminal: None,
        sources,
    })
}

fn start_monitored(
    setup: ChildSetup,
    mut sources: Sources,
    failures: PipeReader,
    pair: TerminalPair,
    catcher: &Catcher,
    blocked: &Blocked,
) -> Result<Started, SpawnError> {
    let (line, monitors_line) = UnixStream::pair()?;
    let monitor = match fork::fork()? {
        Forked::Parent(monitor) => monitor,
        Forked::Child => {
            // The monitor never returns, so it would hold these open.
            drop((sources, failures, line, pair.ours));
            monitor::run(setup, monitors_line, &pair.real, catcher, blocked);
        }
    };
    let read_on_demand = setup.plan.pipeline;
    sources.child_side = setup.ends.terminal;
    drop((setup.ends.stdout, setup.ends.stderr));
    drop((setup.lookup, setup.failure, monitors_line));
    if let Err(error) = wait_for_exec(failures) {
        // The monitor ends with its line.
        drop(line);
        reap(monitor);
        return Err(error);
    }
    let id = monitor::read_report(&line).ok_or(Errno::PIPE)?;
    let child = Pid::from_raw(id).ok_or(Errno::SRCH)?;
    sources.terminal = Some(rustix::io::fcntl_dupfd_cloexec(&pair.ours, 3)?);
    Ok(Started {
        child,
        terminal: Some(ChildTerminal::new(monitor, line, pair, read_on_demand)),
        sources,
    })
}

/// Waits for a process that is about to end.
fn reap(process: Pid) {
    // It is a child of ours, and nobody else waits for it.
    let _ = rustix::io::retry_on_intr(|| waitpid(Some(process), WaitOptions::empty()));
}

/// The streams from the child's ends to ours.
fn channels(plan: Plan, sources: Sources, needles: &Needles) -> Vec<Channel<'_>> {
    let shown_on = if plan.stdout == Route::Terminal {
        stdio::stdout()
    } else {
        stdio::stderr()
    };
    let mut channels = Vec::new();
    for (source, sink) in [
        (sources.stdout, stdio::stdout()),
        (sources.stderr, stdio::stderr()),
        (sources.terminal, shown_on),
    ] {
        let channel = |source| Channel::new(source, Sink::new(sink), Masker::new(needles));
        channels.extend(source.map(channel));
    }
    if cfg!(not(target_os = "linux"))
        && let (Some(channel), Some(side)) = (channels.last_mut(), sources.child_side)
    {
        channel.hold_open(side);
    }
    channels
}
