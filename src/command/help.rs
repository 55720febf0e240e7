//! `secrun help`: the help of a command, or a topic.

use crate::core::report::Failure;
use crate::error::Error;
use crate::exit::Exit;
use crate::session::ui;
use crate::session::words::TopicName;

/// Print help for a command, or on a topic such as scopes
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// A command, committed-env, exit-codes, layers or scopes
    #[arg(value_name = "TOPIC")]
    pub(crate) topic: Option<TopicName>,
}

/// The topics, each with its text, which the manual has too.
pub(super) const TOPICS: &[(&str, &str)] = &[
    ("committed-env", include_str!("topics/committed-env.txt")),
    ("exit-codes", include_str!("topics/exit-codes.txt")),
    ("layers", include_str!("topics/layers.txt")),
    ("scopes", include_str!("topics/scopes.txt")),
];

/// Prints the help of the tree, of one of its commands, or of a topic.
pub(crate) fn help(args: &Args, mut tree: clap::Command) -> Result<Exit, Error> {
    let Some(topic) = &args.topic else {
        return ui::print(&tree.render_help().to_string()).map(|()| Exit::Clean);
    };
    if let Some((_, text)) = TOPICS.iter().find(|(name, _)| **topic == **name) {
        return ui::print(text).map(|()| Exit::Clean);
    }
    // Only a built command knows its whole name and every option.
    tree.build();
    let command = tree
        .find_subcommand_mut(&**topic)
        .ok_or_else(no_such_command)?;
    ui::print(&command.render_help().to_string()).map(|()| Exit::Clean)
}

/// The error of `help` and `man` for an unknown command.
pub(super) fn no_such_command() -> Box<Failure> {
    Failure::usage("no such command", "see `secrun --help`")
}
