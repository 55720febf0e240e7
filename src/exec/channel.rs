//! One stream: read, masked, written.

use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use rustix::event::PollFlags;
use rustix::io::{Errno, ioctl_fionread, read};
use rustix::termios::isatty;

use crate::exec::ending::LostOutput;
use crate::exec::sink::{Sink, Written};
use crate::needle::mask::Masker;

pub(super) const CHUNK: usize = 64 * 1024;
/// How many chunks are moved before the other stream has its turn.
const TURN: usize = 16;
/// How long a stream pauses before its masker is notified.
pub(super) const IDLE: Duration = Duration::from_millis(40);
/// More than a terminal can hold when its program ends.
const TERMINAL_HOLDS: u64 = 128 * 1024;

/// How far the child's own output has come; what its descendants write later
/// does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OwnOutput {
    /// The child is alive.
    Coming,
    /// The child has ended, and at most this many bytes are unread.
    Unread(u64),
    Delivered,
}

pub(super) struct Channel<'n> {
    source: Option<OwnedFd>,
    /// Whether the source is a terminal.
    terminal: bool,
    sink: Sink,
    masker: Masker<'n>,
    /// Masked, and not yet written from `written` on.
    pending: Vec<u8>,
    written: usize,
    last_input: Instant,
    idled: bool,
    is_broken: bool,
    /// Why the sink does not take the output, if it is not a broken pipe.
    failure: Option<Errno>,
    own: OwnOutput,
    /// The child's side of a terminal. macOS drops unread output when the last
    /// one is closed, so it stays open until everything is read; Linux keeps
    /// the output, and reports its end only when every one is closed.
    held_open: Option<OwnedFd>,
}

impl<'n> Channel<'n> {
    pub(super) fn new(source: OwnedFd, sink: Sink, masker: Masker<'n>) -> Self {
        Self {
            terminal: isatty(&source),
            source: Some(source),
            sink,
            masker,
            pending: Vec::new(),
            written: 0,
            last_input: Instant::now(),
            idled: true,
            is_broken: false,
            failure: None,
            own: OwnOutput::Coming,
            held_open: None,
        }
    }

    /// Holds the child's side open until its own output is read.
    pub(super) fn hold_open(&mut self, side: OwnedFd) {
        self.held_open = Some(side);
    }

    /// Whether the source has ended and everything is written.
    pub(super) fn is_over(&self) -> bool {
        self.source.is_none() && self.pending.is_empty()
    }

    /// Whether it comes from the child's terminal.
    pub(super) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Whether writing to the sink gave a broken pipe.
    pub(super) fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// The output that could not be written, unless its reader had gone.
    pub(super) fn lost(&self) -> Option<LostOutput> {
        let reason = io::Error::from(self.failure?).kind();
        let stream = self.sink.name();
        Some(LostOutput { stream, reason })
    }

    /// The source, if it is to be polled. While output waits, nothing is read,
    /// so that a slow reader slows the child as it would without secrun.
    pub(super) fn watched_source(&self) -> Option<BorrowedFd<'_>> {
        self.source
            .as_ref()
            .filter(|_| self.pending.is_empty())
            .map(|source| source.as_fd())
    }

    /// The sink, and the events to poll it for: room if output waits, otherwise
    /// only a broken pipe.
    pub(super) fn watched_sink(&self) -> Option<(BorrowedFd<'_>, PollFlags)> {
        if self.is_broken || self.is_over() {
            return None;
        }
        let flags = if self.pending.is_empty() {
            PollFlags::empty()
        } else {
            PollFlags::OUT
        };
        Some((self.sink.descriptor(), flags))
    }

    /// When to notify the masker of a pause.
    pub(super) fn idle_at(&self) -> Option<Instant> {
        let waits = self.source.is_some() && self.pending.is_empty();
        (waits && !self.idled && self.masker.held() > 0).then(|| self.last_input + IDLE)
    }

    /// Moves what can be moved without waiting.
    pub(super) fn work(&mut self, scratch: &mut [u8]) {
        if self.idle_at().is_some_and(|at| at <= Instant::now()) && !self.fill(scratch) {
            self.idled = true;
            self.masker.idle(&mut self.pending);
        }
        for _ in 0..TURN {
            self.flush();
            if !self.pending.is_empty() || !self.fill(scratch) {
                break;
            }
        }
        self.flush();
    }

    /// Reads one chunk. Whether there may be more.
    fn fill(&mut self, scratch: &mut [u8]) -> bool {
        let Some(source) = &self.source else {
            return false;
        };
        match read(source, &mut *scratch) {
            Ok(count) if count > 0 => {
                self.last_input = Instant::now();
                self.idled = false;
                if let OwnOutput::Unread(left) = &mut self.own {
                    *left = left.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
                }
                self.masker.push(&scratch[..count], &mut self.pending);
                true
            }
            Err(Errno::AGAIN) => {
                if let OwnOutput::Unread(left) = &mut self.own {
                    *left = 0;
                    self.held_open = None;
                }
                false
            }
            Err(Errno::INTR) => true,
            // The end: 0 for a pipe, EIO for a terminal on Linux (on macOS 0 there, too).
            _ => {
                self.source = None;
                self.masker.finish(&mut self.pending);
                false
            }
        }
    }

    fn flush(&mut self) {
        while let Some(rest) = self.pending.get(self.written..)
            && !rest.is_empty()
        {
            match self.sink.write(rest) {
                Written::Some(count) => self.written += count,
                Written::Full => return,
                Written::Gone => return self.give_up(),
                Written::Failed(error) => {
                    self.failure = Some(error);
                    return self.give_up();
                }
            }
        }
        self.pending.clear();
        self.written = 0;
        if self.own == OwnOutput::Unread(0) {
            self.own = OwnOutput::Delivered;
        }
    }

    /// Broken pipe: the child's next write fails, and SIGPIPE ends it, as if it
    /// had written to the reader itself.
    pub(super) fn give_up(&mut self) {
        self.is_broken = true;
        self.source = None;
        self.held_open = None;
        self.pending.clear();
        self.written = 0;
    }

    /// The child has ended: what it wrote is in the source by now, and what
    /// comes later is from processes that it left behind.
    pub(super) fn child_ended(&mut self) {
        let waiting = self.source.as_ref().map_or(Ok(0), ioctl_fionread);
        self.own = match waiting {
            // A terminal does not count what its line discipline has not processed yet.
            Ok(waiting) if !self.terminal => OwnOutput::Unread(waiting),
            _ => OwnOutput::Unread(TERMINAL_HOLDS),
        };
    }

    /// Whether everything that the child itself wrote is written.
    pub(super) fn has_delivered(&self) -> bool {
        self.own == OwnOutput::Delivered || self.is_over()
    }

    /// When the last input came.
    pub(super) fn last_input(&self) -> Instant {
        self.last_input
    }
}

