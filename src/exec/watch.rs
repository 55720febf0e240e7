//! Events between a child's start and its end: output, signals, stops.

use std::io;
use std::os::fd::AsFd as _;
use std::time::{Duration, Instant};

use rustix::event::PollFlags;
use rustix::process::{
    Pid, WaitId, WaitIdOptions, WaitOptions, WaitStatus, getpid, wait, waitid, waitpid,
};

use crate::exec::child_setup::ProcessGroup;
use crate::exec::child_terminal::{ChildTerminal, Relayed, Stop, stop_self};
use crate::exec::drain::{Leftover, leave_to_drainer};
use crate::exec::ending::{Change, Ending, Supervised};
use crate::exec::flow::{self, Event, Flow};
use crate::exec::signals::{self, Target};
use crate::exec::sys::signal::{Catcher, Caught, FAULTS, Origin};

/// How long a child in our own group must be stopped before this process stops
/// as well. After Ctrl-Z and `fg` both go on, in either order.
const SETTLED: Duration = Duration::from_millis(20);

/// A running child, and everything that is waited for.
pub(super) struct Watch<'n> {
    flow: Flow<'n>,
    catcher: Catcher,
    group: ProcessGroup,
    child: Pid,
    terminal: Option<ChildTerminal>,
    ended: Option<(Ending, Instant)>,
    /// When to look again whether a child in our own group is still stopped.
    look_again: Option<Instant>,
    /// A signal wants secrun to end while it still writes the child's output.
    hurried: bool,
}

impl<'n> Watch<'n> {
    pub(super) fn new(
        flow: Flow<'n>,
        catcher: Catcher,
        group: ProcessGroup,
        child: Pid,
        terminal: Option<ChildTerminal>,
    ) -> Self {
        Self {
            flow,
            catcher,
            group,
            child,
            terminal,
            ended: None,
            look_again: None,
            hurried: false,
        }
    }

    /// Stays until the child has ended and its output is written.
    pub(super) fn until_the_end(mut self) -> io::Result<Supervised> {
        loop {
            if let Some((ending, at)) = self.ended
                && (self.hurried || self.flow.is_over() || self.is_time_to_leave(at))
            {
                let lost = self.flow.lost();
                let leftover = if self.flow.is_over() {
                    Leftover::None
                } else {
                    leave_to_drainer(&mut self.flow, &self.catcher)
                };
                if let Some(terminal) = self.terminal.take() {
                    terminal.close(ending, leftover);
                }
                return Ok(Supervised { ending, lost });
            }
            self.turn()?;
        }
    }

    fn is_time_to_leave(&self, ended: Instant) -> bool {
        let leave_at = self.flow.leave_at(ended);
        leave_at.is_some_and(|at| at <= Instant::now())
    }

    /// Waits for the next events, and handles them.
    fn turn(&mut self) -> io::Result<()> {
        let leave_at = self.ended.and_then(|(_, at)| self.flow.leave_at(at));
        let until = [self.flow.next_idle(), self.look_again, leave_at];
        let mut watched = self.flow.watched();
        watched.push((Event::Signals, self.catcher.as_fd(), PollFlags::IN));
        watched.extend(self.terminal.iter().flat_map(ChildTerminal::watched));
        let ready = flow::wait(&watched, until.into_iter().flatten().min())?;
        drop(watched);
        self.flow.work(&ready);
        for (event, flags) in ready {
            match event {
                Event::Signals => {
                    while let Some(caught) = self.catcher.next() {
                        self.take(caught);
                    }
                }
                Event::Monitor => self.hear_monitor(),
                Event::Terminal => self.relay(flags),
                Event::Keys => self.terminal.iter_mut().for_each(ChildTerminal::pass_keys),
                Event::Source(_) | Event::Sink(_) => {}
            }
        }
        if self.look_again.is_some_and(|at| at <= Instant::now()) {
            self.stop_with_child();
        }
        if self.flow.is_terminal_broken() {
            self.hang_up();
        }
        Ok(())
    }

    fn relay(&mut self, flags: PollFlags) {
        match self.terminal.as_mut().map(|terminal| terminal.relay(flags)) {
            Some(Relayed::Gone) => self.hang_up(),
            // Ctrl-C while the last output is written: no child is left to get it.
            Some(Relayed::SignalKey) => self.hurried |= self.ended.is_some(),
            Some(Relayed::Keys) | None => {}
        }
    }

