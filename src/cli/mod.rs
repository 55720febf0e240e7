//! The command line: words to a request, no I/O.

pub mod adoption;
pub mod complete;
mod flags;
pub mod help;
mod init;
pub mod manual;
mod misuse;
mod scan;

use std::ffi::OsString;

use clap::{ArgMatches, Args as _, Command, FromArgMatches as _};

use crate::cli::flags::{CHECK, EXPLAIN, FINGERPRINT, MASK, RUN, RunFlags};
pub use crate::cli::flags::{
    CheckFlags, ExplainFlags, FingerprintFlags, Flags, MaskFlags, ReportFlags,
};
use crate::cli::misuse::stop;
use crate::core::message::Message;
use crate::core::report::Problem;
use crate::exec::CommandLine;
use crate::exit::Exit;

use crate::cli::init::INIT;
pub use crate::cli::init::InitFlags;
pub use crate::cli::scan::ScanFlags;

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
    /// The search for leaks.
    Scan(ScanFlags),
    /// A filter that masks.
    Mask(MaskFlags),
    /// A first schema.
    Init(InitFlags),
    /// Another command that brings a project under secrun.
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

const COMMANDS: [&str; 8] = [
    "run",
    "check",
    "fingerprint",
    "explain",
    "scan",
    "mask",
    "init",
    "help",
];

/// The options that take a value, so that a scope may be called `check`.
const TAKE_VALUES: [&str; 12] = [
    "schema", "env-file", "scope", "profile", "inherit", "format", "against", "verify", "since",
    "range", "message", "image",
];

fn is_command(word: &str) -> bool {
    COMMANDS.contains(&word) || adoption::is_command(word)
}

const EXAMPLES: &str = "\
Examples:
  secrun -- python main.py              run with every declared key
  secrun --scope coder -- python a.py   run with the keys of one scope
  secrun check                          all problems at once, for CI
  secrun fingerprint                    which value is where, without values
  secrun --mask -- python main.py       with every secret replaced in the output
  tail -f app.log | secrun mask         the same for a log that is there

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
        .subcommand(
            Command::new("run")
                .about(RUN)
                .override_usage("secrun run [OPTIONS] -- CMD [ARG]...")
                .defer(RunFlags::augment_args),
        )
        .subcommand(Command::new("check").about(CHECK).defer(CheckFlags::augment_args))
        .subcommand(Command::new("fingerprint").about(FINGERPRINT).defer(FingerprintFlags::augment_args))
        .subcommand(Command::new("explain").about(EXPLAIN).defer(ExplainFlags::augment_args))
        .subcommand(Command::new("scan").about(scan::SCAN).defer(ScanFlags::augment_args))
        .subcommand(Command::new("mask").about(MASK).defer(MaskFlags::augment_args))
        .subcommand(Command::new("init").about(INIT).defer(InitFlags::augment_args))
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
    if plain && words.is_empty() {
        // `secrun -- CMD`: there is not a word for clap to read.
        let command = CommandLine::new(program.unwrap_or_default());
        return Ok(Request {
            options: Flags::default(),
            action: Action::Run(command.ok_or_else(|| of_run(no_program()))?),
        });
    }
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
    first.is_none_or(|word| word == "run" || !word.to_str().is_some_and(is_command))
}

/// Puts a report's name before its own options too, so that they may stand
/// before or after it, as the options of every command may.
fn lead_with_command(words: &mut [OsString]) {
    let named = first_bare_word(words).and_then(|at| words.get_mut(..=at));
    let reports = ["check", "fingerprint", "explain", "mask", "scan"];
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
        Some(("scan", own)) => Ok(Action::Scan(ScanFlags::from_arg_matches(own)?)),
        Some(("init", own)) => Ok(Action::Init(InitFlags::from_arg_matches(own)?)),
        Some(("explain", own)) => Ok(Action::Explain(ExplainFlags::from_arg_matches(own)?)),
        Some(("mask", own)) => Ok(Action::Mask(MaskFlags::from_arg_matches(own)?)),
        Some((name, own)) => Ok(Action::Adopt(adoption::read(name, own)?)),
    }
}

fn of_run(problem: Problem) -> Stop {
    Stop::Usage {
        problem: Box::new(problem),
        family: Family::Run,
    }
}

fn unknown_option() -> Problem {
    Problem::error("usage", message!("unknown option or argument")).hint(dashes_hint())
}

fn no_program() -> Problem {
    Problem::error("usage", message!("no program to run")).hint(dashes_hint())
}

fn dashes_hint() -> Message {
    message!("put `--` before the program: `secrun -- python main.py`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_mean_what_they_mean_to_clap() {
        let matches = skeleton().try_get_matches_from(["secrun"]).unwrap();
        let read = Flags::from_arg_matches(&matches).unwrap();
        assert_eq!(read, Flags::default());
        let request = parse(["--", "true"].map(OsString::from)).unwrap();
        assert_eq!(request.options, read);
    }
}
