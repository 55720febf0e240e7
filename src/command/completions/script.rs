//! `secrun completions`: the script that a shell completes with.

use clap::ValueEnum;

use crate::error::Error;
use crate::exit::Exit;
use crate::session::ui;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// A shell that secrun has a script for.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

/// Prints the script.
pub(crate) fn completions(args: &Args) -> Result<Exit, Error> {
    ui::print(match args.shell {
        Shell::Bash => include_str!("secrun.bash"),
        Shell::Zsh => include_str!("secrun.zsh"),
        Shell::Fish => include_str!("secrun.fish"),
        Shell::Powershell => include_str!("secrun.ps1"),
    })?;
    Ok(Exit::Clean)
}
