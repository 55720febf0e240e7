//! Flags merged with variables: a flag wins over its variable, and both over the
//! schema.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;

use crate::core::message::{NotAPath, ShownPath};
use crate::core::name::Label;
use crate::core::report::Failure;
use crate::env::host::HostEnv;
use crate::env::plan::GivenFile;
use crate::env::selection::{ProfileFrom, Wanted};
use crate::schema::model::{MaskRule, Precedence, Schema};
use crate::session::flags::{Flags, Variable};

/// Flags, and the variables that stand in for them.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) schema: Option<PathBuf>,
    /// Env files in place of the schema's.
    pub(crate) env_files: Vec<GivenFile>,
    /// Whether files win over the host; `None` leaves it to the schema, as below.
    pub(crate) overrides: Option<bool>,
    /// Whether the child's output is masked.
    pub(crate) mask: Option<MaskRule>,
    /// Whether only errors are printed.
    pub(crate) quiet: Option<bool>,
    /// How much is logged, 0 to 3.
    pub(crate) verbose: u8,
    scope: Option<String>,
    profile: Option<(String, ProfileFrom)>,
    ceiling: Option<String>,
    inherit: Vec<String>,
}

impl Options {
    /// Merges flags with the host's `SECRUN_*` variables.
    pub(crate) fn new(given: Flags, host: &HostEnv) -> Result<Self, Box<Failure>> {
        let value_of = |it: Variable| host.get(it.name()).filter(|value| !value.is_empty());
        let switch = |flag, variable| switch(flag, variable, value_of(variable));
        let env_files = match value_of(Variable::ENV_FILE) {
            Some(list) if given.env_files.is_empty() => given_files(list),
            _ => given.env_files.into_iter().map(given_file).collect(),
        };
        let inherit = match value_of(Variable::INHERIT) {
            Some(list) if given.inherit.is_empty() => vec![text(list)],
            _ => given.inherit.iter().map(|item| text(item)).collect(),
        };
        let verbose = match value_of(Variable::VERBOSE) {
            Some(level) if given.verbose == 0 => level_of(level)?,
            _ => given.verbose,
        };
        Ok(Self {
            schema: given
                .schema
                .or_else(|| value_of(Variable::SCHEMA).map(PathBuf::from)),
            env_files,
            overrides: switch(given.overrides, Variable::OVERRIDE)?,
            mask: mask(given.mask, value_of(Variable::MASK))?,
            quiet: switch(given.quiet, Variable::QUIET)?,
            verbose,
            scope: given.scope.as_deref().map(text),
            profile: match given.profile.as_deref() {
                Some(name) => Some((text(name), ProfileFrom::Option)),
                None => value_of(Variable::PROFILE).map(|name| (text(name), ProfileFrom::Variable)),
            },
            // An empty ceiling is one, too: the outer run passed no secret.
            ceiling: host.get("SECRUN_SCOPE").map(text),
            inherit,
        })
    }

    /// The keys of the schema that are wanted. `[run] scope` is a default of `run` alone.
    pub(crate) fn wanted<'a>(
        &'a self,
        schema: &'a Schema,
        default_scope: DefaultScope,
    ) -> Wanted<'a> {
        let scope = match default_scope {
            DefaultScope::OfTheSchema => schema.run.scope.as_ref().map(Label::as_str),
            DefaultScope::Everything | DefaultScope::IgnoringOuterRun => None,
        };
        let ceiling = self.ceiling.as_deref();
        let of_schema = schema.run.profile.as_ref();
        let of_schema = of_schema.map(|label| (label.as_str(), ProfileFrom::Schema));
        let asked = self.profile.as_ref();
        Wanted {
            scope: self.scope.as_deref().or(scope),
            profile: asked
                .map(|(name, from)| (name.as_str(), *from))
                .or(of_schema),
            ceiling: ceiling.filter(|_| default_scope != DefaultScope::IgnoringOuterRun),
            inherit: &self.inherit,
        }
    }

    /// The profile that `--profile` names, whatever the variable and the schema say.
    pub(crate) fn profile_option(&self) -> Option<&str> {
        let named = self.profile.as_ref();
        let named = named.filter(|(_, from)| *from == ProfileFrom::Option);
        named.map(|(name, _)| name.as_str())
    }

    /// Whether host or files win. An outer run chose the values that it passed, so
    /// nothing puts files above them.
    pub(crate) fn precedence(&self, schema: &Schema) -> Precedence {
        match self.overrides {
            _ if self.ceiling.is_some() => Precedence::HostFirst,
            Some(true) => Precedence::FilesFirst,
            Some(false) => Precedence::HostFirst,
            None => schema.env.precedence,
        }
    }
}

