//! The program: arguments in, an exit status out.

use std::ffi::OsString;
use std::panic::{self, UnwindSafe};
use std::process::ExitCode;

use anyhow::anyhow;
use secrun::{Exit, console, panics};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let exit_of_a_bug = secrun::cli::family(&arguments).exit_of_a_bug();
    guarded(|| secrun::run(arguments)).map_or_else(
        |bug| {
            console::say(&format!("secrun: error: {bug:#}\n"));
            exit_of_a_bug.into()
        },
        ExitCode::from,
    )
}

/// Calls the library. A panic's own message may quote a value, so none is
/// ever printed: only where in secrun it happened.
fn guarded(program: impl FnOnce() -> Exit + UnwindSafe) -> anyhow::Result<Exit> {
    panics::silence();
    panic::catch_unwind(program).map_err(|_| anyhow!("a bug in secrun at {}", panics::place()))
}
