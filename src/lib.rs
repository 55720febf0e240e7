//! secrun runs a program with the keys its scope names, validated, and
//! nothing else in its environment.
//!
//! The library is the program; `main.rs` only turns [`Exit`] into an exit
//! status. Data flows one way, and each value is made only by the stage to its
//! left:
//!
//! ```text
//! argv ──cli::parse──▶ Request                       words only, no I/O
//! process ──Host::capture──▶ Host                    the single reading of the world
//! Request + Host ──options──▶ Options                flags over variables over schema
//! Options ──project::open──▶ Project                 the schema's text, the root
//! Project ──schema::parse──▶ Schema                  rules, scopes, profiles
//! Schema + Options ──Selection::new──▶ Selection     the keys of this run
//! Schema + Selection ──plan──▶ files in order
//! files + Host ──Sources::load──▶ Bindings           name → values with provenance; the last wins
//! Schema + Bindings ──resolve──▶ Ok(Validated, Report) | Err(Report)
//! Host + Validated ──scope──▶ ChildEnv               built from nothing
//! CommandLine + ChildEnv ──exec::replace──▶ !      secrun becomes the program, or
//! the same ──exec::supervise──▶ Ending             stays its parent and masks its output
//! Validated ──Needles::new──▶ Needles                every form of every value, compiled
//! bytes + Needles ──mask──▶ bytes                    a stream with every needle replaced
//! bytes + Searcher ──scan──▶ Found                   the places of every value, in any form
//! stdin ──filter──▶ stdout                           `secrun mask`, through the same
//! Report ──render──▶ text                            value-free by type
//!
//! folder ──discover──▶ files ──code, evidence──▶ Reads, Mentions
//! Reads + Mentions + env files ──adopt──▶ Proposal    `init`: the first schema
//! Reads + Schema ──drift──▶ Problems                 `check --code`
//! ```
//!
//! Three things follow. `launch` takes only a [`scope::ChildEnv`], which is made only from [`resolve::Validated`], which exists only when
//! every rule passed: running with values that are not validated or not scoped
//! does not compile. [`report::Report`] cannot hold a value, so whatever can
//! be rendered is safe to render. And no error of a parser leaves the module
//! that called the parser, because such errors quote the text.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::too_many_lines,
        reason = "a test that panics has done its job, and a table of cases may be long"
    )
)]

#[cfg(not(unix))]
compile_error!("secrun runs on Linux and macOS; Windows is not supported");

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
