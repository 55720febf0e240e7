//! The arguments of `scan`.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::ArgAction;

use crate::command::shared::choices;
use crate::render::OutputFormat;

const EXAMPLES: &str = "\
Without options, it searches the files that git tracks or would add, and
the names of branches and tags. Options that name a place replace these,
and can be combined; --all adds the work tree again.

Examples:
  secrun scan                    the work tree
  secrun scan --staged           what the next commit would add, for a hook
  secrun scan --history          every object of the repository
  secrun scan build/ app.log     files and folders, ignored or not
  journalctl -u app | secrun scan -

Exit status: 0 if nothing was found, 1 if values were found, 2 if the search
failed or a place could not be read.";

/// Search files, git history and more for leaked secrets
#[derive(Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each flag; most of them add up"
)]
pub(crate) struct Args {
    /// Files and folders, ignored or not; `-` for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Search the work tree, with ignored files and .git
    #[arg(long)]
    pub(crate) all: bool,
    /// Search what is staged for the next commit
    #[arg(long)]
    pub(crate) staged: bool,
    /// Search every object of the repository
    #[arg(long)]
    pub(crate) history: bool,
    /// With --history: only what is newer
    #[arg(long, value_name = "REV-OR-DATE", requires = "history")]
    pub(crate) since: Option<OsString>,
    /// Search the commits of a range
    #[arg(long, value_name = "A..B")]
    pub(crate) range: Option<OsString>,
    /// Search what a pre-push hook is about to push
    #[arg(long, conflicts_with = "range")]
    pub(crate) range_from_env: bool,
    /// Search a commit message, without its comments
    #[arg(long, value_name = "FILE")]
    pub(crate) message: Option<PathBuf>,
    /// Search histories and settings [default: $HOME]
    #[arg(long, value_name = "DIR")]
    #[expect(clippy::option_option, reason = "clap's type for an optional value")]
    pub(crate) home: Option<Option<PathBuf>>,
    /// Search saved container images
    #[arg(long, value_name = "FILE", action = ArgAction::Append)]
    pub(crate) image: Vec<PathBuf>,
    /// Also warn about tokens of any provider
    #[arg(long)]
    pub(crate) patterns: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = choices::formats(&OutputFormat::ALL))]
    pub(crate) format: Option<OutputFormat>,
    /// Exit with 1 if there are warnings
    #[arg(long)]
    pub(crate) strict: bool,
}

/// A place to search.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    WorkTree,
    Index,
    History,
    Range(&'a OsStr),
    /// What a hook is about to push.
    Pushed,
    Message(&'a Path),
    /// The paths that are arguments.
    Paths,
    Image(&'a Path),
    Home(Option<&'a Path>),
}

impl Args {
    /// The places that are named, else the work tree.
    pub(super) fn places(&self) -> Vec<Place<'_>> {
        let named = [
            self.all.then_some(Place::WorkTree),
            self.staged.then_some(Place::Index),
            self.history.then_some(Place::History),
            self.range.as_deref().map(Place::Range),
            self.range_from_env.then_some(Place::Pushed),
            self.message.as_deref().map(Place::Message),
            (!self.paths.is_empty()).then_some(Place::Paths),
        ];
        let images = self.image.iter().map(|path| Place::Image(path));
        let home = self.home.iter().map(|path| Place::Home(path.as_deref()));
        let named = named.into_iter().flatten().chain(images).chain(home);
        let mut places: Vec<Place<'_>> = named.collect();
        if places.is_empty() {
            places.push(Place::WorkTree);
        }
        places
    }
}
