//! Between a child's start and its end: streams, signals, stops.

use std::io;
use std::os::fd::AsFd as _;
use std::time::{Duration, Instant};

use rustix::event::PollFlags;
use rustix::process::{
    Pid, WaitId, WaitIdOptions, WaitOptions, WaitStatus, getpid, wait, waitid, waitpid,
};

use super::drain::{Heirs, leave_to_drainer};
use super::ending::Ending;
use super::flow::{self, Flow, Token};
use super::monitor::Report;
use super::channel::Filter;
use super::child_terminal::{Relayed, Session, Stop, stop_self};
use super::signals::{self, Target};
use super::child_setup::Standing;
use crate::exec::sys::signal::{Catcher, Caught, Origin};

/// How long a child in our own group is stopped before we stop as well. After
/// Ctrl-Z and `fg` both go on, in either order.
const SETTLED: Duration = Duration::from_millis(20);

/// The watch over a child.
pub(super) struct Watch<F> {
    flow: Flow<F>,
    catcher: Catcher,
    standing: Standing,
    child: Pid,
    session: Option<Session>,
    ended: Option<(Ending, Instant)>,
    /// When a stop of a child in our own group is to be looked at again.
    look_again: Option<Instant>,
    /// Somebody wants an end while the child's output is still being written.
    hurried: bool,
}

impl<F: Filter> Watch<F> {
    pub(super) fn new(
        flow: Flow<F>,
        catcher: Catcher,
        standing: Standing,
        child: Pid,
        session: Option<Session>,
    ) -> Self {
        Self {
            flow,
            catcher,
            standing,
            child,
            session,
            ended: None,
            look_again: None,
            hurried: false,
        }
    }

    /// Stays until the child has ended and its output is written.
    pub(super) fn until_the_end(mut self) -> io::Result<Ending> {
        loop {
            if let Some((ending, at)) = self.ended
                && (self.hurried || self.flow.is_over() || self.is_time_to_leave(at))
            {
                let heirs = if self.flow.is_over() {
                    Heirs::None
                } else {
                    leave_to_drainer(&mut self.flow, &self.catcher)
                };
                if let Some(session) = self.session.take() {
                    session.close(ending, heirs);
                }
                return Ok(ending);
            }
            self.turn()?;
        }
    }

    fn is_time_to_leave(&self, ended: Instant) -> bool {
        let leave_at = self.flow.leave_at(ended);
        leave_at.is_some_and(|at| at <= Instant::now())
    }

    /// Waits for the next thing, and sees to it.
    fn turn(&mut self) -> io::Result<()> {
        let leave_at = self.ended.and_then(|(_, at)| self.flow.leave_at(at));
        let until = [self.flow.next_idle(), self.look_again, leave_at];
        let signals = (Token::Signals, self.catcher.as_fd(), PollFlags::IN);
        let watched: Vec<_> = std::iter::once(signals)
            .chain(self.session.iter().flat_map(Session::watched))
            .chain(self.flow.watched())
            .collect();
        let ready = flow::wait(&watched, until.into_iter().flatten().min())?;
        drop(watched);
        self.flow.work(&ready);
        for (token, flags) in ready {
            match token {
                Token::Signals => {
                    while let Some(caught) = self.catcher.next() {
                        self.take(caught);
                    }
                }
                Token::Monitor => self.hear_monitor(),
                Token::Terminal => self.relay(flags),
                Token::Keys => self.session.iter_mut().for_each(Session::pass_keys),
                Token::Source(_) | Token::Sink(_) => {}
            }
        }
        if self.look_again.is_some_and(|at| at <= Instant::now()) {
            self.stop_with_child();
        }
        if self.flow.is_terminal_gone() {
            self.hang_up();
        }
        Ok(())
    }