    fn take(&mut self, caught: Caught) {
        if caught.signal == libc::SIGCHLD {
            return self.look_after_children();
        }
        if self.ended.is_some() {
            let ends = [libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT];
            let ends = ends.contains(&caught.signal) || FAULTS.contains(&caught.signal);
            self.hurried |= ends && !self.catcher.was_ignored(caught.signal);
            return;
        }
        let target = signals::target(caught, self.group, self.child);
        match (caught.signal, &mut self.terminal) {
            (libc::SIGCONT, Some(terminal)) => terminal.go_on(),
            // The shell's `fg` reached the child as well.
            (libc::SIGCONT, None) if self.group == ProcessGroup::Shared => {}
            (libc::SIGHUP, Some(_))
                if caught.origin == Origin::Kernel && !self.catcher.was_ignored(libc::SIGHUP) =>
            {
                self.hang_up();
            }
            (libc::SIGWINCH, Some(terminal)) => {
                let is_told = terminal.resize();
                if !is_told && (caught.origin != Origin::Kernel || !terminal.is_raw()) {
                    signals::send(caught.signal, target, self.child);
                }
            }
            (number, terminal) => {
                terminal.iter_mut().for_each(ChildTerminal::forget_typed);
                signals::send(number, target, self.child);
            }
        }
    }

    /// The real terminal was hung up: so is the child's.
    fn hang_up(&mut self) {
        if let Some(terminal) = &mut self.terminal
            && !terminal.is_hung_up()
        {
            terminal.hang_up();
            self.flow.drop_terminal();
            for signal in [libc::SIGHUP, libc::SIGCONT] {
                signals::send(signal, Target::Group, self.child);
            }
        }
    }

    fn hear_monitor(&mut self) {
        let Some(terminal) = &mut self.terminal else {
            return;
        };
        match terminal.next_change() {
            Change::Ended(ending) => self.end(ending),
            Change::Stopped(signal) => {
                self.flow.work_all();
                if terminal.grants(signal) {
                    return;
                }
                let stop = terminal.stop(signal, &self.catcher);
                let asks = matches!(signal, libc::SIGTTIN | libc::SIGTTOU);
                if stop.happened || !asks {
                    terminal.go_on();
                } else {
                    terminal.refuse();
                }
                self.take_missed(stop);
            }
        }
    }

    fn take_missed(&mut self, stop: Stop) {
        for caught in stop.missed {
            self.take(caught);
        }
    }

    fn end(&mut self, ending: Ending) {
        self.flow.child_ended();
        self.flow.work_all();
        self.ended = Some((ending, Instant::now()));
    }

    fn look_after_children(&mut self) {
        if getpid().is_init() {
            // Orphans become children of process 1, which has to reap them.
            while let Ok(Some((id, status))) = wait(WaitOptions::NOHANG | WaitOptions::UNTRACED) {
                if id == self.child && self.terminal.is_none() {
                    self.child_changed(status);
                }
            }
        } else if self.terminal.is_none() && self.ended.is_none() {
            if self.group == ProcessGroup::Shared && self.is_stopped(WaitIdOptions::NOWAIT) {
                self.look_again = Some(Instant::now() + SETTLED);
                return;
            }
            let options = if self.group == ProcessGroup::Shared {
                WaitOptions::NOHANG
            } else {
                WaitOptions::NOHANG | WaitOptions::UNTRACED
            };
            while let Ok(Some((_, status))) = waitpid(Some(self.child), options) {
                self.child_changed(status);
            }
        }
    }

    fn child_changed(&mut self, status: WaitStatus) {
        match Change::of(status.as_raw()) {
            Some(Change::Ended(ending)) => self.end(ending),
            Some(Change::Stopped(signal)) if !getpid().is_init() => {
                self.flow.work_all();
                let stop = stop_self(signal, false, &self.catcher);
                signals::send(libc::SIGCONT, Target::Group, self.child);
                self.take_missed(stop);
            }
            Some(Change::Stopped(_)) | None => {}
        }
    }

    /// Whether the child is stopped. With `NOWAIT` the kernel will say so again.
    fn is_stopped(&self, options: WaitIdOptions) -> bool {
        let options = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG | options;
        let status = waitid(WaitId::Pid(self.child), options);
        status.is_ok_and(|status| status.is_some_and(|status| status.stopped()))
    }

    /// A child in our own group was stopped alone. This process stops, too, so that the
    /// shell sees a stopped job; continuing the job continues both.
    fn stop_with_child(&mut self) {
        self.look_again = None;
        if self.is_stopped(WaitIdOptions::empty()) {
            self.flow.work_all();
            let stop = stop_self(libc::SIGSTOP, false, &self.catcher);
            signals::send(libc::SIGCONT, Target::Child, self.child);
            self.take_missed(stop);
        }
    }
}
