//! Usage errors in secrun's own words. clap quotes what was typed, and that may be
//! a secret, so only names that the tree defines are shown.

use std::fmt;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::command::run;
use crate::core::message::{Showable, quoted};
use crate::core::report::Failure;
use crate::exit::Family;

/// A name that the tree defines: an option, a command, an argument or a value.
#[derive(Clone, Copy)]
struct TreeName<'t> {
    dashes: &'static str,
    name: &'t str,
}

impl<'t> TreeName<'t> {
    fn plain(name: &'t str) -> Self {
        Self { dashes: "", name }
    }
}

impl fmt::Display for TreeName<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.dashes, self.name)
    }
}

impl Showable for TreeName<'_> {}

/// The problem with a command line that clap refuses.
pub(super) fn problem(
    error: &clap::Error,
    mut tree: clap::Command,
    family: Family,
) -> Box<Failure> {
    // Only then clap says how it shows an argument.
    tree.build();
    let known = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => tree_name(&tree, text),
        // clap sorts its suggestions from the worst to the best.
        Some(ContextValue::Strings(texts)) => {
            texts.iter().rev().find_map(|text| tree_name(&tree, text))
        }
        _ => None,
    };
    let named = known(ContextKind::InvalidArg);
    let what = match (error.kind(), named) {
        (ErrorKind::UnknownArgument, Some(name)) => message!("unexpected argument `{}`", name),
        (ErrorKind::UnknownArgument, None) => message!("unknown option or argument"),
        (ErrorKind::InvalidSubcommand, _) => message!("unknown command"),
        (ErrorKind::ArgumentConflict, Some(name)) => match known(ContextKind::PriorArg) {
            Some(other) if other.name == name.name => message!("`{}` is given twice", name),
            Some(other) => message!("`{}` cannot be used with `{}`", name, other),
            None => message!("`{}` cannot be used with the other options", name),
        },
        (ErrorKind::MissingRequiredArgument, Some(name)) => message!("missing argument `{}`", name),
        (ErrorKind::TooManyValues, Some(name)) => message!("`{}` takes no value", name),
        (ErrorKind::InvalidValue, Some(name)) if is_given(error) => {
            message!("invalid value for `{}`", name)
        }
        (ErrorKind::InvalidValue | ErrorKind::TooFewValues, Some(name)) => {
            message!("`{}` needs a value", name)
        }
        _ => message!("invalid usage"),
    };
    let unknown = matches!(
        error.kind(),
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
    );
    let suggested =
        known(ContextKind::SuggestedArg).or_else(|| known(ContextKind::SuggestedSubcommand));
    let hint = match (suggested, error.get(ContextKind::ValidValue)) {
        (Some(name), _) => message!("did you mean `{}`?", name),
        // The list is the tree's own.
        (None, Some(ContextValue::Strings(values))) if !values.is_empty() => {
            let values = values.iter().map(|value| TreeName::plain(value));
            message!("choose one of {}", quoted(values))
        }
        _ if family == Family::Run && unknown && named.is_none() => run::DASHES.into(),
        _ => message!("see `secrun --help`"),
    };
    Failure::usage(what, hint)
}

/// Whether the value that clap refuses was typed at all.
fn is_given(error: &clap::Error) -> bool {
    let value = error.get(ContextKind::InvalidValue);
    matches!(value, Some(ContextValue::String(value)) if !value.is_empty())
}

/// The name in the tree of the command or argument that clap names.
fn tree_name<'t>(tree: &'t clap::Command, text: &str) -> Option<TreeName<'t>> {
    if let Some(command) = tree.find_subcommand(text) {
        return Some(TreeName::plain(command.get_name()));
    }
    let commands = tree.get_subcommands().chain([tree]);
    let mut arguments = commands.flat_map(clap::Command::get_arguments);
    let argument = arguments.find(|argument| is_named(argument, text))?;
    match argument.get_long() {
        Some(name) => Some(TreeName { dashes: "--", name }),
        None => Some(TreeName::plain(argument.get_value_names()?.first()?)),
    }
}

/// Whether clap means this argument: its errors have the name with the values, such as
/// `--scope <NAME>` and `<KEY>`, and its suggestions the name alone.
fn is_named(argument: &clap::Arg, text: &str) -> bool {
    let is_long = |long| text.strip_prefix("--") == Some(long);
    argument.get_long().is_some_and(is_long)
        || argument.to_string() == text
        // One that is missing is required, even if only another option requires it.
        || argument.clone().required(true).to_string() == text
}