    fn relay(&mut self, flags: PollFlags) {
        match self.session.as_mut().map(|session| session.relay(flags)) {
            Some(Relayed::Gone) => self.hang_up(),
            // Ctrl-C while the last output is on its way: there is no child to get it.
            Some(Relayed::SignalKey) => self.hurried |= self.ended.is_some(),
            Some(Relayed::Keys) | None => {}
        }
    }

    /// Sees to a signal that came.
    fn take(&mut self, caught: Caught) {
        if caught.signal == libc::SIGCHLD {
            return self.look_after_children();
        }
        if self.ended.is_some() {
            let ends = [libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT];
            self.hurried |= ends.contains(&caught.signal);
            return;
        }
        let target = signals::target(caught, self.standing, self.child);
        match (caught.signal, &mut self.session) {
            (libc::SIGCONT, Some(session)) => session.go_on(),
            // The terminal's `fg` reached the child as well.
            (libc::SIGCONT, None) if self.standing == Standing::SameGroup => {}
            (libc::SIGHUP, Some(_)) if caught.origin == Origin::Kernel => self.hang_up(),
            (libc::SIGWINCH, Some(session)) => {
                let told = session.resize();
                if !told && (caught.origin != Origin::Kernel || !session.is_raw()) {
                    signals::send(caught.signal, target, self.child);
                }
            }
            (number, session) => {
                session.iter_mut().for_each(Session::forget_typed);
                signals::send(number, target, self.child);
            }
        }
    }

    /// The real terminal has gone: the child learns it as if its own had.
    fn hang_up(&mut self) {
        if let Some(session) = self
            .session
            .as_mut()
            .filter(|session| !session.is_hung_up())
        {
            session.hang_up();
            self.flow.drop_terminal();
            for signal in [libc::SIGHUP, libc::SIGCONT] {
                signals::send(signal, Target::Group, self.child);
            }
        }
    }

    fn hear_monitor(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        match session.report() {
            Report::Started(_) => {}
            Report::Ended(ending) => self.end(ending),
            Report::Stopped(signal) => {
                self.flow.work_all();
                if session.grants(signal) {
                    return;
                }
                let stop = session.stop(signal, &self.catcher);
                let asks = matches!(signal, libc::SIGTTIN | libc::SIGTTOU);
                if stop.happened || !asks {
                    session.go_on();
                } else {
                    session.refuse();
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
            // Orphans become children of process 1, and it has to wait for them.
            while let Ok(Some((id, status))) = wait(WaitOptions::NOHANG | WaitOptions::UNTRACED) {
                if id == self.child && self.session.is_none() {
                    self.child_changed(status);
                }
            }
        } else if self.session.is_none() && self.ended.is_none() {
            if self.standing == Standing::SameGroup && self.is_stopped(Look::Only) {
                self.look_again = Some(Instant::now() + SETTLED);
                return;
            }
            let options = if self.standing == Standing::SameGroup {
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
        if let Some(ending) = Ending::of(status) {
            self.end(ending);
        } else if let Some(signal) = status.stopping_signal()
            && !getpid().is_init()
        {
            self.flow.work_all();
            let stop = stop_self(signal, false, &self.catcher);
            signals::send(libc::SIGCONT, Target::Group, self.child);
            self.take_missed(stop);
        }
    }

    fn is_stopped(&self, look: Look) -> bool {
        let mut options = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG;
        if look == Look::Only {
            options |= WaitIdOptions::NOWAIT;
        }
        let found = waitid(WaitId::Pid(self.child), options);
        found.is_ok_and(|status| status.is_some_and(|status| status.stopped()))
    }

    /// A child in our own group was stopped alone: so that the shell sees a
    /// stopped job, this process stops, too. Whoever wakes one wakes both.
    fn stop_with_child(&mut self) {
        self.look_again = None;
        if self.is_stopped(Look::AndForget) {
            self.flow.work_all();
            let stop = stop_self(libc::SIGSTOP, false, &self.catcher);
            signals::send(libc::SIGCONT, Target::Child, self.child);
            self.take_missed(stop);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Only,
    AndForget,
}
