//! secrun starts a program with exactly the secrets it is allowed to have,
//! checked first, and a clean environment.
//!
//! The library is the program; `main.rs` only turns [`Exit`] into an exit
//! status. `docs/ARCHITECTURE.md` draws the rooms and the way from the command
//! line to the program. Three promises are held by types:
//!
//! 1. Nothing runs unvalidated: `exec` takes only a [`env::child_env`]
//!    environment, which is made only from what [`env::resolve`] returns when
//!    every rule passed.
//! 2. Nothing runs unscoped: that environment starts empty, and no function
//!    takes the host's and removes names from it.
//! 3. Nothing that can be printed holds a secret: reports are made of
//!    [`core::report`] problems and entries, and their texts of [`message!`].

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::too_many_lines,
        reason = "a test that panics has done its job, and a table of cases may be long"
    )
)]
#![cfg_attr(
    not(feature = "python"),
    allow(
        dead_code,
        reason = "what the parser of Python finds is told in words that nothing else makes"
    )
)]

#[cfg(not(unix))]
compile_error!("secrun runs on Linux and macOS; on Windows, build and run it in WSL 2");

// The rooms, lowest first: each imports only those above it in this list. They
// stand apart so that rustfmt keeps the order.

#[macro_use]
pub mod core;

pub mod dotenv;

pub mod schema;

pub mod env;

pub mod needle;

pub mod exec;

pub(crate) mod git;

pub mod scan;

pub(crate) mod python;

pub(crate) mod adopt;

pub mod render;

pub mod session;

pub(crate) mod command;

pub mod cli;

pub mod error;
pub mod exit;
pub mod panics;

use std::ffi::OsString;

pub use exit::Exit;

/// The program. Takes the arguments without the program's own name, and returns
/// when there is no child to become.
pub fn run(arguments: &[OsString]) -> Exit {
    match cli::parse(arguments) {
        Ok(request) => cli::dispatch(request, &env::host::Host::capture()),
        Err(stop) => cli::stop(stop),
    }
}
