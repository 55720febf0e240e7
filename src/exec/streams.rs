//! What stands in the place of each standard stream of a supervised child.

use std::os::fd::BorrowedFd;

use rustix::fs::{FileType, fstat};
use rustix::stdio;
use rustix::termios::isatty;

use crate::exec::sys::startup;

/// Whether a stream passes through a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filtering {
    /// It does.
    Through,
    /// The child writes to it directly.
    Pass,
}

/// Which of the output streams are filtered. Two that are one terminal are
/// filtered together or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filtered {
    /// Standard output.
    pub stdout: Filtering,
    /// Standard error.
    pub stderr: Filtering,
}

impl Filtered {
    /// Whether any stream is.
    #[must_use]
    pub fn is_any(self) -> bool {
        self.stdout == Filtering::Through || self.stderr == Filtering::Through
    }
}

/// What a descriptor is open on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing: the parent had closed it.
    Closed,
    /// A terminal.
    Terminal,
    /// A pipe or a socket: there is somebody at the other end.
    Stream,
    /// A file, `/dev/null`.
    File,
}

/// A descriptor as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: Kind,
    /// Device and inode, or the device that a terminal is.
    identity: (u64, u64),
}

/// `/dev/tty`, another name of whatever terminal a process has (Linux: 5, 0).
const ANY_TERMINAL: u64 = 0x500;

impl Found {
    fn new(descriptor: BorrowedFd<'_>, number: i32) -> Self {
        let closed = Self {
            kind: Kind::Closed,
            identity: (0, 0),
        };
        if startup::closed_descriptors().any(|closed| closed == number) {
            return closed;
        }
        let Ok(status) = fstat(descriptor) else {
            return closed;
        };
        if isatty(descriptor) {
            return Self {
                kind: Kind::Terminal,
                identity: (wide(status.st_rdev), 0),
            };
        }
        let kind = match FileType::from_raw_mode(status.st_mode) {
            FileType::Fifo | FileType::Socket => Kind::Stream,
            _ => Kind::File,
        };
        Self {
            kind,
            identity: (wide(status.st_dev), wide(status.st_ino)),
        }
    }

    fn is_same(self, other: Self) -> bool {
        let any = |found: Self| found.kind == Kind::Terminal && found.identity.0 == ANY_TERMINAL;
        self.kind == other.kind && (self.identity == other.identity || any(self) || any(other))
    }
}

/// Numbers of a file's identity have other types on other systems; all that
/// counts is whether two are equal.
fn wide(number: impl TryInto<u64>) -> u64 {
    number.try_into().unwrap_or(u64::MAX)
}

/// What the child gets for a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    /// The very descriptor that secrun has.
    Inherited,
    /// A pipe of its own.
    Piped,
    /// The pipe that stdout has: the two were one file, and their order is kept.
    WithStdout,
    /// The terminal that stands in for the real one.
    Terminal,
}

/// What the child gets for all three.
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
    /// The plan for this process.
    pub(super) fn new(filtered: Filtered) -> Self {
        let found = [
            Found::new(stdio::stdin(), 0),
            Found::new(stdio::stdout(), 1),
            Found::new(stdio::stderr(), 2),
        ];
        Self::of(found, filtered)
    }

    fn of([stdin, stdout, stderr]: [Found; 3], filtered: Filtered) -> Self {
        let mut out = route(stdout, filtered.stdout);
        let mut err = route(stderr, filtered.stderr);
        if stdout.is_same(stderr) {
            match (out, err) {
                (Route::Piped, Route::Piped) => err = Route::WithStdout,
                (Route::Terminal, _) | (_, Route::Terminal) => {
                    (out, err) = (Route::Terminal, Route::Terminal);
                }
                _ => {}
            }
        } else if (out, err) == (Route::Terminal, Route::Terminal) {
            // Two terminals: only one can be stood in for.
            err = Route::Piped;
        }
        let terminal = out == Route::Terminal || err == Route::Terminal;
        Self {
            // The child's session will not be that of the real terminal, so it could not read it.
            stdin: if terminal && stdin.kind == Kind::Terminal {
                Route::Terminal
            } else {
                Route::Inherited
            },
            stdout: out,
            stderr: err,
            pipeline: [stdin, stdout, stderr]
                .iter()
                .any(|found| found.kind == Kind::Stream),
        }
    }

    /// Whether any stream needs a terminal.
    pub(super) fn wants_terminal(self) -> bool {
        self.stdout == Route::Terminal || self.stderr == Route::Terminal
    }

    /// The same without a terminal, where the system has none to give.
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

fn route(found: Found, filtering: Filtering) -> Route {
    match (found.kind, filtering) {
        (Kind::Closed, _) | (_, Filtering::Pass) => Route::Inherited,
        (Kind::Terminal, Filtering::Through) => Route::Terminal,
        (_, Filtering::Through) => Route::Piped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: Filtered = Filtered {
        stdout: Filtering::Through,
        stderr: Filtering::Through,
    };

    fn terminal(device: u64) -> Found {
        Found {
            kind: Kind::Terminal,
            identity: (device, 0),
        }
    }

    fn other(kind: Kind, inode: u64) -> Found {
        Found {
            kind,
            identity: (1, inode),
        }
    }

    #[track_caller]
    fn case(found: [Found; 3], filtered: Filtered, expected: [Route; 3]) -> Plan {
        let plan = Plan::of(found, filtered);
        assert_eq!([plan.stdin, plan.stdout, plan.stderr], expected);
        plan
    }

    #[test]
    fn each_stream_gets_what_it_was() {
        use Route::{Inherited, Piped, Terminal, WithStdout};
        let (tty, pipe, log) = (terminal(7), other(Kind::Stream, 1), other(Kind::Stream, 2));
        let file = other(Kind::File, 9);
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
        let closed = other(Kind::Closed, 0);
        case([closed; 3], BOTH, [Inherited; 3]);
    }

    #[test]
    fn a_terminal_is_filtered_whole_or_not_at_all() {
        use Route::{Inherited, Piped, Terminal};
        let tty = terminal(7);
        let pipe = other(Kind::Stream, 1);
        let only_stdout = Filtered {
            stdout: Filtering::Through,
            stderr: Filtering::Pass,
        };
        case([tty; 3], only_stdout, [Terminal; 3]);
        case([tty, pipe, tty], only_stdout, [Inherited, Piped, Inherited]);
    }
}
