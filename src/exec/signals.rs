//! Which signals are passed on to the child, and to which of its processes.

use rustix::process::Pid;

use crate::exec::child_setup::ProcessGroup;
use crate::exec::sys::signal::{self, Caught, FAULTS, Origin};

/// The signals that a supervisor catches. A child in secrun's own group gets
/// Ctrl-Z together with secrun, which then stops by default action.
pub(super) fn caught(group: ProcessGroup) -> Vec<i32> {
    let mut signals = vec![
        libc::SIGCHLD,
        libc::SIGTERM,
        libc::SIGHUP,
        libc::SIGINT,
        libc::SIGQUIT,
        libc::SIGUSR1,
        libc::SIGUSR2,
        libc::SIGALRM,
        libc::SIGVTALRM,
        libc::SIGPROF,
        libc::SIGWINCH,
        libc::SIGCONT,
    ];
    signals.extend(FAULTS);
    #[cfg(target_os = "linux")]
    signals.extend(
        [libc::SIGPWR, libc::SIGSTKFLT, libc::SIGIO]
            .into_iter()
            // Real-time signals, without those that the C library keeps for itself.
            .chain(libc::SIGRTMIN()..=libc::SIGRTMAX()),
    );
    if group != ProcessGroup::Shared {
        signals.push(libc::SIGTSTP);
    }
    signals
}

/// Who gets a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Nobody: the child already has it.
    Nobody,
    Child,
    Group,
}

/// Who gets a signal that secrun caught.
pub(super) fn target(caught: Caught, group: ProcessGroup, child: Pid) -> Target {
    if caught.origin == Origin::Process(child.as_raw_nonzero().get()) {
        // `kill $PPID`, or the child signalling its own group.
        return Target::Nobody;
    }
    // A signal that ends or stops a program is meant for its helper processes,
    // too. One that asks the program for something would kill helpers that do
    // not handle it, and a fault is one process's own.
    let is_for_all = [
        libc::SIGTERM,
        libc::SIGHUP,
        libc::SIGINT,
        libc::SIGQUIT,
        libc::SIGTSTP,
        libc::SIGCONT,
        libc::SIGWINCH,
    ]
    .contains(&caught.signal);
    match group {
        // A terminal sends it to every process of the group.
        ProcessGroup::Shared if is_for_all && caught.origin == Origin::Kernel => Target::Nobody,
        ProcessGroup::Shared => Target::Child,
        _ if is_for_all => Target::Group,
        _ => Target::Child,
    }
}

/// Sends a signal. If the child has ended, nobody gets it.
pub(super) fn send(signal: i32, target: Target, child: Pid) {
    let id = child.as_raw_nonzero().get();
    match target {
        Target::Nobody => {}
        Target::Child => signal::send(signal, id),
        Target::Group => signal::send(signal, -id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(signal: i32, origin: Origin, group: ProcessGroup, expected: Target) {
        let child = Pid::from_raw(77).unwrap();
        assert_eq!(target(Caught { signal, origin }, group, child), expected);
    }

    #[test]
    fn a_key_of_the_shared_terminal_is_not_sent_twice() {
        use ProcessGroup::{Background, Own, Shared};
        case(libc::SIGINT, Origin::Kernel, Shared, Target::Nobody);
        case(libc::SIGINT, Origin::Process(5), Shared, Target::Child);
        case(libc::SIGINT, Origin::Kernel, Background, Target::Group);
        case(libc::SIGTERM, Origin::Process(0), Own, Target::Group);
        case(libc::SIGUSR1, Origin::Process(5), Own, Target::Child);
        case(libc::SIGALRM, Origin::Kernel, Shared, Target::Child);
        case(libc::SIGSEGV, Origin::Process(5), Own, Target::Child);
        case(libc::SIGTERM, Origin::Process(77), Own, Target::Nobody);
        #[cfg(target_os = "linux")]
        case(libc::SIGRTMIN(), Origin::Process(5), Own, Target::Child);
    }
}
