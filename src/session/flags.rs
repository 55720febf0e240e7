//! The options of every command.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args};

/// An option that can also be set through a variable, and the variable; the option wins.
type Variable = (&'static str, &'static str);

pub(crate) const SCHEMA: Variable = ("schema", "SECRUN_SCHEMA");
pub(crate) const ENV_FILE: Variable = ("env_files", "SECRUN_ENV_FILE");
pub(crate) const PROFILE: Variable = ("profile", "SECRUN_PROFILE");
pub(crate) const OVERRIDE: Variable = ("overrides", "SECRUN_OVERRIDE");
pub(crate) const INHERIT: Variable = ("inherit", "SECRUN_INHERIT");
pub(crate) const MASK: Variable = ("mask", "SECRUN_MASK");
pub(crate) const QUIET: Variable = ("quiet", "SECRUN_QUIET");
pub(crate) const VERBOSE: Variable = ("verbose", "SECRUN_VERBOSE");

pub(crate) const VARIABLES: [Variable; 8] = [
    SCHEMA, ENV_FILE, PROFILE, OVERRIDE, INHERIT, MASK, QUIET, VERBOSE,
];

/// Says in the help of each option which variable it has.
pub(crate) fn with_variables(tree: clap::Command) -> clap::Command {
    VARIABLES.iter().fold(tree, |tree, (option, variable)| {
        tree.mut_arg(option, |arg| {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            arg.help(format!("{help} [env: {variable}]"))
        })
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
