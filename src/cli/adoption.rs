//! The words of the commands that bring a project under secrun: `.env.example`,
//! the schema's schema, shells, the manual, git.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use crate::cli::ReportFlags;

/// A command of this family.
#[derive(Debug)]
pub enum Adoption {
    /// `.env.example`, or fakes for tests.
    Example(ExampleFlags),
    /// The JSON Schema of `secrun.toml`.
    Schema(SchemaFlags),
    /// A script that a shell completes with.
    Completions(CompletionsFlags),
    /// What that script asks.
    Complete(CompleteFlags),
    /// The manual.
    Man(ManFlags),
    /// git hooks.
    Hook(HookFlags),
}

/// The words of `example`.
#[derive(Debug, Default, Args)]
#[command(about = EXAMPLE)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each flag; they exclude each other"
)]
pub struct ExampleFlags {
    /// Tell missing and surplus names and real values in `.env.example`, and write nothing
    #[arg(long, conflicts_with_all = ["fakes", "stdout", "force"])]
    pub check: bool,
    /// Print made-up values that pass the rules, for `--profile test`
    #[arg(long, conflicts_with_all = ["stdout", "force"])]
    pub fakes: bool,
    /// Print `.env.example` and write nothing
    #[arg(long, conflicts_with = "force")]
    pub stdout: bool,
    /// Overwrite a `.env.example` that secrun did not write
    #[arg(long)]
    pub force: bool,
    /// How the report of `--check` is printed.
    #[command(flatten)]
    pub report: ReportFlags,
}

/// The words of `schema`.
#[derive(Debug, Default, Args)]
#[command(about = SCHEMA)]
pub struct SchemaFlags {
    /// Write it into this file, which editors are told of by a line `#:schema FILE`
    #[arg(long, value_name = "FILE")]
    pub into: Option<PathBuf>,
}

/// The words of `completions`.
#[derive(Debug, Default, Args)]
#[command(about = COMPLETIONS)]
pub struct CompletionsFlags {
    /// bash, zsh, fish or powershell
    #[arg(value_name = "SHELL", required = true)]
    pub shell: OsString,
}

/// The words of `complete-words`.
#[derive(Debug, Default, Args)]
pub struct CompleteFlags {
    /// The words of the command line, up to the one to complete
    #[arg(value_name = "WORD", last = true)]
    pub words: Vec<OsString>,
}

/// The words of `man`.
#[derive(Debug, Default, Args)]
#[command(about = MAN)]
pub struct ManFlags {
    /// The command whose page is wanted
    #[arg(value_name = "COMMAND")]
    pub page: Option<OsString>,
    /// Write every page into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "page")]
    pub into: Option<PathBuf>,
}

/// The words of `hook`.
#[derive(Debug, Default, Args)]
#[command(about = HOOK)]
pub struct HookFlags {
    /// install or uninstall
    #[arg(value_name = "ACTION", required = true)]
    pub verb: OsString,
    /// pre-commit, pre-push or commit-msg
    #[arg(value_name = "HOOK", default_value = "pre-commit")]
    pub hook: OsString,
}

const EXAMPLE: &str = "Write .env.example from the schema, or check it";
const SCHEMA: &str = "Print the JSON Schema of secrun.toml, for editors";
const COMPLETIONS: &str = "Print a script that completes secrun's words in a shell";
const MAN: &str = "Print the manual as a man page";
const HOOK: &str = "Install or uninstall a git hook that runs secrun check and secrun scan";

/// The command that completion scripts ask; not for people.
const COMPLETE: &str = "complete-words";

const COMMANDS: [&str; 6] = ["example", "schema", "completions", COMPLETE, "man", "hook"];

/// The options that may be named in an error.
pub(super) const OPTIONS: &[&str] = &["--check", "--fakes", "--stdout", "--force", "--into"];

/// Whether a word is a command of this family.
pub(super) fn is_command(word: &str) -> bool {
    COMMANDS.contains(&word)
}

/// Adds the family to the grammar.
pub(super) fn augment(grammar: Command) -> Command {
    grammar
        .subcommand(
            Command::new("example")
                .about(EXAMPLE)
                .defer(ExampleFlags::augment_args),
        )
        .subcommand(
            Command::new("schema")
                .about(SCHEMA)
                .defer(SchemaFlags::augment_args),
        )
        .subcommand(
            Command::new("completions")
                .about(COMPLETIONS)
                .defer(CompletionsFlags::augment_args),
        )
        .subcommand(Command::new("man").about(MAN).defer(ManFlags::augment_args))
        .subcommand(
            Command::new("hook")
                .about(HOOK)
                .defer(HookFlags::augment_args),
        )
        .subcommand(
            Command::new(COMPLETE)
                .hide(true)
                .defer(CompleteFlags::augment_args),
        )
}

/// Reads a command of this family.
pub(super) fn read(name: &str, own: &ArgMatches) -> Result<Adoption, clap::Error> {
    Ok(match name {
        "example" => Adoption::Example(ExampleFlags::from_arg_matches(own)?),
        "completions" => Adoption::Completions(CompletionsFlags::from_arg_matches(own)?),
        COMPLETE => Adoption::Complete(CompleteFlags::from_arg_matches(own)?),
        "man" => Adoption::Man(ManFlags::from_arg_matches(own)?),
        "hook" => Adoption::Hook(HookFlags::from_arg_matches(own)?),
        _ => Adoption::Schema(SchemaFlags::from_arg_matches(own)?),
    })
}
