//! All streams of a child together.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;

use crate::exec::channel::{CHUNK, Channel};
use crate::exec::ending::LostOutput;
use crate::exec::sys::poll::poll_until;

/// How long the streams are silent after the child's end before the rest is
/// left to a drainer.
const QUIET: Duration = Duration::from_millis(120);
/// How long to listen, at most, to processes that the child left behind.
const PATIENCE: Duration = Duration::from_millis(200);

/// The streams, with one buffer for all of them.
pub(super) struct Flow<'n> {
    channels: Vec<Channel<'n>>,
    scratch: Vec<u8>,
}

/// The meaning of a descriptor that becomes ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// A signal was caught.
    Signals,
    /// The monitor reports, or secrun gives it an order.
    Monitor,
    /// The real terminal has keys.
    Terminal,
    /// The child's terminal has room for keys.
    Keys,
    Source(usize),
    Sink(usize),
}

/// A descriptor to wait for.
pub(super) type Watched<'a> = (Event, BorrowedFd<'a>, PollFlags);

impl<'n> Flow<'n> {
    pub(super) fn new(channels: Vec<Channel<'n>>) -> Self {
        Self {
            channels,
            scratch: vec![0; CHUNK],
        }
    }

    /// The descriptors that the streams wait for.
    pub(super) fn watched(&self) -> Vec<Watched<'_>> {
        let mut watched = Vec::new();
        for (index, channel) in self.channels.iter().enumerate() {
            let source = channel.watched_source();
            watched.extend(source.map(|source| (Event::Source(index), source, PollFlags::IN)));
            let sink = channel.watched_sink();
            watched.extend(sink.map(|(sink, flags)| (Event::Sink(index), sink, flags)));
        }
        watched
    }

    /// When to notify the next masker of a pause.
    pub(super) fn next_idle(&self) -> Option<Instant> {
        self.channels.iter().filter_map(Channel::idle_at).min()
    }

    /// Moves what is ready, and tells maskers of a pause that is due.
    pub(super) fn work(&mut self, ready: &[(Event, PollFlags)]) {
        let now = Instant::now();
        for (index, channel) in self.channels.iter_mut().enumerate() {
            let flags_of = |wanted: Event| {
                let found = ready.iter().find(|(event, _)| *event == wanted);
                found.map_or(PollFlags::empty(), |(_, flags)| *flags)
            };
            let sink = flags_of(Event::Sink(index));
            let lost = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
            if sink.intersects(lost) {
                channel.give_up();
            } else if !(sink | flags_of(Event::Source(index))).is_empty()
                || channel.idle_at().is_some_and(|at| at <= now)
            {
                channel.work(&mut self.scratch);
            }
        }
    }

    /// Moves everything that can be moved, before this process stops.
    pub(super) fn work_all(&mut self) {
        for channel in &mut self.channels {
            channel.work(&mut self.scratch);
        }
    }

    /// Whether writing to the real terminal failed.
    pub(super) fn is_terminal_broken(&self) -> bool {
        let mut channels = self.channels.iter();
        channels.any(|channel| channel.is_terminal() && channel.is_broken())
    }

    /// The real terminal was hung up: closes the child's.
    pub(super) fn drop_terminal(&mut self) {
        for channel in &mut self.channels {
            if channel.is_terminal() {
                channel.give_up();
            }
        }
    }

    /// The first stream whose output could not be written.
    pub(super) fn lost(&self) -> Option<LostOutput> {
        self.channels.iter().find_map(Channel::lost)
    }

    /// Tells every stream that the child has ended.
    pub(super) fn child_ended(&mut self) {
        for channel in &mut self.channels {
            channel.child_ended();
        }
    }

    /// Whether every source has ended and everything is written.
    pub(super) fn is_over(&self) -> bool {
        self.channels.iter().all(Channel::is_over)
    }

    /// When to stop waiting for the rest: never while output of the child itself
    /// is not yet written.
    pub(super) fn leave_at(&self, ended: Instant) -> Option<Instant> {
        let delivered = self.channels.iter().all(Channel::has_delivered);
        let last = self.channels.iter().map(Channel::last_input).max();
        let quiet = last.map_or(ended, |last| last.max(ended)) + QUIET;
        delivered.then(|| quiet.min(ended + PATIENCE))
    }

    /// Goes on until every source has ended.
    pub(super) fn run_to_the_end(&mut self) {
        while !self.is_over() {
            let Ok(ready) = wait(&self.watched(), self.next_idle()) else {
                return;
            };
            self.work(&ready);
        }
    }
}

/// Waits until something is ready, a signal comes, or a time is reached.
pub(super) fn wait(
    watched: &[Watched<'_>],
    until: Option<Instant>,
) -> Result<Vec<(Event, PollFlags)>, Errno> {
    let mut descriptors: Vec<PollFd<'_>> = watched
        .iter()
        .map(|(_, descriptor, flags)| PollFd::from_borrowed_fd(*descriptor, *flags))
        .collect();
    poll_until(&mut descriptors, until)?;
    let ready = watched.iter().zip(&descriptors);
    Ok(ready
        .map(|((event, ..), descriptor)| (*event, descriptor.revents()))
        .filter(|(_, flags)| !flags.is_empty())
        .collect())
}
