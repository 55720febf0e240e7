//! The options of every command.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args};

/// The options of every command. Most can also be set through a variable; the
/// option wins.
#[derive(Debug, Default, PartialEq, Eq, Args)]
#[expect(clippy::doc_markdown, reason = "clap prints these docs as they are")]
#[command(next_help_heading = "Options for every command")]
pub(crate) struct Flags {
    /// Use this schema [env: SECRUN_SCHEMA]
    #[arg(long, value_name = "PATH", global = true)]
    pub(crate) schema: Option<PathBuf>,
    /// Read only these env files [env: SECRUN_ENV_FILE]
    #[arg(long = "env-file", value_name = "PATH", global = true, action = ArgAction::Append)]
    pub(crate) env_files: Vec<PathBuf>,
    /// Pass only the secrets of this scope
    #[arg(long, value_name = "NAME", global = true)]
    pub(crate) scope: Option<OsString>,
    /// Use this profile of the schema [env: SECRUN_PROFILE]
    #[arg(long, value_name = "NAME", global = true)]
    pub(crate) profile: Option<OsString>,
    /// Prefer files to the environment [env: SECRUN_OVERRIDE]
    #[arg(long = "override", global = true, overrides_with = "overrides")]
    pub(crate) overrides: bool,
    /// Pass a variable, glob or preset [env: SECRUN_INHERIT]
    #[arg(long, value_name = "NAME", global = true, action = ArgAction::Append)]
    pub(crate) inherit: Vec<OsString>,
    /// Mask secrets in the output [env: SECRUN_MASK]
    #[arg(long, global = true)]
    pub(crate) mask: bool,
    /// Print nothing but errors [env: SECRUN_QUIET]
    #[arg(short, long, global = true, overrides_with = "quiet")]
    pub(crate) quiet: bool,
    /// Show what secrun does; -vv where each key comes from; -vvv also withheld variables [env: SECRUN_VERBOSE]
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}
