//! The replacement of each standard stream of a supervised child.

use std::os::fd::BorrowedFd;

use rustix::fs::{FileType, fstat};
use rustix::stdio;
use rustix::termios::isatty;

use crate::exec::sys::startup;

/// Which output streams are masked; the child writes to the others directly.
/// Two that are one terminal are masked together or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MaskedStreams {
    pub(crate) stdout: bool,
    pub(crate) stderr: bool,
}

/// The kind of file that a descriptor is open on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenOn {
    /// Nothing: the parent had closed it.
    Nothing,
    Terminal,
    /// A pipe or a socket: another process is at the other end.
    Pipe,
    File,
}

/// A descriptor as secrun inherited it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Descriptor {
    kind: OpenOn,
    /// Device and inode, or the device that a terminal is.
    identity: (u64, u64),
}

/// `/dev/tty`, another name of the terminal that a process has (Linux: 5, 0).
const ANY_TERMINAL: u64 = 0x500;

impl Descriptor {
    fn new(descriptor: BorrowedFd<'_>, number: i32) -> Self {
        let was_closed = startup::closed_descriptors().any(|closed| closed == number);
        let (kind, identity) = match fstat(descriptor) {
            Ok(status) if !was_closed => {
                let file = (wide(status.st_dev), wide(status.st_ino));
                match FileType::from_raw_mode(status.st_mode) {
                    _ if isatty(descriptor) => (OpenOn::Terminal, (wide(status.st_rdev), 0)),
                    FileType::Fifo | FileType::Socket => (OpenOn::Pipe, file),
                    _ => (OpenOn::File, file),
                }
            }
            _ => (OpenOn::Nothing, (0, 0)),
        };
        Self { kind, identity }
    }

    fn is_same(self, other: Self) -> bool {
        let any = |one: Self| one.kind == OpenOn::Terminal && one.identity.0 == ANY_TERMINAL;
        self.kind == other.kind && (self.identity == other.identity || any(self) || any(other))
    }
}

/// The numbers of a file's identity have other types on other systems. All that
/// counts is whether two are equal.
fn wide(number: impl TryInto<u64>) -> u64 {
    number.try_into().unwrap_or(u64::MAX)
}

/// The child's replacement for a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    /// The descriptor that secrun itself has.
    Inherited,
    /// A new pipe.
    Piped,
    /// The pipe that stdout has: both were one file, and this keeps their order.
    WithStdout,
    /// The terminal that replaces the real one.
    Terminal,
}

/// The child's replacements for all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) stdin: Route,
    pub(super) stdout: Route,
    pub(super) stderr: Route,
    /// Whether a stream leads to another program, which may want the terminal's
    /// keys for itself (`… | less`).
    pub(super) pipeline: bool,
}

impl Plan {
    pub(super) fn new(masked: MaskedStreams) -> Self {
        let inherited = [
            Descriptor::new(stdio::stdin(), 0),
            Descriptor::new(stdio::stdout(), 1),
            Descriptor::new(stdio::stderr(), 2),
        ];
        Self::of(inherited, masked)
    }

    fn of([stdin, stdout, stderr]: [Descriptor; 3], masked: MaskedStreams) -> Self {
        let mut out = route(stdout, masked.stdout);
        let mut err = route(stderr, masked.stderr);
        if stdout.is_same(stderr) {
            match (out, err) {
                (Route::Piped, Route::Piped) => err = Route::WithStdout,
                (Route::Terminal, _) | (_, Route::Terminal) => {
                    (out, err) = (Route::Terminal, Route::Terminal);
                }
                _ => {}
            }
        } else if (out, err) == (Route::Terminal, Route::Terminal) {
            // Only one of two terminals can be replaced.
            err = Route::Piped;
        }
        let terminal = out == Route::Terminal || err == Route::Terminal;
        Self {
            // The child gets another session, from which it could not read the real one.
            stdin: if terminal && stdin.kind == OpenOn::Terminal {
                Route::Terminal
            } else {
                Route::Inherited
            },
            stdout: out,
            stderr: err,
            pipeline: [stdin, stdout, stderr]
                .iter()
                .any(|stream| stream.kind == OpenOn::Pipe),
        }
    }

    pub(super) fn wants_terminal(self) -> bool {
        self.stdout == Route::Terminal || self.stderr == Route::Terminal
    }

    /// The same plan without a terminal, for a system that has none to give.
    pub(super) fn without_terminal(self) -> Self {
        let piped = |route| match route {
            Route::Terminal => Route::Piped,
            other => other,
        };
        let both = (self.stdout, self.stderr) == (Route::Terminal, Route::Terminal);
        Self {
            stdin: Route::Inherited,
            stdout: piped(self.stdout),
            stderr: if both {
                Route::WithStdout
            } else {
                piped(self.stderr)
            },
            pipeline: self.pipeline,
        }
    }
}

fn route(inherited: Descriptor, is_masked: bool) -> Route {
    match inherited.kind {
        _ if !is_masked => Route::Inherited,
        OpenOn::Nothing => Route::Inherited,
        OpenOn::Terminal => Route::Terminal,
        OpenOn::Pipe | OpenOn::File => Route::Piped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: MaskedStreams = MaskedStreams {
        stdout: true,
        stderr: true,
    };

    fn terminal(device: u64) -> Descriptor {
        Descriptor {
            kind: OpenOn::Terminal,
            identity: (device, 0),
        }
    }

    fn other(kind: OpenOn, inode: u64) -> Descriptor {
        Descriptor {
            kind,
            identity: (1, inode),
        }
    }

    #[track_caller]
    fn case(inherited: [Descriptor; 3], masked: MaskedStreams, expected: [Route; 3]) -> Plan {
        let plan = Plan::of(inherited, masked);
        assert_eq!([plan.stdin, plan.stdout, plan.stderr], expected);
        plan
    }

    #[test]
    fn each_stream_gets_what_it_was() {
        use Route::{Inherited, Piped, Terminal, WithStdout};
        let (tty, pipe, log) = (terminal(7), other(OpenOn::Pipe, 1), other(OpenOn::Pipe, 2));
        let file = other(OpenOn::File, 9);
        assert!(!case([tty; 3], BOTH, [Terminal, Terminal, Terminal]).pipeline);
        assert!(case([tty, pipe, tty], BOTH, [Terminal, Piped, Terminal]).pipeline);
        case([pipe, tty, tty], BOTH, [Inherited, Terminal, Terminal]);
        case([tty, pipe, pipe], BOTH, [Inherited, Piped, WithStdout]);
        case([tty, pipe, log], BOTH, [Inherited, Piped, Piped]);
        assert!(!case([file, file, tty], BOTH, [Inherited, Piped, Terminal]).pipeline);
        case([tty, tty, terminal(8)], BOTH, [Terminal, Terminal, Piped]);
        case(
            [tty, tty, terminal(ANY_TERMINAL)],
            BOTH,
            [Terminal, Terminal, Terminal],
        );
        let closed = other(OpenOn::Nothing, 0);
        case([closed; 3], BOTH, [Inherited; 3]);
    }

    #[test]
    fn a_terminal_is_masked_whole_or_not_at_all() {
        use Route::{Inherited, Piped, Terminal};
        let tty = terminal(7);
        let pipe = other(OpenOn::Pipe, 1);
        let only_stdout = MaskedStreams {
            stdout: true,
            stderr: false,
        };
        case([tty; 3], only_stdout, [Terminal; 3]);
        case([tty, pipe, tty], only_stdout, [Inherited, Piped, Inherited]);
    }
}
