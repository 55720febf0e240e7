//! The options of every command.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args};

use crate::schema::model::OWN_PREFIX;

/// A variable that stands in for the option of the same name; the option wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Variable(&'static str);

impl Variable {
    pub(crate) const SCHEMA: Self = Self("SECRUN_SCHEMA");
    pub(crate) const ENV_FILE: Self = Self("SECRUN_ENV_FILE");
    pub(crate) const PROFILE: Self = Self("SECRUN_PROFILE");
    pub(crate) const OVERRIDE: Self = Self("SECRUN_OVERRIDE");
    pub(crate) const INHERIT: Self = Self("SECRUN_INHERIT");
    pub(crate) const MASK: Self = Self("SECRUN_MASK");
    pub(crate) const QUIET: Self = Self("SECRUN_QUIET");
    pub(crate) const VERBOSE: Self = Self("SECRUN_VERBOSE");

    /// In the order of the help.
    pub(crate) const ALL: [Self; 8] = [
        Self::SCHEMA,
        Self::ENV_FILE,
        Self::PROFILE,
        Self::OVERRIDE,
        Self::INHERIT,
        Self::MASK,
        Self::QUIET,
        Self::VERBOSE,
    ];

    pub(crate) const fn name(self) -> &'static str {
        self.0
    }
}

/// Says in the help of each option which variable it has.
pub(crate) fn with_variables(tree: clap::Command) -> clap::Command {
    tree.mut_args(|arg| {
        let long = arg.get_long().unwrap_or_default().replace('-', "_");
        let name = format!("{OWN_PREFIX}{}", long.to_ascii_uppercase());
        let has_variable = Variable::ALL.iter().any(|it| it.name() == name);
        match arg.get_help().filter(|_| has_variable) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_stands_in_for_an_option() {
        let tree = with_variables(Flags::augment_args(clap::Command::new("secrun")));
        let help = |option: &clap::Arg| option.get_help().map(ToString::to_string);
        let help: Vec<String> = tree.get_arguments().filter_map(help).collect();
        for variable in Variable::ALL.map(Variable::name) {
            let mark = format!("[env: {variable}]");
            assert!(help.iter().any(|text| text.ends_with(&mark)), "{variable}");
        }
    }
}
