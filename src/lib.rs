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
//! CommandLine + ChildEnv ──launch::replace──▶ !      secrun becomes the program, or
//! the same ──launch::supervise──▶ Ending             stays its parent and masks its output
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
    allow(clippy::unwrap_used, reason = "a test that panics has done its job")
)]

#[cfg(not(unix))]
compile_error!("secrun runs on Linux and macOS; Windows is not supported");

// Vocabulary
pub mod entropy;
pub mod format;
pub mod name;
pub mod value;
pub mod words;

// Data
pub mod binding;
pub mod needle;
pub mod report;

// Stages
pub mod adopt;
pub mod code;
pub mod drift;
pub mod evidence;
pub mod example;
pub mod fake;
pub mod hook;
pub mod mask;
pub mod plan;
pub mod preset;
pub mod prints;
pub mod resolve;
pub mod scan;
pub mod schema;
pub mod selection;
pub mod source;

// Effects
pub mod deep;
pub mod discover;
pub mod filter;
pub mod fingerprint_key;
pub mod git;
pub mod git_ignore;
pub mod host;
pub mod launch;
pub mod layers;
pub mod panics;
pub mod place_file;
pub mod project;
pub mod scan_cache;
pub mod scope;
pub mod state;
pub mod survey;
#[expect(
    unsafe_code,
    reason = "the kernel behind safe functions; no other module has unsafe code"
)]
pub mod sys;
pub mod walk;

// The edge
pub mod cli;
pub mod command;
pub mod console;
pub mod error;
pub mod exit;
pub mod options;
pub mod render;
pub mod trace;

use std::ffi::OsString;

pub use exit::Exit;

/// The program. Takes the arguments without the program's own name; comes
/// back when there is no child to become.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    match cli::parse(arguments) {
        Ok(request) => command::dispatch(request, &host::Host::capture()),
        Err(stop) => command::stop(stop),
    }
}
