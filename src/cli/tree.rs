//! The tree: every command with its arguments, in the order of the help.

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::command::{
    check, completions, example, explain, fingerprint, generate, help, hook, init, man, mask, run,
    scan, schema, set, unset,
};
use crate::error::Error;
use crate::exit::Exit;
use crate::session::Context;
use crate::session::flags::{Flags, with_variables};

const EXAMPLES: &str = "\
Examples:
  secrun -- python main.py              run with every declared key
  secrun --scope coder -- python a.py   run with the keys of one scope
  secrun check                          report every problem, for CI
  secrun fingerprint                    compare keys without showing them
  secrun --mask -- python main.py       mask secrets in the output
  tail -f app.log | secrun mask         mask secrets in a log

The shell expands $NAME before secrun starts. To expand it in the child:
  secrun -- sh -c 'echo $NAME'";

/// Start a program with exactly the secrets it is allowed to have, checked first,
/// and a clean environment.
#[derive(Parser)]
#[command(
    name = "secrun",
    version,
    override_usage = "secrun [OPTIONS] -- CMD [ARG]...\n       secrun [OPTIONS] COMMAND",
    after_help = EXAMPLES,
    disable_help_subcommand = true,
    max_term_width = 80
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) flags: Flags,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// A command with its arguments, which each command defines in its own file.
#[derive(Subcommand)]
pub(super) enum Command {
    #[command(override_usage = "secrun run [OPTIONS] -- CMD [ARG]...")]
    Run(run::Args),
    Check(check::Args),
    Fingerprint(fingerprint::Args),
    Explain(explain::Args),
    Mask(mask::Args),
    Scan(scan::Args),
    Hook(hook::Args),
    Init(init::Args),
    Set(set::Args),
    Unset(unset::Args),
    Example(example::Args),
    Generate(generate::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    /// Complete words, for the shell scripts
    #[command(hide = true)]
    CompleteWords(completions::WordsArgs),
    Man(man::Args),
    Help(help::Args),
}

impl Command {
    /// Does what the command is for.
    pub(super) fn execute(self, context: &Context<'_>) -> Result<Exit, Error> {
        match self {
            Self::Run(args) => run::run(context, args),
            Self::Check(args) => check::check(context, &args),
            Self::Fingerprint(args) => fingerprint::fingerprint(context, &args),
            Self::Explain(args) => explain::explain(context, &args),
            Self::Mask(args) => mask::mask(context, &args),
            Self::Scan(args) => scan::scan(context, &args),
            Self::Hook(args) => hook::hook(context, &args),
            Self::Init(args) => init::init(context, &args),
            Self::Set(args) => set::set(context, &args),
            Self::Unset(args) => unset::unset(context, &args),
            Self::Example(args) => example::example(context, &args),
            Self::Generate(args) => generate::generate(context, &args),
            Self::Schema(args) => schema::schema(context, &args),
            Self::Completions(args) => completions::completions(&args),
            Self::CompleteWords(args) => completions::complete(context, &args, tree()),
            Self::Man(args) => man::man(&args, tree()),
            Self::Help(args) => help::help(&args, tree()),
        }
    }
}

/// The whole command line as clap knows it.
pub fn tree() -> clap::Command {
    with_variables(Cli::command())
}