#[cfg(test)]
mod tests {
    use std::io::{PipeReader, PipeWriter, Read as _, Write as _, pipe};

    use rustix::fs::{OFlags, fcntl_setfl};

    use super::*;
    use crate::core::name::EnvName;
    use crate::core::secret::SecretValue;
    use crate::needle::Needles;

    struct Rig {
        channel: Channel<'static>,
        input: Option<PipeWriter>,
        output: Option<PipeReader>,
    }

    fn rig() -> Rig {
        let value = SecretValue::new("test-not-a-real-key").unwrap();
        let name = EnvName::new("KEY").unwrap();
        let needles = Needles::new([(&name, &value)], []).0;
        let (source, input) = pipe().unwrap();
        let (output, sink) = pipe().unwrap();
        for reader in [&source, &output] {
            fcntl_setfl(reader, OFlags::NONBLOCK).unwrap();
        }
        // A sink is a stream of the process, which lasts as long as the process does.
        let sink: &'static PipeWriter = Box::leak(Box::new(sink));
        let masker = Masker::new(Box::leak(Box::new(needles)));
        Rig {
            channel: Channel::new(source.into(), Sink::new(sink.as_fd()), masker),
            input: Some(input),
            output: Some(output),
        }
    }

    impl Rig {
        fn write(&mut self, bytes: &[u8]) {
            self.input.as_mut().unwrap().write_all(bytes).unwrap();
            self.channel.work(&mut [0; 16]);
        }

        fn read(&mut self) -> String {
            let mut bytes = Vec::new();
            // Reading would block if there is no more.
            let _ = self.output.as_mut().unwrap().read_to_end(&mut bytes);
            String::from_utf8(bytes).unwrap()
        }
    }

    #[test]
    fn what_is_held_back_comes_after_a_pause_or_at_the_end() {
        let mut rig = rig();
        rig.write(b"a prompt, longer than a chunk: test");
        assert_eq!(rig.read(), "a prompt, longer than a chunk: ");
        let at = rig.channel.idle_at().unwrap();
        while Instant::now() < at {
            std::thread::yield_now();
        }
        rig.channel.work(&mut [0; 16]);
        assert_eq!(rig.read(), "test");
        assert_eq!(rig.channel.idle_at(), None);
        rig.write(b" end: test-not");
        assert_eq!(rig.read(), " end: ");
        rig.input = None;
        rig.channel.work(&mut [0; 16]);
        assert_eq!(rig.read(), "***REDACTED:KEY***");
        assert!(rig.channel.is_over());
    }

    /// Unread output stops the reading, so memory does not grow.
    #[test]
    fn a_slow_reader_slows_the_child() {
        let mut rig = rig();
        let mut input = rig.input.take().unwrap();
        fcntl_setfl(&input, OFlags::NONBLOCK).unwrap();
        let mut scratch = vec![0; CHUNK];
        let mut total = 0;
        let mut stuck = 0;
        while stuck < 3 {
            match input.write(&[b'x'; 4096]) {
                Ok(count) => total += count,
                Err(_) => stuck += 1,
            }
            rig.channel.work(&mut scratch);
        }
        assert!(rig.channel.pending.len() <= CHUNK);
        assert!(rig.channel.watched_source().is_none());
        drop(input);
        let mut seen = 0;
        while !rig.channel.is_over() {
            seen += rig.read().len();
            rig.channel.work(&mut scratch);
        }
        assert_eq!(seen + rig.read().len(), total);
    }

    #[test]
    fn a_reader_that_has_gone_closes_the_source() {
        let mut rig = rig();
        rig.output = None;
        rig.write(b"nobody reads this");
        assert!(rig.channel.is_broken() && rig.channel.is_over());
        assert!(rig.input.unwrap().write(b"x").is_err());
    }
}
