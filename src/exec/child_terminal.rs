//! A child on a terminal of its own, seen from secrun: keys, size, job control.

use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;

use rustix::event::PollFlags;
use rustix::io::{Errno, read, retry_on_intr, write};
use rustix::process::{
    Pid, Signal, WaitOptions, getpid, kill_current_process_group, kill_process, waitpid,
};
use rustix::termios::{SpecialCodeIndex, tcgetwinsize, tcsetwinsize};

use super::drain::Heirs;
use super::ending::Ending;
use super::flow::{Token, Watched};
use super::monitor::{Order, Report};
use super::pty::{self, LineEnds};
use super::terminal::Terminal;
use crate::exec::sys::signal::{self, Catcher, Caught};

/// How much is typed ahead at most.
const TYPED_AHEAD: usize = 4096;

/// The session.
pub(super) struct Session {
    pub(super) monitor: Pid,
    line: UnixStream,
    /// Whether the monitor has told how the child ended.
    told_all: bool,
    /// Our end of the child's terminal, until the real one has gone.
    ours: Option<OwnedFd>,
    real: Terminal,
    /// Read from the real terminal, and not yet written to the child's.
    keys: Vec<u8>,
    /// Whether the child gets the keys only when it asks for them, because
    /// another program may want them.
    shy: bool,
    /// Whether the child has asked.
    asked: bool,
    line_ends: LineEnds,
    /// The last key that the child's terminal makes a signal of.
    typed: Option<i32>,
}

impl Session {
    /// A session that `monitor` leads. The child has been started in front
    /// where the real terminal is raw.
    pub(super) fn new(
        monitor: Pid,
        line: UnixStream,
        ours: OwnedFd,
        real: Terminal,
        line_ends: LineEnds,
        shy: bool,
    ) -> Self {
        Self {
            monitor,
            line,
            told_all: false,
            ours: Some(ours),
            line_ends,
            real,
            keys: Vec::new(),
            shy,
            asked: false,
            typed: None,
        }
    }

