//! The child's own terminal, seen from secrun: keys, size, job control.

use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;

use rustix::event::PollFlags;
use rustix::io::{Errno, read, retry_on_intr, write};
use rustix::process::{
    Pid, Signal, WaitOptions, getpid, kill_current_process_group, kill_process, waitpid,
};
use rustix::termios::{SpecialCodeIndex, Winsize, tcgetwinsize, tcsetwinsize};

use crate::exec::drain::Leftover;
use crate::exec::ending::{Change, Ending};
use crate::exec::flow::{Event, Watched};
use crate::exec::monitor::{Order, read_report};
use crate::exec::pty::{self, LineEnds, TerminalPair};
use crate::exec::sys::signal::{self, Catcher, Caught};
use crate::exec::terminal::Terminal;

/// How many keys are read ahead at most.
const TYPED_AHEAD: usize = 4096;

/// The child's terminal, with the monitor that leads its session.
pub(super) struct ChildTerminal {
    monitor: Pid,
    line: UnixStream,
    /// Whether the monitor has reported how the child ended.
    is_over: bool,
    /// Our end, until the real terminal is hung up.
    ours: Option<OwnedFd>,
    real: Terminal,
    /// Read from the real terminal, and not yet written to the child's.
    keys: Vec<u8>,
    /// Whether the child gets keys only when it asks for them, because another
    /// program may want them.
    read_on_demand: bool,
    /// Whether the child has asked.
    asked: bool,
    line_ends: LineEnds,
    /// The signal that the child's terminal made of the last such key.
    typed: Option<i32>,
}

impl ChildTerminal {
    /// The terminal of a child that `monitor` has started: in the foreground if
    /// the real terminal is raw.
    pub(super) fn new(
        monitor: Pid,
        line: UnixStream,
        pair: TerminalPair,
        read_on_demand: bool,
    ) -> Self {
        Self {
            monitor,
            line,
            is_over: false,
            ours: Some(pair.ours),
            real: pair.real,
            keys: Vec::new(),
            read_on_demand,
            asked: false,
            line_ends: pair.line_ends,
            typed: None,
        }
    }