/// The keys that a command is about if no scope is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DefaultScope {
    OfTheSchema,
    Everything,
    /// Every declared key, also those that an outer run did not pass: masking and
    /// searching give nobody a value.
    IgnoringOuterRun,
}

fn given_file(path: PathBuf) -> GivenFile {
    let shown = ShownPath::typed_in(&path, "the path in `--env-file`");
    GivenFile { path, shown }
}

/// Splits `SECRUN_ENV_FILE`. If the whole is not a list of paths, none of its
/// parts may be shown.
fn given_files(list: &OsStr) -> Vec<GivenFile> {
    let whole = NotAPath::of(list.as_bytes());
    let what = format!("the path in `{}`", Variable::ENV_FILE.name());
    let file = |path: PathBuf| {
        let hidden = whole.or_else(|| NotAPath::of_path(&path));
        let shown = ShownPath::judged(&path, hidden, &what);
        GivenFile { path, shown }
    };
    std::env::split_paths(list)
        .filter(|path| !path.as_os_str().is_empty())
        .map(file)
        .collect()
}

/// Bytes that are not UTF-8 become a character that no name can have.
fn text(value: &OsStr) -> String {
    value.to_string_lossy().into_owned()
}

/// Whether output is masked: the flag, else the variable, which also takes `auto`.
fn mask(flag: bool, value: Option<&OsStr>) -> Result<Option<MaskRule>, Box<Failure>> {
    let rule = |yes| if yes { MaskRule::On } else { MaskRule::Off };
    match value {
        _ if flag => Ok(Some(MaskRule::On)),
        None => Ok(None),
        Some(value) if value.eq_ignore_ascii_case("auto") => Ok(Some(MaskRule::Auto)),
        Some(value) => truth(value).map(|yes| Some(rule(yes))).ok_or_else(|| {
            let name = Variable::MASK.name();
            let what = message!("the variable `{}` is not a boolean or `auto`", name);
            Failure::usage(what, "set it to 1, 0 or `auto`")
        }),
    }
}

/// The flag, else the variable.
fn switch(
    flag: bool,
    variable: Variable,
    value: Option<&OsStr>,
) -> Result<Option<bool>, Box<Failure>> {
    match value {
        _ if flag => Ok(Some(true)),
        None => Ok(None),
        Some(value) => truth(value).map(Some).ok_or_else(|| {
            let what = message!("the variable `{}` is not a boolean", variable.name());
            Failure::usage(what, "set it to 1 or 0")
        }),
    }
}

/// pydantic's words for true and false.
fn truth(value: &OsStr) -> Option<bool> {
    match value.to_ascii_lowercase().to_str()? {
        "1" | "true" | "t" | "yes" | "y" | "on" => Some(true),
        "0" | "false" | "f" | "no" | "n" | "off" => Some(false),
        _ => None,
    }
}

fn level_of(value: &OsStr) -> Result<u8, Box<Failure>> {
    let level = value
        .to_str()
        .and_then(|text| text.parse().ok())
        .filter(|level| *level <= 3);
    level.ok_or_else(|| {
        let name = Variable::VERBOSE.name();
        let what = message!("the variable `{}` is not a number from 0 to 3", name);
        Failure::usage(what, "set it to 1, 2 or 3")
    })
}
