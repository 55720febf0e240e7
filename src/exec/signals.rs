//! Which signals are passed on to the child, and to whom exactly.

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use super::child_setup::Standing;
use crate::exec::sys::signal::{Caught, Origin};

/// What is caught to be passed on.
const FORWARDED: [i32; 9] = [
    libc::SIGTERM,
    libc::SIGHUP,
    libc::SIGINT,
    libc::SIGQUIT,
    libc::SIGUSR1,
    libc::SIGUSR2,
    libc::SIGALRM,
    libc::SIGWINCH,
    libc::SIGCONT,
];

/// The signals that a supervisor catches. A child in secrun's own group gets
/// Ctrl-Z with it, and secrun stops by default action.
pub(super) fn caught(standing: Standing) -> Vec<i32> {
    let mut signals = vec![libc::SIGCHLD];
    signals.extend(FORWARDED);
    if standing != Standing::SameGroup {
        signals.push(libc::SIGTSTP);
    }
    signals
}

/// Who gets a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Nobody: the child has it already.
    Nobody,
    /// The child alone.
    Child,
    /// The child's group.
    Group,
}

/// Who gets a signal that came to secrun, when the child has this id.
pub(super) fn target(caught: Caught, standing: Standing, child: Pid) -> Target {
    if caught.origin == Origin::Process(child.as_raw_nonzero().get()) {
        // `kill $PPID`, or the child signalling its own group.
        return Target::Nobody;
    }
    let from_terminal = caught.origin == Origin::Kernel && caught.signal != libc::SIGALRM;
    match (standing, caught.signal) {
        (Standing::SameGroup, _) if from_terminal => Target::Nobody,
        // What ends or stops a program is meant for its helpers, too: a
        // supervisor may have meant the whole group. What asks the program for
        // something ends helpers that do not know it.
        (Standing::SameGroup, _) | (_, libc::SIGUSR1 | libc::SIGUSR2 | libc::SIGALRM) => {
            Target::Child
        }
        _ => Target::Group,
    }
}

/// Sends a signal. The child may have ended; then there is nobody to get it.
pub(super) fn send(signal: i32, target: Target, child: Pid) {
    let Some(signal) = Signal::from_named_raw(signal) else {
        return;
    };
    let _ = match target {
        Target::Nobody => Ok(()),
        Target::Child => kill_process(child, signal),
        Target::Group => kill_process_group(child, signal),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(signal: i32, origin: Origin, standing: Standing, expected: Target) {
        let child = Pid::from_raw(77).unwrap();
        assert_eq!(target(Caught { signal, origin }, standing, child), expected);
    }

    #[test]
    fn a_key_of_the_shared_terminal_is_not_sent_twice() {
        use Standing::{Background, OwnGroup, SameGroup};
        case(libc::SIGINT, Origin::Kernel, SameGroup, Target::Nobody);
        case(libc::SIGINT, Origin::Process(5), SameGroup, Target::Child);
        case(libc::SIGINT, Origin::Kernel, Background, Target::Group);
        case(libc::SIGTERM, Origin::Process(0), OwnGroup, Target::Group);
        case(libc::SIGUSR1, Origin::Process(5), OwnGroup, Target::Child);
        case(libc::SIGALRM, Origin::Kernel, SameGroup, Target::Child);
        case(libc::SIGTERM, Origin::Process(77), OwnGroup, Target::Nobody);
    }
}
