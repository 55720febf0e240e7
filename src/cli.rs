//! The command line: words to a request, no I/O.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, ArgMatches, Args, Command, FromArgMatches as _};

use crate::exit::Exit;
use crate::launch::CommandLine;
use crate::report::Problem;
use crate::words::Words;

pub mod adoption;
pub mod complete;
pub mod help;
pub mod manual;

/// What the user asks for.
#[derive(Debug)]
pub struct Request {
    /// Options of every command.
    pub options: Flags,
    /// The command.
    pub action: Action,
}

/// A command with its own words.
#[derive(Debug)]
pub enum Action {
    /// Become a program.
    Run(CommandLine),
    /// Everything `run` does short of that.
    Check(CheckFlags),
    /// Fingerprints.
    Fingerprint(FingerprintFlags),
    /// One key in full.
    Explain(ExplainFlags),
    /// A command that brings a project under secrun.
    Adopt(adoption::Adoption),
}

/// Why there is no request.
#[derive(Debug)]
pub enum Stop {
    /// Help or the version was asked for: print it on stdout, end with 0.
    Tell(String),
    /// The words are wrong. Without a known subcommand, or for `run`, the
    /// status is 125.
    Usage {
        /// What is wrong.
        problem: Box<Problem>,
        /// Which statuses apply.
        family: Family,
    },
    /// No words at all: short help on stderr, status 125.
    Bare(String),
}

/// Which of the two tables of exit statuses applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `run`: 125, 126, 127, or the child's own.
    Run,
    /// Every other command: 0, 1, 2.
    Report,
}

impl Family {
    /// How a command of this family ends when secrun itself is broken.
    #[must_use]
    pub const fn exit_of_a_bug(self) -> Exit {
        match self {
            Self::Run => Exit::Refused,
            Self::Report => Exit::Trouble,
        }
    }
}

/// Which family the words (without the program's own name) belong to.
#[must_use]
pub fn family(words: &[OsString]) -> Family {
    let head = words.split(|word| word == "--").next().unwrap_or_default();
    if leads_to_run(head) {
        Family::Run
    } else {
        Family::Report
    }
}

/// Options of every command, before or after its name.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Options for every command")]
pub struct Flags {
    /// The schema.
    #[arg(
        long,
        value_name = "PATH",
        global = true,
        help = "The schema [env: SECRUN_SCHEMA] [default: secrun.toml here or in the nearest parent]"
    )]
    pub schema: Option<PathBuf>,
    /// Read this env file in place of the schema's; may be repeated, later files win.
    #[arg(long = "env-file", value_name = "PATH", global = true, action = ArgAction::Append, help = "Read this env file in place of the schema's; may be repeated, later files win [env: SECRUN_ENV_FILE]")]
    pub env_files: Vec<PathBuf>,
    /// Give the child only what this scope names
    #[arg(long, value_name = "NAME", global = true)]
    pub scope: Option<OsString>,
    /// Use this profile of the schema.
    #[arg(
        long,
        value_name = "NAME",
        global = true,
        help = "Use this profile of the schema [env: SECRUN_PROFILE]"
    )]
    pub profile: Option<OsString>,
    /// Let files win over the host environment.
    #[arg(
        long = "override",
        global = true,
        help = "Let files win over the host environment [env: SECRUN_OVERRIDE]"
    )]
    pub overrides: bool,
    /// Let a host variable, a glob or a preset through to the child; may be repeated.
    #[arg(long, value_name = "NAME", global = true, action = ArgAction::Append, help = "Let a host variable, a glob or a preset through to the child; may be repeated [env: SECRUN_INHERIT]")]
    pub inherit: Vec<OsString>,
    /// Say nothing but errors.
    #[arg(
        short,
        long,
        global = true,
        help = "Say nothing but errors [env: SECRUN_QUIET]"
    )]
    pub quiet: bool,
    /// Say what is done; -vv and -vvv say more.
    #[arg(short, long, global = true, action = ArgAction::Count, help = "Say what is done; -vv and -vvv say more [env: SECRUN_VERBOSE]")]
    pub verbose: u8,
}

/// How a report is printed.
#[derive(Debug, Default, Args)]
pub struct ReportFlags {
    /// human, json, github or sarif.
    #[arg(
        long,
        value_name = "FORMAT",
        help = "human, json, github or sarif [default: human; github under GitHub Actions]"
    )]
    pub format: Option<OsString>,
}

/// The words of `check`.
#[derive(Debug, Default, Args)]
pub struct CheckFlags {
    /// How the report is printed.
    #[command(flatten)]
    pub report: ReportFlags,
    /// Count warnings as problems
    #[arg(long)]
    pub strict: bool,
    /// List the names that the child would get, and why each
    #[arg(long = "print-env")]
    pub print_env: bool,
}

