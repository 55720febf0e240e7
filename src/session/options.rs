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
use crate::session::flags::Flags;

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
        let variable = |name| host.get(name).filter(|value| !value.is_empty());
        let switch = |flag, name| switch(flag, name, variable(name));
        let env_files = match variable("SECRUN_ENV_FILE") {
            Some(list) if given.env_files.is_empty() => listed(list),
            _ => given.env_files.into_iter().map(named).collect(),
        };
        let inherit = match variable("SECRUN_INHERIT") {
            Some(list) if given.inherit.is_empty() => vec![text(list)],
            _ => given.inherit.iter().map(|item| text(item)).collect(),
        };
        let verbose = match variable("SECRUN_VERBOSE") {
            Some(level) if given.verbose == 0 => level_of(level)?,
            _ => given.verbose,
        };
        Ok(Self {
            schema: given
                .schema
                .or_else(|| variable("SECRUN_SCHEMA").map(PathBuf::from)),
            env_files,
            overrides: switch(given.overrides, "SECRUN_OVERRIDE")?,
            mask: mask(given.mask, variable("SECRUN_MASK"))?,
            quiet: switch(given.quiet, "SECRUN_QUIET")?,
            verbose,
            scope: given.scope.as_deref().map(text),
            profile: match given.profile.as_deref() {
                Some(name) => Some((text(name), ProfileFrom::Option)),
                None => variable("SECRUN_PROFILE").map(|name| (text(name), ProfileFrom::Variable)),
            },
            // An empty ceiling is one, too: the outer run passed no secret.
            ceiling: host.get("SECRUN_SCOPE").map(text),
            inherit,
        })
    }

    /// Which keys of the schema are wanted. `[run] scope` is a default of `run` alone.
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

    /// Which of host and files wins. An outer run chose the values that it passed, so
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

/// Which keys a command is about if no scope is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DefaultScope {
    OfTheSchema,
    Everything,
    /// Every declared key, also those that an outer run did not pass: masking and
    /// searching give nobody a value.
    IgnoringOuterRun,
}

/// A file of `--env-file`.
fn named(path: PathBuf) -> GivenFile {
    let shown = ShownPath::typed_in(&path, "the path in `--env-file`");
    GivenFile { path, shown }
}

/// The files of `SECRUN_ENV_FILE`. If the whole is not a list of paths, none of its
/// parts may be shown.
fn listed(list: &OsStr) -> Vec<GivenFile> {
    let whole = NotAPath::of(list.as_bytes());
    let file = |path: PathBuf| {
        let hidden = whole.or_else(|| NotAPath::of_path(&path));
        let shown = ShownPath::judged(&path, hidden, "the path in `SECRUN_ENV_FILE`");
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

/// Whether output is masked: the flag, or `SECRUN_MASK` with yes, no or `auto`.
fn mask(flag: bool, variable: Option<&OsStr>) -> Result<Option<MaskRule>, Box<Failure>> {
    if !flag && variable.is_some_and(|value| value.eq_ignore_ascii_case("auto")) {
        return Ok(Some(MaskRule::Auto));
    }
    let rule = |yes| if yes { MaskRule::On } else { MaskRule::Off };
    Ok(switch(flag, "SECRUN_MASK", variable)?.map(rule))
}

/// The flag, else the variable with pydantic's words for true and false.
fn switch(
    flag: bool,
    name: &'static str,
    value: Option<&OsStr>,
) -> Result<Option<bool>, Box<Failure>> {
    let value = value.unwrap_or_default().to_ascii_lowercase();
    match value.to_str() {
        _ if flag => Ok(Some(true)),
        Some("") => Ok(None),
        Some("1" | "true" | "t" | "yes" | "y" | "on") => Ok(Some(true)),
        Some("0" | "false" | "f" | "no" | "n" | "off") => Ok(Some(false)),
        _ => {
            let (or, hint) = match name {
                "SECRUN_MASK" => (" or `auto`", "set it to 1, 0 or `auto`"),
                _ => ("", "set it to 1 or 0"),
            };
            let what = message!("the variable `{}` is not a boolean{}", name, or);
            Err(Failure::usage(what, hint))
        }
    }
}

fn level_of(value: &OsStr) -> Result<u8, Box<Failure>> {
    let level = value
        .to_str()
        .and_then(|text| text.parse().ok())
        .filter(|level| *level <= 3);
    level.ok_or_else(|| {
        let what = "the variable `SECRUN_VERBOSE` is not a number from 0 to 3";
        Failure::usage(what, "set it to 1, 2 or 3")
    })
}
