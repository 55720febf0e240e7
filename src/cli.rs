//! The command line: words to a request, no I/O.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, ArgMatches, Args, Command, FromArgMatches as _};

use crate::exit::Exit;
use crate::launch::CommandLine;
use crate::report::Problem;
use crate::words::Words;

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
        overrides_with = "overrides",
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
        overrides_with = "quiet",
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
    /// human or json; of `check` also github or sarif.
    #[arg(
        long,
        value_name = "FORMAT",
        help = "human or json; check also has sarif and github, its default under GitHub Actions"
    )]
    pub format: Option<OsString>,
}

/// The words of `check`.
#[derive(Debug, Default, Args)]
#[command(about = CHECK)]
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
#[command(about = FINGERPRINT)]
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
#[command(about = EXPLAIN)]
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
#[command(about = RUN)]
struct RunFlags {
    /// The program and its arguments
    #[arg(
        value_name = "CMD",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    command: Vec<OsString>,
}

const RUN: &str = "Load, validate, print fingerprints, become CMD";
const CHECK: &str = "Do all that run does short of becoming CMD; tell all problems at once";
const FINGERPRINT: &str = "Show key, fingerprint, winning source and shadowed sources";
const EXPLAIN: &str = "Show every layer that has a key, who wins and why";

const COMMANDS: [&str; 5] = ["run", "check", "fingerprint", "explain", "help"];

/// The options that take a value, so that a scope may be called `check`.
const TAKE_VALUES: [&str; 8] = [
    "schema", "env-file", "scope", "profile", "inherit", "format", "against", "verify",
];

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
    skeleton()
        .about("Run a program with the keys its scope names, validated, and nothing else in its environment")
        .override_usage("secrun [OPTIONS] -- CMD [ARG]...\n       secrun [OPTIONS] COMMAND")
        .after_help(EXAMPLES)
        .subcommand(
            Command::new("run")
                .about(RUN)
                .override_usage("secrun run [OPTIONS] -- CMD [ARG]...")
                .defer(RunFlags::augment_args),
        )
        .subcommand(Command::new("check").about(CHECK).defer(CheckFlags::augment_args))
        .subcommand(Command::new("fingerprint").about(FINGERPRINT).defer(FingerprintFlags::augment_args))
        .subcommand(Command::new("explain").about(EXPLAIN).defer(ExplainFlags::augment_args))
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
    let program = split_program(&mut words);
    // Without a subcommand's name among the words the skeleton will do, and
    // the run path does not build what it does not use.
    let plain = program.is_some()
        && !words
            .iter()
            .any(|word| COMMANDS.iter().any(|name| word == name));
    let mut grammar = if plain { skeleton() } else { command() };
    if !plain
        && let Some(program) = &program
        && !leads_to_run(&words)
    {
        // `secrun explain -- KEY`: the dashes belong to the subcommand.
        words.push("--".into());
        words.extend(program.iter().cloned());
    }
    lead_with_command(&mut words);
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
        Unmet::NoProgram => of_run(no_program()),
        Unmet::UnknownOption => of_run(unknown_option()),
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

/// Whether the words name no subcommand other than `run`.
fn leads_to_run(words: &[OsString]) -> bool {
    let first = first_bare_word(words).and_then(|at| words.get(at));
    first.is_none_or(|word| word == "run" || !COMMANDS.iter().any(|name| word == name))
}

/// Puts a report's name before its own options too, so that they may stand
/// before or after it, as the options of every command may.
fn lead_with_command(words: &mut [OsString]) {
    let named = first_bare_word(words).and_then(|at| words.get_mut(..=at));
    let reports = ["check", "fingerprint", "explain"];
    if let Some(head) = named
        && let Some(name) = head.last()
        && reports.iter().any(|report| name == report)
        && !head.iter().any(|word| word == "--version" || word == "-V")
    {
        head.rotate_right(1);
    }
}

/// The first word that is neither an option nor the value of one.
fn first_bare_word(words: &[OsString]) -> Option<usize> {
    let mut takes_value = false;
    words.iter().position(|word| {
        let text = word.to_string_lossy();
        let value = std::mem::take(&mut takes_value);
        takes_value = !value
            && text
                .strip_prefix("--")
                .is_some_and(|long| TAKE_VALUES.contains(&long));
        !value && !text.starts_with('-')
    })
}

enum Unmet {
    Clap(clap::Error),
    NoProgram,
    UnknownOption,
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
            if words
                .first()
                .is_some_and(|word| word.as_encoded_bytes().starts_with(b"-"))
            {
                return Err(Unmet::UnknownOption);
            }
            if let Some(rest) = program {
                // After a program the dashes are one of its arguments.
                words.extend((!words.is_empty()).then(|| "--".into()));
                words.extend(rest);
            }
            run(words)
        }
        Some(("check", own)) => Ok(Action::Check(CheckFlags::from_arg_matches(own)?)),
        Some(("fingerprint", own)) => Ok(Action::Fingerprint(FingerprintFlags::from_arg_matches(
            own,
        )?)),
        Some((_, own)) => Ok(Action::Explain(ExplainFlags::from_arg_matches(own)?)),
    }
}

fn of_run(problem: Problem) -> Stop {
    Stop::Usage {
        problem: Box::new(problem),
        family: Family::Run,
    }
}

fn unknown_option() -> Problem {
    Problem::error("usage", Words::new("unknown option or argument")).hint(dashes_hint())
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
    let named = own(ContextKind::InvalidArg);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => Words::new("unknown option or argument"),
        ErrorKind::InvalidSubcommand => Words::new("unknown command"),
        ErrorKind::ArgumentConflict if named.is_some() && named == own(ContextKind::PriorArg) => {
            Words::new("an option given twice")
        }
        ErrorKind::ArgumentConflict => Words::new("options that exclude each other"),
        ErrorKind::MissingRequiredArgument => Words::new("an argument is missing"),
        ErrorKind::TooManyValues => Words::new("a value for an option that takes none"),
        ErrorKind::InvalidValue | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Words::new("an option without its value")
        }
        _ => Words::new("wrong usage"),
    };
    let what = match named {
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
        None if family == Family::Run && unknown && named.is_none() => dashes_hint(),
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
    KNOWN.iter().find(|known| **known == word).copied()
}
