//! Words in, a request out. No I/O.

use std::ffi::OsString;

use clap::{Args as _, FromArgMatches as _};

use crate::cli::tree::{Cli, Command, tree};
use crate::cli::usage::problem;
use crate::command::run;
use crate::command::shared::partial_line::PartialLine;
use crate::core::report::Failure;
use crate::exit::Family;
use crate::session::flags::Flags;

/// A command with its arguments, and the options of every command.
pub struct Request {
    pub(super) flags: Flags,
    pub(super) command: Command,
    pub(super) family: Family,
}

/// Why there is no request.
#[derive(Debug)]
pub enum NoRequest {
    /// Help or the version was asked for: print it on stdout, end with 0.
    Print(String),
    /// The command line is wrong.
    Usage {
        failure: Box<Failure>,
        /// Decides the exit status.
        family: Family,
    },
    /// No arguments at all: help on stderr, status 125.
    Bare(String),
}

/// The family of exit statuses, from the arguments without the program's own name.
pub fn family(words: &[OsString]) -> Family {
    family_of(words, command_at(words, &tree()))
}

fn family_of(words: &[OsString], command: Option<usize>) -> Family {
    match command {
        Some(at) if words[at] != "run" => Family::Report,
        _ => Family::Run,
    }
}

/// Reads the command line (without the program's own name). clap does the work; what comes
/// before it serves three habits: `-- CMD` without a command's name, a command's options
/// before its name, and the user's own words after the dashes, which no error may quote.
///
/// # Errors
///
/// [`NoRequest`] when help was asked for or the arguments are wrong.
pub fn parse(words: &[OsString]) -> Result<Request, NoRequest> {
    if words.is_empty() {
        return Err(NoRequest::Bare(tree().render_help().to_string()));
    }
    if let Some(request) = parse_run(words) {
        return Ok(request);
    }
    let mut tree = tree().bin_name("secrun").no_binary_name(true);
    let command = command_at(words, &tree);
    let family = family_of(words, command);
    // Without a command something is wrong before the dashes, not after them.
    let is_read = |word: &&OsString| command.is_some() || *word != "--";
    let mut line: Vec<&OsString> = words.iter().take_while(is_read).collect();
    if let Some(at) = command
        && !line[..at]
            .iter()
            .any(|word| *word == "--version" || *word == "-V")
    {
        // The command's own options may stand before its name, too.
        line[..=at].rotate_right(1);
    }
    let matches = tree.try_get_matches_from_mut(line);
    let parsed = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    let line = parsed.map_err(|error| {
        if error.use_stderr() {
            let failure = problem(&error, tree, family);
            NoRequest::Usage { failure, family }
        } else {
            NoRequest::Print(error.render().to_string())
        }
    })?;
    Ok(Request {
        flags: line.flags,
        command: line.command.unwrap_or(Command::Run(run::Args::default())),
        family,
    })
}

/// The fast path: `secrun [OPTIONS] -- CMD` needs the options of every command and
/// none of the commands, so most of the tree is never built.
fn parse_run(words: &[OsString]) -> Option<Request> {
    let dashes = words.iter().position(|word| word == "--")?;
    let flags = if dashes == 0 {
        Flags::default()
    } else {
        let grammar = Flags::augment_args(clap::Command::new("secrun").no_binary_name(true));
        let matches = grammar.try_get_matches_from(&words[..dashes]).ok()?;
        Flags::from_arg_matches(&matches).ok()?
    };
    let command = words[dashes + 1..].to_vec();
    Some(Request {
        flags,
        command: Command::Run(run::Args { command }),
        family: Family::Run,
    })
}

/// Where the command's name stands: the first word that is neither an option nor
/// the value of one, if there is such a command.
fn command_at(words: &[OsString], tree: &clap::Command) -> Option<usize> {
    let mut line = PartialLine::new(tree);
    let mut before = words.iter().take_while(|word| *word != "--");
    let at = before.position(|word| line.take(&word.to_string_lossy()))?;
    line.command.map(|_| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Request {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        parse(&words).unwrap()
    }

    #[test]
    fn the_fast_path_reads_what_the_whole_tree_reads() {
        let matches = tree().try_get_matches_from(["secrun"]).unwrap();
        assert_eq!(Flags::from_arg_matches(&matches).unwrap(), Flags::default());
        for options in [
            "",
            "-v ",
            "--scope check --env-file=a --env-file b -qq --mask ",
        ] {
            let fast = parsed(&format!("{options}-- git -- run"));
            let whole = parsed(&format!("run {options}-- git -- run"));
            assert_eq!(fast.flags, whole.flags, "{options}");
            let (Command::Run(fast), Command::Run(whole)) = (fast.command, whole.command) else {
                unreachable!()
            };
            assert_eq!(fast.command, ["git", "--", "run"]);
            assert_eq!(whole.command, fast.command);
        }
    }

    #[test]
    fn options_of_a_command_may_stand_before_its_name() {
        let request = parsed("--format json --scope a check --strict");
        assert_eq!(request.flags.scope.as_deref(), Some("a".as_ref()));
        let Command::Check(check) = request.command else {
            unreachable!()
        };
        assert!(check.strict && check.format.is_some());
    }
}