/// The words of `fingerprint`.
#[derive(Debug, Default, Args)]
pub struct FingerprintFlags {
    /// The keys.
    #[arg(
        value_name = "KEY",
        help = "The keys [default: every key of the schema]"
    )]
    pub keys: Vec<OsString>,
    /// How the report is printed.
    #[command(flatten)]
    pub report: ReportFlags,
    /// Compare with a report that `--format json` saved on another machine
    #[arg(long, value_name = "FILE", conflicts_with_all = ["verify", "stdin"])]
    pub against: Option<PathBuf>,
    /// Tell whether the value of KEY has this fingerprint
    #[arg(long, value_name = "FINGERPRINT")]
    pub verify: Option<OsString>,
    /// Read a value from standard input and compare it with KEY, or with `--verify`
    #[arg(long)]
    pub stdin: bool,
    /// Print the plain fingerprint of weak values too
    #[arg(long)]
    pub exact: bool,
    /// Make a fingerprint key if there is none, so that weak values get a keyed fingerprint
    #[arg(long)]
    pub keyed: bool,
}

/// The words of `explain`.
#[derive(Debug, Default, Args)]
pub struct ExplainFlags {
    /// The key
    #[arg(value_name = "KEY", required = true)]
    pub key: OsString,
    /// How the report is printed.
    #[command(flatten)]
    pub report: ReportFlags,
}

/// The words of `run`.
#[derive(Debug, Default, Args)]
struct RunFlags {
    /// The program and its arguments
    #[arg(
        value_name = "CMD",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    command: Vec<OsString>,
}

const COMMANDS: [&str; 5] = ["run", "check", "fingerprint", "explain", "help"];

fn is_command(word: &str) -> bool {
    COMMANDS.contains(&word) || adoption::is_command(word)
}

const EXAMPLES: &str = "\
Examples:
  secrun -- python main.py              run with every declared key
  secrun --scope coder -- python a.py   run with the keys of one scope
  secrun check                          all problems at once, for CI
  secrun fingerprint                    which value is where, without values

The shell expands $NAME before secrun starts; write secrun -- sh -c 'echo $NAME'.";

/// The whole command line as clap knows it: what help, completions and the
/// manual are made from.
#[must_use]
pub fn command() -> Command {
    help::grouped(adoption::augment(own_commands()))
}

fn own_commands() -> Command {
    skeleton()
        .about("Run a program with the keys its scope names, validated, and nothing else in its environment")
        .override_usage("secrun [OPTIONS] -- CMD [ARG]...\n       secrun [OPTIONS] COMMAND")
        .after_help(EXAMPLES)
        .subcommand(Command::new("run").about("Load, validate, print fingerprints, become CMD").defer(RunFlags::augment_args))
        .subcommand(
            Command::new("check").about("Everything run does short of that; all problems at once").defer(CheckFlags::augment_args),
        )
        .subcommand(
            Command::new("fingerprint")
                .about("Show key, fingerprint, winning source and shadowed sources")
                .defer(FingerprintFlags::augment_args),
        )
        .subcommand(
            Command::new("explain").about("Show every layer that has a key, who wins and why").defer(ExplainFlags::augment_args),
        )
}

fn skeleton() -> Command {
    Flags::augment_args(
        Command::new("secrun")
            .version(env!("CARGO_PKG_VERSION"))
            .disable_help_subcommand(false),
    )
}

/// Reads the command line (without the program's own name).
///
/// # Errors
///
/// [`Stop`] when help was asked for or the words are wrong.
pub fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Request, Stop> {
    let mut words: Vec<OsString> = words.into_iter().collect();
    if words.is_empty() {
        return Err(Stop::Bare(command().render_help().to_string()));
    }
    if let Some(text) = help::topic(&words) {
        return Err(Stop::Tell(text.to_owned()));
    }
    let program = split_program(&mut words);
    // Without a subcommand's name among the words the skeleton will do, and
    // the run path does not build what it does not use.
    let plain = program.is_some()
        && !words
            .iter()
            .any(|word| word.to_str().is_some_and(is_command));
    let mut grammar = if plain { skeleton() } else { command() };
    if !plain
        && let Some(program) = &program
        && !leads_to_run(&words)
    {
        // `secrun explain -- KEY`: the dashes belong to the subcommand.
        words.push("--".into());
        words.extend(program.iter().cloned());
    }
    let family = if plain || leads_to_run(&words) {
        Family::Run
    } else {
        Family::Report
    };
    let line = std::iter::once(OsString::from("secrun")).chain(words);
    let matches = grammar
        .try_get_matches_from_mut(line)
        .map_err(|error| stop(&error, family))?;
    let options = Flags::from_arg_matches(&matches).map_err(|error| stop(&error, family))?;
    let action = action(&matches, program).map_err(|error| match error {
        Unmet::Clap(error) => stop(&error, family),
        Unmet::NoProgram => Stop::Usage {
            problem: Box::new(no_program()),
            family: Family::Run,
        },
    })?;
    Ok(Request { options, action })
}

