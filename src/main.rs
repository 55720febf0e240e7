//! The program: arguments in, an exit status out.

// A program that becomes another must pass on the disposition of SIGPIPE and the closed
// descriptors unchanged, but Rust's runtime changes both before `main`. `sys::startup`
// does the rest of the runtime's work.
#![no_main]

use std::ffi::OsString;
use std::panic::{self, UnwindSafe};

use secrun::exit::{Exit, Family};
use secrun::session::ui;
use secrun::{cli, panics};

/// The entry point for the C runtime.
#[expect(unsafe_code, reason = "the C runtime finds `main` by its name")]
#[unsafe(no_mangle)]
extern "C" fn main(
    count: std::ffi::c_int,
    arguments: *const *const std::ffi::c_char,
) -> std::ffi::c_int {
    // Nothing may panic before: the message may quote an argument.
    panics::silence();
    // SAFETY: both are what the C runtime passed.
    let arguments = unsafe { secrun::exec::sys::startup::begin(count, arguments) };
    let arguments: Vec<OsString> = arguments.into_iter().skip(1).collect();
    run(&arguments).status().into()
}

fn run(arguments: &[OsString]) -> Exit {
    guarded(|| secrun::run(arguments)).unwrap_or_else(|place| {
        ui::say(&format!("secrun: error: a bug in secrun at {place}\n"));
        let family = guarded(|| cli::family(arguments)).unwrap_or(Family::Run);
        family.exit_of_a_bug()
    })
}

/// Calls the library. A panic's message may quote a value, so it is never printed:
/// only where in secrun it happened.
fn guarded<T>(act: impl FnOnce() -> T + UnwindSafe) -> Result<T, &'static str> {
    panic::catch_unwind(act).map_err(|_| panics::place())
}
