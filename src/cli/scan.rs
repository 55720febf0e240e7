//! The words of `scan`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args};

use crate::cli::ReportFlags;

pub(super) const SCAN: &str =
    "Search files, the index, history and more for the values of secrets, in any encoding";

const EXAMPLES: &str = "\
Without options: what git tracks, what it would take, and the names of refs.
Options that name places add up; PATH, --staged and their like leave the work
tree out, unless --all is there, too.

Examples:
  secrun scan                    the work tree
  secrun scan --staged           what the next commit would add, for a hook
  secrun scan --history          every object of the repository
  secrun scan build/ app.log     files and folders, whatever git ignores
  journalctl -u app | secrun scan -

Status: 0 nothing was found, 1 values were found, 2 the search could not be made
or a place could not be read.";

/// The options that may be named in an error.
pub(super) const OPTIONS: &[&str] = &[
    "--all",
    "--staged",
    "--history",
    "--since",
    "--range",
    "--range-from-env",
    "--message",
    "--home",
    "--image",
    "--patterns",
    "scan",
];

/// The words of `scan`.
#[derive(Debug, Default, Args)]
#[command(about = SCAN, after_help = EXAMPLES)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each flag; most of them add up"
)]
pub struct ScanFlags {
    /// Files and folders, ignored or not; - is standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Search the work tree with what is ignored, repositories inside, and git's own files
    #[arg(long)]
    pub all: bool,
    /// Search what is staged for the next commit
    #[arg(long)]
    pub staged: bool,
    /// Search every object of the repository, reachable or not
    #[arg(long)]
    pub history: bool,
    /// With --history: only what came after a commit, or since a date
    #[arg(long, value_name = "REV-OR-DATE", requires = "history")]
    pub since: Option<OsString>,
    /// Search what the commits of a range bring
    #[arg(long, value_name = "A..B")]
    pub range: Option<OsString>,
    /// Search what is about to be pushed: for a pre-push hook of pre-commit or of git
    #[arg(long, conflicts_with = "range")]
    pub range_from_env: bool,
    /// Search the message of a commit that is being made, without its comments
    #[arg(long, value_name = "FILE")]
    pub message: Option<PathBuf>,
    /// Search shell histories, configurations and transcripts of a home folder [default: $HOME]
    #[arg(long, value_name = "DIR")]
    pub home: Option<Option<PathBuf>>,
    /// Search a container image that docker save or another tool has written; may be repeated
    #[arg(long, value_name = "FILE", action = ArgAction::Append)]
    pub image: Vec<PathBuf>,
    /// Warn of what looks like a provider's token, too
    #[arg(long)]
    pub patterns: bool,
    /// How the report is printed.
    #[command(flatten)]
    pub report: ReportFlags,
    /// Count warnings as problems
    #[arg(long)]
    pub strict: bool,
}

impl ScanFlags {
    /// Whether places are named, so that the work tree is left out.
    #[must_use]
    pub fn names_places(&self) -> bool {
        self.staged
            || self.history
            || self.range.is_some()
            || self.range_from_env
            || self.message.is_some()
            || self.home.is_some()
            || !self.image.is_empty()
            || !self.paths.is_empty()
    }
}
