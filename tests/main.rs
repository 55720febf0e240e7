//! Promises of the program, one module each.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::use_debug,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test that panics has done its job, may say why it did not run, and may have a long table"
)]

mod case;
mod python;

/// The action for GitHub.
mod action;
/// What users build on: commands, codes, statuses, fields, reports.
mod catalogue;
/// No files of `src` import each other in a circle.
mod circles;
/// `check --code`: the code against the schema.
mod code;
/// `docs/codes.md` has every code of the source.
mod codes;
/// Columns in every report.
mod columns;
/// Completion in the shells.
mod completion;
/// A program without keys that starts agents.
mod crew;
/// The reader of `.env` files against the real python-dotenv.
mod dotenv_oracle;
/// The line that editors find the JSON Schema by.
mod editor;
/// `.env.example` and fakes.
mod example;
/// The process that the child finds itself in.
mod exec;
/// The two tables of exit statuses.
mod exit_status;
/// Made-up values in a profile.
mod fakes;
/// The rule `format`: keys of known, new and no forms.
mod format;
/// A settings module, written from the schema.
mod generate;
/// Hooks of plain git.
mod hook;
/// What a reading of the sources can hold.
mod house_rules;
/// A first schema from what a project has.
mod init;
/// The JSON Schema of `secrun.toml`.
mod json_schema;
/// Every failure path with a canary in every place a value can be.
mod leaks;
/// A profile that forbids live keys.
mod live_keys;
/// A logging filter beside masking.
mod logs;
/// The manual, the help and its topics.
mod manual;
/// The filter, and what GitHub is told.
mod mask;
/// What a missing key says.
mod missing;
/// Schemas over a shared one.
mod monorepo;
/// The hooks for pre-commit.
mod pre_commit;
/// Which layer wins, and that it is told.
mod precedence;
/// Laws that hold for whatever comes.
mod properties;
/// Where pydantic would print what is there.
mod pydantic;
/// What the README says is true.
mod readme;
/// What the reports say.
mod references;
mod reports;
/// The leak search.
mod scan;
/// Every rule of the schema, and every way to break it.
mod schema;
/// `docs/schema.md` says what the code does.
mod schema_docs;
/// The schema judged without values.
mod schema_only;
/// What the child can see, and what it cannot.
mod scope;
/// Env files that `set` and `unset` change.
mod set;
/// Env files that bash reads otherwise, against bash.
mod sourced;
/// A child whose output is masked.
mod supervise;
/// Whose files are used.
mod trust;
/// An env file that is not read, told alone.
mod unread;
/// Env files of other readers' suites.
mod vectors;
/// What `-v` and more of it tell.
mod verbose;
/// Host variables that the program does not get.
mod withheld;
