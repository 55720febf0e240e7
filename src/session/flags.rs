//! The options of every command.

use std::path::PathBuf;

use clap::{ArgAction, Args};

use crate::session::words::{InheritItem, ProfileName, ScopeName};

/// A variable that stands in for an option; the option wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Variable {
    name: &'static str,
    /// The field of [`Flags`] that it stands in for.
    option: &'static str,
}

macro_rules! variables {
    ($($constant:ident = $name:literal for $option:literal,)*) => {
        impl Variable {
            $(pub(crate) const $constant: Self = Self { name: $name, option: $option };)*

            pub(crate) const ALL: &[Self] = &[$(Self::$constant),*];
        }
    };
}

// In the order of the help.
variables! {
    SCHEMA = "SECRUN_SCHEMA" for "schema",
    ENV_FILE = "SECRUN_ENV_FILE" for "env_files",
    PROFILE = "SECRUN_PROFILE" for "profile",
    OVERRIDE = "SECRUN_OVERRIDE" for "overrides",
    INHERIT = "SECRUN_INHERIT" for "inherit",
    MASK = "SECRUN_MASK" for "mask",
    QUIET = "SECRUN_QUIET" for "quiet",
    VERBOSE = "SECRUN_VERBOSE" for "verbose",
}

impl Variable {
    pub(crate) const fn name(self) -> &'static str {
        self.name
    }
}

/// Says in the help of each option which variable it has.
pub(crate) fn with_variables(tree: clap::Command) -> clap::Command {
    tree.mut_args(|arg| {
        let option = arg.get_id();
        let variable = Variable::ALL.iter().find(|it| option == it.option);
        match (variable, arg.get_help()) {
            (Some(variable), Some(help)) => {
                let help = format!("{help} [env: {}]", variable.name);
                arg.help(help)
            }
            _ => arg,
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
    pub(crate) scope: Option<ScopeName>,
    /// Use this profile of the schema
    #[arg(long, value_name = "NAME", global = true)]
    pub(crate) profile: Option<ProfileName>,
    /// Prefer files to the environment
    #[arg(long = "override", global = true, overrides_with = "overrides")]
    pub(crate) overrides: bool,
    /// Pass a variable, glob or preset
    #[arg(long, value_name = "NAME", global = true, action = ArgAction::Append)]
    pub(crate) inherit: Vec<InheritItem>,
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
        for variable in Variable::ALL {
            let mark = format!("[env: {}]", variable.name);
            assert!(help.iter().any(|text| text.ends_with(&mark)), "{mark}");
        }
    }
}
