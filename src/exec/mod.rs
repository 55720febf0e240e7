//! Starting the child: secrun becomes the program, or stays its parent.

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
pub use self::ending::{Ending, end_as};
pub use self::replace::replace;
pub(crate) use self::streams::MaskedStreams;
pub(crate) use self::supervise::supervise;
