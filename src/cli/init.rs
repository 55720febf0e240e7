//! The words of `init`.

use clap::Args;

pub(super) const INIT: &str = "Write a first secrun.toml from env files and code";

/// The words of `init`.
#[derive(Debug, Default, Args)]
#[command(about = INIT)]
pub struct InitFlags {
    /// Print the schema and write nothing
    #[arg(long = "dry-run")]
    pub dry_run: bool,
    /// Write a new schema over the one that is there
    #[arg(long)]
    pub force: bool,
    /// Add what is missing to the schema that is there
    #[arg(long, conflicts_with_all = ["force", "dry_run"])]
    pub write: bool,
}
