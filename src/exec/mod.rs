//! Starting the child: secrun becomes the program, or stays its parent.
//!
//! ```text
//! CommandLine + ChildEnv ─lookup─▶ Lookup ─replace─▶ secrun is the program
//!                                    └─supervise─▶ Setup ─child_setup─▶ child
//!
//! child ─pipe or pty─▶ channel (Masker) ─▶ sink ─▶ our stdout, stderr
//!   ▲                     └──────── flow, watch ──▶ Ending
//!   └─ keys, signals ─ child_terminal, signals
//! ```
//!
//! To read in this order:
//!
//! 1. `command`, `lookup`, `replace`: all that a run without masking needs.
//! 2. `supervise`: what is made before the child, and who waits for it. `streams`
//!    decides which stream is masked and what replaces it; `child_setup` has the
//!    child's steps from the fork to its exec.
//! 3. The output: `channel` masks one stream and `sink` writes it, `flow` has all
//!    of them. `drain` takes what descendants still write after the child's end.
//! 4. The loop: `watch` waits for output, signals and stops; `signals` decides
//!    what is passed on, `ending` how secrun ends.
//! 5. A child with its own terminal: `pty` makes it, `terminal` is the real one,
//!    `child_terminal` stands between them, and `monitor` leads the session.
//! 6. `copy`: the same masking for `secrun mask`, without a child.
//! 7. `prompt`: a question on the terminal, answered without echo.
//! 8. [`sys`]: the kernel's calls, with the only unsafe code.

mod channel;
mod child_setup;
mod child_terminal;
mod command;
pub(crate) mod copy;
mod drain;
mod ending;
mod flow;
mod lookup;
mod monitor;
pub(crate) mod prompt;
mod pty;
mod replace;
mod signals;
mod sink;
mod streams;
mod supervise;
#[expect(
    unsafe_code,
    reason = "the kernel behind safe functions; no other module of the library has unsafe code"
)]
pub mod sys;
mod terminal;
mod watch;

pub use self::command::{CommandLine, LaunchError, Reason};
pub(crate) use self::ending::LostOutput;
pub use self::ending::{Ending, end_as};
pub use self::replace::replace;
pub(crate) use self::streams::MaskedStreams;
pub(crate) use self::supervise::supervise;