/// Takes `-- CMD…` off the end.
fn split_program(words: &mut Vec<OsString>) -> Option<Vec<OsString>> {
    let at = words.iter().position(|word| word == "--")?;
    let program = words.split_off(at + 1);
    words.pop();
    Some(program)
}

/// Whether the words name no subcommand other than `run`. Options that take a
/// value are known from the grammar, so a scope may be called `check`.
fn leads_to_run(words: &[OsString]) -> bool {
    let mut takes_value = false;
    for word in words {
        let text = word.to_string_lossy();
        if takes_value {
            takes_value = false;
        } else if let Some(long) = text.strip_prefix("--") {
            takes_value = ["schema", "env-file", "scope", "profile", "inherit"].contains(&long);
        } else if !text.starts_with('-') {
            return !is_command(&text) || text == "run";
        }
    }
    true
}

enum Unmet {
    Clap(clap::Error),
    NoProgram,
}

impl From<clap::Error> for Unmet {
    fn from(error: clap::Error) -> Self {
        Self::Clap(error)
    }
}

fn action(matches: &ArgMatches, program: Option<Vec<OsString>>) -> Result<Action, Unmet> {
    let run = |words: Vec<OsString>| {
        CommandLine::new(words)
            .map(Action::Run)
            .ok_or(Unmet::NoProgram)
    };
    match matches.subcommand() {
        None => run(program.unwrap_or_default()),
        Some(("run", own)) => {
            let mut words = RunFlags::from_arg_matches(own)?.command;
            words.extend(program.unwrap_or_default());
            run(words)
        }
        Some(("check", own)) => Ok(Action::Check(CheckFlags::from_arg_matches(own)?)),
        Some(("fingerprint", own)) => Ok(Action::Fingerprint(FingerprintFlags::from_arg_matches(
            own,
        )?)),
        Some(("explain", own)) => Ok(Action::Explain(ExplainFlags::from_arg_matches(own)?)),
        Some((name, own)) => Ok(Action::Adopt(adoption::read(name, own)?)),
    }
}

fn no_program() -> Problem {
    Problem::error("usage", Words::new("no program to run")).hint(dashes_hint())
}

fn dashes_hint() -> Words {
    Words::new("put `--` before the program: `secrun -- python main.py`")
}

/// Our words for clap's errors: clap quotes what was typed, and that may be a
/// secret, so only what secrun itself defines is named.
fn stop(error: &clap::Error, family: Family) -> Stop {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return Stop::Tell(error.render().to_string());
    }
    let own = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => known_option(text),
        Some(ContextValue::Strings(texts)) => texts.iter().find_map(|text| known_option(text)),
        _ => None,
    };
    let what = match error.kind() {
        ErrorKind::UnknownArgument => Words::new("unknown option or argument"),
        ErrorKind::InvalidSubcommand => Words::new("unknown command"),
        ErrorKind::ArgumentConflict => Words::new("options that exclude each other"),
        ErrorKind::MissingRequiredArgument => Words::new("an argument is missing"),
        ErrorKind::TooManyValues => Words::new("a value for an option that takes none"),
        ErrorKind::InvalidValue | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Words::new("an option without its value")
        }
        _ => Words::new("wrong usage"),
    };
    let what = match own(ContextKind::InvalidArg) {
        Some(option) => what.text(": `").text(option).text("`"),
        None => what,
    };
    let unknown = matches!(
        error.kind(),
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
    );
    let suggested =
        own(ContextKind::SuggestedArg).or_else(|| own(ContextKind::SuggestedSubcommand));
    let hint = match suggested {
        Some(option) => Words::new("did you mean `").text(option).text("`?"),
        None if family == Family::Run && unknown => dashes_hint(),
        None => Words::new("see `secrun --help`"),
    };
    Stop::Usage {
        problem: Box::new(Problem::error("usage", what).hint(hint)),
        family,
    }
}

/// The options and commands that may be named in an error.
const KNOWN: &[&str] = &[
    "--schema",
    "--env-file",
    "--scope",
    "--profile",
    "--override",
    "--inherit",
    "--quiet",
    "--verbose",
    "--format",
    "--strict",
    "--print-env",
    "--against",
    "--verify",
    "--stdin",
    "--exact",
    "--keyed",
    "--help",
    "--version",
    "run",
    "check",
    "fingerprint",
    "explain",
];

fn known_option(text: &str) -> Option<&'static str> {
    let word = text.split([' ', '=']).next().unwrap_or_default();
    let mut known = KNOWN.iter().chain(adoption::OPTIONS);
    known.find(|known| **known == word).copied()
}