    /// What is waited for: the monitor, keys, and room for keys.
    pub(super) fn watched(&self) -> impl Iterator<Item = Watched<'_>> {
        let keys = if self.real.is_raw() && self.keys.len() < TYPED_AHEAD {
            PollFlags::IN
        } else {
            PollFlags::empty()
        };
        let ours = self.ours.as_ref();
        let room = ours
            .filter(|_| !self.keys.is_empty())
            .map(|ours| (Token::Keys, ours.as_fd(), PollFlags::OUT));
        let real = ours.map(|_| (Token::Terminal, self.real.device().as_fd(), keys));
        let line = (Token::Monitor, self.line.as_fd(), PollFlags::IN);
        Some(line)
            .filter(|_| !self.told_all)
            .into_iter()
            .chain(real)
            .chain(room)
    }

    /// What the monitor tells; the last is how the child ended.
    pub(super) fn report(&mut self) -> Report {
        let report = Report::read(&self.line).unwrap_or_else(|| Report::Ended(self.lost()));
        self.told_all |= matches!(report, Report::Ended(_));
        report
    }

    /// Passes keys on.
    pub(super) fn relay(&mut self, flags: PollFlags) -> Relayed {
        if flags.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Relayed::Gone;
        }
        let mut relayed = Relayed::Keys;
        if flags.contains(PollFlags::IN) && self.real.is_raw() {
            let mut typed = [0; 1024];
            match read(self.real.device(), &mut typed) {
                Ok(0) | Err(Errno::IO) if self.real.is_in_front() => return Relayed::Gone,
                Ok(count) => {
                    let typed = typed.get(..count).unwrap_or_default();
                    if let Some(signal) = self.signal_of(typed) {
                        self.typed = Some(signal);
                        relayed = Relayed::SignalKey;
                    }
                    self.keys.extend_from_slice(typed);
                }
                Err(_) => {}
            }
        }
        self.pass_keys();
        relayed
    }

    /// Writes keys to the child's terminal as far as there is room.
    pub(super) fn pass_keys(&mut self) {
        let Some(ours) = &self.ours else { return };
        match write(ours, &self.keys) {
            Ok(count) => drop(self.keys.drain(..count)),
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(_) => self.keys.clear(),
        }
    }

    /// The signal that a terminal in its first modes makes of the last such key.
    fn signal_of(&self, typed: &[u8]) -> Option<i32> {
        let codes = &self.real.modes().special_codes;
        let signal = |byte: &u8| match *byte {
            // A key that is switched off.
            0 => None,
            byte if byte == codes[SpecialCodeIndex::VINTR] => Some(libc::SIGINT),
            byte if byte == codes[SpecialCodeIndex::VQUIT] => Some(libc::SIGQUIT),
            _ => None,
        };
        typed.iter().rev().find_map(signal)
    }

    /// Gives the child's terminal the size of the real one. Whether that told
    /// the child: the kernel signals the group in front, if the size is new.
    pub(super) fn resize(&self) -> bool {
        let (Some(ours), Some(size)) = (&self.ours, self.real.size()) else {
            return false;
        };
        let is_new = tcgetwinsize(ours).is_ok_and(|before| {
            (
                before.ws_row,
                before.ws_col,
                before.ws_xpixel,
                before.ws_ypixel,
            ) != (size.ws_row, size.ws_col, size.ws_xpixel, size.ws_ypixel)
        });
        // A terminal that is going has no size.
        let _ = tcsetwinsize(ours, size);
        is_new && self.real.is_raw()
    }

    /// Whether a stopped child may go on at once, because it asked for the
    /// terminal and may have it.
    pub(super) fn grants(&mut self, signal: i32) -> bool {
        let asks = matches!(signal, libc::SIGTTIN | libc::SIGTTOU);
        self.asked |= asks;
        let grants = asks && !self.real.is_raw() && self.real.is_in_front();
        if grants {
            self.go_on();
        }
        grants
    }

    /// Stops this process as the child was stopped, and comes back when it goes on.
    pub(super) fn stop(&mut self, signal: i32, catcher: &Catcher) -> Stop {
        let keys_were_ours = self.real.is_raw();
        self.real.restore();
        // Keys of a raw terminal did not reach the others of our group.
        let whole_group = keys_were_ours && signal != libc::SIGSTOP;
        stop_self(signal, whole_group, catcher)
    }

    /// Answers a child that asks for keys which it can never have (its group
    /// is orphaned and in the background) with the end of input.
    pub(super) fn refuse(&mut self) {
        let end = self.real.modes().special_codes[SpecialCodeIndex::VEOF];
        self.keys.push(end);
        Order::Foreground.send(&self.line);
        self.pass_keys();
    }

    /// Lets the child go on, in front where it may be.
    pub(super) fn go_on(&mut self) {
        self.resize();
        let front = self.real.is_in_front() && (!self.shy || self.asked);
        if front {
            self.real.make_raw();
            self.leave_line_ends(LineEnds::Childs);
            Order::Foreground.send(&self.line);
        } else {
            self.real.restore();
            self.leave_line_ends(LineEnds::Real);
            Order::Background.send(&self.line);
        }
    }

    fn leave_line_ends(&mut self, to: LineEnds) {
        if let Some(ours) = self.ours.as_ref().filter(|_| self.line_ends != to)
            && let Ok(left) = pty::leave_line_ends(ours, to)
        {
            self.line_ends = left;
        }
    }

    /// The real terminal has gone.
    pub(super) fn hang_up(&mut self) {
        self.ours = None;
        self.keys.clear();
    }

    /// Whether every key goes to the child.
    pub(super) fn is_raw(&self) -> bool {
        self.real.is_raw()
    }

    /// Whether the real terminal has gone.
    pub(super) fn is_hung_up(&self) -> bool {
        self.ours.is_none()
    }

    /// Puts the real terminal back, and lets the rest of our group have the
    /// signal that a key sent to the child's terminal alone: a shell's loop
    /// ends as it does without secrun.
    pub(super) fn close(mut self, ending: Ending, heirs: Heirs) {
        self.real.restore();
        if heirs == Heirs::Drainer {
            // What descendants still print comes to a terminal that makes line ends.
            self.leave_line_ends(LineEnds::Real);
        }
        drop(self.line);
        // The monitor ends with the last holder of the line.
        if heirs == Heirs::None {
            // It is our child, and nobody else waits for it.
            let _ = retry_on_intr(|| waitpid(Some(self.monitor), WaitOptions::empty()));
        }
        if let Ending::Signal(number) = ending
            && self.typed == Some(number)
            && let Some(signal) = Signal::from_named_raw(number)
        {
            signal::ignore(number);
            // There is at least this process, which ignores it for a moment.
            let _ = kill_current_process_group(signal);
            signal::set_default(number);
        }
    }

    /// A signal was sent on: what the child dies of was not typed.
    pub(super) fn forget_typed(&mut self) {
        self.typed = None;
    }

    /// How the monitor ended, when it did so before the child.
    fn lost(&self) -> Ending {
        let status = retry_on_intr(|| waitpid(Some(self.monitor), WaitOptions::empty()));
        let ending = status
            .ok()
            .flatten()
            .and_then(|(_, status)| Ending::of(status));
        ending.unwrap_or(Ending::Signal(libc::SIGKILL))
    }
}

/// What came of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relayed {
    /// They are on their way.
    Keys,
    /// So are they, and one of them is Ctrl-C or its like.
    SignalKey,
    /// The real terminal has gone.
    Gone,
}

/// What came of a stop.
pub(super) struct Stop {
    /// Whether this process stopped at all: the kernel drops a stop signal for
    /// an orphaned group.
    pub(super) happened: bool,
    /// The signals that came meanwhile, but for the SIGCONT that ended it.
    pub(super) missed: Vec<Caught>,
}

/// Stops this process, or its group, by a stop signal's default action.
pub(super) fn stop_self(signal: i32, whole_group: bool, catcher: &Catcher) -> Stop {
    let mut missed: Vec<Caught> = std::iter::from_fn(|| catcher.next()).collect();
    let Some(named) = Signal::from_named_raw(signal) else {
        return Stop {
            happened: false,
            missed,
        };
    };
    signal::set_default(signal);
    // This process exists, and so does its group.
    let _ = if whole_group {
        kill_current_process_group(named)
    } else {
        kill_process(getpid(), named)
    };
    catcher.resume(signal);
    let mut happened = signal == libc::SIGSTOP;
    for caught in std::iter::from_fn(|| catcher.next()) {
        if caught.signal == libc::SIGCONT {
            happened = true;
        } else {
            missed.push(caught);
        }
    }
    Stop { happened, missed }
}
