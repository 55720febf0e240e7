//! Our words for clap's errors: it quotes what was typed.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::{Family, Stop, dashes_hint};
use crate::cli::{adoption, scan};
use crate::core::report::Problem;

/// Our words for clap's errors: clap quotes what was typed, and that may be a
/// secret, so only what secrun itself defines is named.
pub(super) fn stop(error: &clap::Error, family: Family) -> Stop {
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
        ErrorKind::UnknownArgument => message!("unknown option or argument"),
        ErrorKind::InvalidSubcommand => message!("unknown command"),
        ErrorKind::ArgumentConflict if named.is_some() && named == own(ContextKind::PriorArg) => {
            message!("an option given twice")
        }
        ErrorKind::ArgumentConflict => message!("options that exclude each other"),
        ErrorKind::MissingRequiredArgument => message!("an argument is missing"),
        ErrorKind::TooManyValues => message!("a value for an option that takes none"),
        ErrorKind::InvalidValue | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            message!("an option without its value")
        }
        _ => message!("wrong usage"),
    };
    let what = match named {
        Some(option) => message!("{}: `{}`", what, option),
        None => what,
    };
    let unknown = matches!(
        error.kind(),
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
    );
    let suggested =
        own(ContextKind::SuggestedArg).or_else(|| own(ContextKind::SuggestedSubcommand));
    let hint = match suggested {
        Some(option) => message!("did you mean `{}`?", option),
        None if family == Family::Run && unknown && named.is_none() => dashes_hint(),
        None => message!("see `secrun --help`"),
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
    "--mask",
    "--quiet",
    "--verbose",
    "--format",
    "--strict",
    "--print-env",
    "--code",
    "--dry-run",
    "--force",
    "--write",
    "--against",
    "--verify",
    "--stdin",
    "--exact",
    "--keyed",
    "--github",
    "--help",
    "--version",
    "run",
    "check",
    "fingerprint",
    "explain",
    "mask",
    "init",
];

fn known_option(text: &str) -> Option<&'static str> {
    let word = text.split([' ', '=']).next().unwrap_or_default();
    let mut known = KNOWN.iter().chain(adoption::OPTIONS).chain(scan::OPTIONS);
    known.find(|known| **known == word).copied()
}