    /// What to wait for: the monitor, keys, and room for keys.
    pub(super) fn watched(&self) -> Vec<Watched<'_>> {
        let mut watched = Vec::new();
        if !self.is_over {
            watched.push((Event::Monitor, self.line.as_fd(), PollFlags::IN));
        }
        if let Some(ours) = &self.ours {
            let reads = self.real.is_raw() && self.keys.len() < TYPED_AHEAD;
            let keys = if reads {
                PollFlags::IN
            } else {
                PollFlags::empty()
            };
            watched.push((Event::Terminal, self.real.device().as_fd(), keys));
            if !self.keys.is_empty() {
                watched.push((Event::Keys, ours.as_fd(), PollFlags::OUT));
            }
        }
        watched
    }

    /// The next change of the child; the last one is how it ended, or how the
    /// monitor ended if it did so first.
    pub(super) fn next_change(&mut self) -> Change {
        let status = read_report(&self.line).or_else(|| {
            let end = retry_on_intr(|| waitpid(Some(self.monitor), WaitOptions::empty()));
            end.ok().flatten().map(|(_, status)| status.as_raw())
        });
        let killed = Change::Ended(Ending::Signal(libc::SIGKILL));
        let change = status.and_then(Change::of).unwrap_or(killed);
        self.is_over |= matches!(change, Change::Ended(_));
        change
    }

    /// Reads keys and passes them on.
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
                    let typed = &typed[..count];
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

    /// Writes keys to the child's terminal while there is room.
    pub(super) fn pass_keys(&mut self) {
        let Some(ours) = &self.ours else { return };
        match write(ours, &self.keys) {
            Ok(count) => drop(self.keys.drain(..count)),
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(_) => self.keys.clear(),
        }
    }

    /// The signal that a terminal makes of the last such key, in the modes that
    /// the real one had.
    fn signal_of(&self, typed: &[u8]) -> Option<i32> {
        let codes = &self.real.modes().special_codes;
        let signal = |byte: &u8| match *byte {
            // The value of a key that is switched off.
            0 => None,
            byte if byte == codes[SpecialCodeIndex::VINTR] => Some(libc::SIGINT),
            byte if byte == codes[SpecialCodeIndex::VQUIT] => Some(libc::SIGQUIT),
            _ => None,
        };
        typed.iter().rev().find_map(signal)
    }

    /// Gives the child's terminal the size of the real one. Returns whether that
    /// told the child: the kernel signals the foreground group if the size is new.
    pub(super) fn resize(&self) -> bool {
        let (Some(ours), Some(size)) = (&self.ours, self.real.size()) else {
            return false;
        };
        let numbers = |size: Winsize| [size.ws_row, size.ws_col, size.ws_xpixel, size.ws_ypixel];
        let is_new = tcgetwinsize(ours).is_ok_and(|before| numbers(before) != numbers(size));
        // A terminal that was hung up has no size.
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

    /// Stops this process as the child was stopped. Returns when it goes on.
    pub(super) fn stop(&mut self, signal: i32, catcher: &Catcher) -> Stop {
        let keys_were_ours = self.real.is_raw();
        self.real.restore();
        // Keys of a raw terminal did not reach the other processes of our group.
        let whole_group = keys_were_ours && signal != libc::SIGSTOP;
        stop_self(signal, whole_group, catcher)
    }

    /// Sends the end of input to a child that asks for keys which it can never
    /// get, because its group is orphaned and in the background.
    pub(super) fn refuse(&mut self) {
        let end = self.real.modes().special_codes[SpecialCodeIndex::VEOF];
        self.keys.push(end);
        Order::Foreground.send(&self.line);
        self.pass_keys();
    }

    /// Lets the child go on, in the foreground if it may be there.
    pub(super) fn go_on(&mut self) {
        self.resize();
        if self.real.is_in_front() && (!self.read_on_demand || self.asked) {
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

    /// The real terminal was hung up.
    pub(super) fn hang_up(&mut self) {
        self.ours = None;
        self.keys.clear();
    }

    /// Whether every key goes to the child.
    pub(super) fn is_raw(&self) -> bool {
        self.real.is_raw()
    }

    pub(super) fn is_hung_up(&self) -> bool {
        self.ours.is_none()
    }

    /// Restores the real terminal. If a key killed the child, it did so through
    /// the child's terminal alone; the rest of our group gets the signal now, so
    /// that a shell's loop ends as it does without secrun.
    pub(super) fn close(mut self, ending: Ending, leftover: Leftover) {
        self.real.restore();
        if leftover == Leftover::Drainer {
            // Late output of descendants goes to a terminal that makes line ends.
            self.leave_line_ends(LineEnds::Real);
        }
        drop(self.line);
        // The monitor ends with the last holder of the line.
        if leftover == Leftover::None {
            // It is our child, and nobody else waits for it.
            let _ = retry_on_intr(|| waitpid(Some(self.monitor), WaitOptions::empty()));
        }
        if let Ending::Signal(number) = ending
            && self.typed == Some(number)
            && let Some(signal) = Signal::from_named_raw(number)
        {
            signal::ignore(number);
            // The group has at least this process, which ignores it meanwhile.
            let _ = kill_current_process_group(signal);
            signal::set_default(number);
        }
    }

    /// A signal was passed on: what the child dies of was not typed.
    pub(super) fn forget_typed(&mut self) {
        self.typed = None;
    }
}

/// The result of relaying keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relayed {
    /// They were passed on.
    Keys,
    /// They were passed on, and one of them is Ctrl-C or the like.
    SignalKey,
    /// The real terminal was hung up.
    Gone,
}

/// The result of stopping this process.
pub(super) struct Stop {
    /// Whether this process stopped at all: in an orphaned group the kernel drops
    /// a stop signal.
    pub(super) happened: bool,
    /// The signals caught meanwhile, without the SIGCONT that ended the stop.
    pub(super) missed: Vec<Caught>,
}

/// Stops this process, or its group, by a stop signal's default action.
pub(super) fn stop_self(signal: i32, whole_group: bool, catcher: &Catcher) -> Stop {
    let mut missed: Vec<Caught> = std::iter::from_fn(|| catcher.next()).collect();
    let mut happened = false;
    if let Some(named) = Signal::from_named_raw(signal) {
        signal::set_default(signal);
        // This process exists, and so does its group.
        let _ = if whole_group {
            kill_current_process_group(named)
        } else {
            kill_process(getpid(), named)
        };
        catcher.resume(signal);
        happened = signal == libc::SIGSTOP;
        for caught in std::iter::from_fn(|| catcher.next()) {
            if caught.signal == libc::SIGCONT {
                happened = true;
            } else {
                missed.push(caught);
            }
        }
    }
    Stop { happened, missed }
}
