//! All streams of a child together.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::channel::{CHUNK, Channel, Filter};

/// How long nothing comes after the child's end before the rest is left to a drainer.
const QUIET: Duration = Duration::from_millis(120);
/// How long the processes that a child left behind are listened to at most.
const PATIENCE: Duration = Duration::from_millis(200);

/// The streams.
pub(super) struct Flow<F> {
    channels: Vec<Channel<F>>,
    scratch: Vec<u8>,
}

/// What a descriptor is watched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// Signals that came.
    Signals,
    /// The monitor.
    Monitor,
    /// The real terminal.
    Terminal,
    /// Room for keys in the child's terminal.
    Keys,
    /// A channel's source.
    Source(usize),
    /// A channel's sink.
    Sink(usize),
}

/// Something to be watched.
pub(super) type Watched<'a> = (Token, BorrowedFd<'a>, PollFlags);

impl<F: Filter> Flow<F> {
    pub(super) fn new(channels: Vec<Channel<F>>) -> Self {
        Self {
            channels,
            scratch: vec![0; CHUNK],
        }
    }

    /// What the streams wait for.
    pub(super) fn watched(&self) -> impl Iterator<Item = Watched<'_>> {
        let channels = self.channels.iter().enumerate();
        channels.flat_map(|(index, channel)| of_channel(index, channel))
    }

    /// When a filter is to be told that nothing comes.
    pub(super) fn next_idle(&self) -> Option<Instant> {
        self.channels.iter().filter_map(Channel::idle_at).min()
    }

    /// Moves what became ready, and what has waited long enough.
    pub(super) fn work(&mut self, ready: &[(Token, PollFlags)]) {
        let now = Instant::now();
        for (index, channel) in self.channels.iter_mut().enumerate() {
            let flags_of = |wanted: Token| {
                let found = ready.iter().find(|(token, _)| *token == wanted);
                found.map_or(PollFlags::empty(), |(_, flags)| *flags)
            };
            let sink = flags_of(Token::Sink(index));
            let lost = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
            if sink.intersects(lost) {
                channel.give_up();
            } else if !(sink | flags_of(Token::Source(index))).is_empty()
                || channel.idle_at().is_some_and(|at| at <= now)
            {
                channel.work(&mut self.scratch);
            }
        }
    }

    /// Moves whatever can be moved, as before a stop.
    pub(super) fn work_all(&mut self) {
        for channel in &mut self.channels {
            channel.work(&mut self.scratch);
        }
    }

    /// Whether the real terminal has gone.
    pub(super) fn is_terminal_gone(&self) -> bool {
        let mut channels = self.channels.iter();
        channels.any(|channel| channel.is_terminal() && channel.is_gone())
    }

    /// The real terminal has gone: the child's is closed.
    pub(super) fn drop_terminal(&mut self) {
        let of_terminal = |channel: &&mut Channel<F>| channel.is_terminal();
        self.channels
            .iter_mut()
            .filter(of_terminal)
            .for_each(Channel::give_up);
    }

    /// The child has ended.
    pub(super) fn child_ended(&mut self) {
        for channel in &mut self.channels {
            channel.child_ended();
        }
    }

    /// Whether everything there will ever be is written.
    pub(super) fn is_over(&self) -> bool {
        self.channels.iter().all(Channel::is_over)
    }

    /// When the rest is not waited for any longer: `None` while the child's own
    /// output is not yet written.
    pub(super) fn leave_at(&self, ended: Instant) -> Option<Instant> {
        let delivered = self.channels.iter().all(Channel::has_delivered);
        let last = self.channels.iter().map(Channel::last_input).max();
        let quiet = last.map_or(ended, |last| last.max(ended)) + QUIET;
        delivered.then(|| quiet.min(ended + PATIENCE))
    }

    /// Goes on until every source has ended.
    pub(super) fn run_to_the_end(&mut self) {
        while !self.is_over() {
            let watched: Vec<_> = self.watched().collect();
            let Ok(ready) = wait(&watched, self.next_idle()) else {
                return;
            };
            drop(watched);
            self.work(&ready);
        }
    }
}

fn of_channel<F: Filter>(index: usize, channel: &Channel<F>) -> impl Iterator<Item = Watched<'_>> {
    let source = channel
        .watched_source()
        .map(|source| (Token::Source(index), source, PollFlags::IN));
    let sink = channel
        .watched_sink()
        .map(|(sink, flags)| (Token::Sink(index), sink, flags));
    source.into_iter().chain(sink)
}

/// Waits until something is ready, a signal comes, or a time is reached.
pub(super) fn wait(
    watched: &[Watched<'_>],
    until: Option<Instant>,
) -> Result<Vec<(Token, PollFlags)>, Errno> {
    let mut descriptors: Vec<PollFd<'_>> = watched
        .iter()
        .map(|(_, descriptor, flags)| PollFd::from_borrowed_fd(*descriptor, *flags))
        .collect();
    let timeout = until.map(|until| until.saturating_duration_since(Instant::now()));
    // A duration that does not fit is as good as none.
    let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
    match poll(&mut descriptors, timeout.as_ref()) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(error) => return Err(error),
    }
    let ready = watched.iter().zip(&descriptors);
    Ok(ready
        .map(|((token, ..), descriptor)| (*token, descriptor.revents()))
        .filter(|(_, flags)| !flags.is_empty())
        .collect())
}
