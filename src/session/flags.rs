//! The options of every command.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args};

/// The variables that stand in for the options of the same names; the option wins.
pub(crate) const VARIABLES: [&str; 8] = [
    "SECRUN_SCHEMA",
    "SECRUN_ENV_FILE",
    "SECRUN_PROFILE",
    "SECRUN_OVERRIDE",
    "SECRUN_INHERIT",
    "SECRUN_MASK",
    "SECRUN_QUIET",
    "SECRUN_VERBOSE",
];

/// Says in the help of each option which variable it has.
pub(crate) fn with_variables(tree: clap::Command) -> clap::Command {
    tree.mut_args(|arg| {
        let long = arg.get_long().unwrap_or_default().replace('-', "_");
        let name = format!("SECRUN_{}", long.to_ascii_uppercase());
        match arg.get_help().filter(|_| VARIABLES.contains(&&*name)) {
            Some(help) => {
                let help = format!("{help} [env: {name}]");
                arg.help(help)
            }
            None => arg,
        }
    })
}

/// The options of every command.
#[derive(Debug, Default, PartialEq, Eq, Args)]
#[command(next_help_heading = "Options for every command")]
pub(crate) struct Flags {
    /// Use this schema
    #[arg(long, value_name = "PATH", global = true)]
    pub(crate) schema: Option<PathBuf>,
    /// Read only these env files
    #[arg(long = "env-file", value_name = "PATH", global = true, action = ArgAction::Append)]
    pub(crate) env_files: Vec<PathBuf>,
    /// Pass only the secrets of this scope
    #[arg(long, value_name = "NAME", global = true)]
    pub(crate) scope: Option<OsString>,
    /// Use this profile of the schema
    #[arg(long, value_name = "NAME", global = true)]
    pub(crate) profile: Option<OsString>,
    /// Prefer files to the environment
    #[arg(long = "override", global = true, overrides_with = "overrides")]
    pub(crate) overrides: bool,
    /// Pass a variable, glob or preset
    #[arg(long, value_name = "NAME", global = true, action = ArgAction::Append)]
    pub(crate) inherit: Vec<OsString>,
    /// Mask secrets in the output
    #[arg(long, global = true)]
    pub(crate) mask: bool,
    /// Print nothing but errors
    #[arg(short, long, global = true, overrides_with = "quiet")]
    pub(crate) quiet: bool,
    /// Show what secrun does; -vv where each key comes from; -vvv also withheld variables
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}
