//! The schema as it is meant: every name checked, every pattern compiled,
//! every reference resolved.

use std::collections::BTreeMap;

use crate::core::message::{Place, ShownPath};
use crate::core::name::{EnvName, Label, NamePattern};
use crate::core::report::{KeyKind, Problem};
use crate::core::secret::SecretValue;
use crate::dotenv::Interpolation;
use crate::schema::formats::Format;
use crate::schema::redact::nearest;
use crate::schema::types::{Pattern, ValueType};

pub use crate::schema::allow::{Allow, PathGlob};
pub use crate::schema::date::Date;

/// The name of the file with the schema.
pub(crate) const SCHEMA_FILE: &str = "secrun.toml";

/// The name of the env file without values that a repository has.
pub(crate) const EXAMPLE_FILE: &str = ".env.example";

#[derive(Debug)]
pub struct Schema {
    pub path: ShownPath,
    pub project: Option<Label>,
    pub env: EnvRules,
    pub run: RunRules,
    /// `[secrets]` and `[settings]`, by name.
    pub rules: Rules,
    pub scopes: BTreeMap<Label, Scope>,
    pub profiles: BTreeMap<Label, Profile>,
    pub owners: BTreeMap<Label, Owner>,
    /// `[defaults]`: what is asked of keys, by profile.
    pub defaults: BTreeMap<Label, KeyDefaults>,
    /// `[[allow]]`: what a leak search passes over.
    pub allow: Vec<Allow>,
    /// The warnings about the schema.
    pub warnings: Vec<Problem>,
    /// Names of other variables that keys are read from: see [`Schema::governing`].
    pub other_names: BTreeMap<EnvName, (EnvName, ReadAs)>,
}

/// Under which of its names a key is read; an earlier one counts more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadAs {
    Name,
    /// An alias, with its place in the list.
    Alias(usize),
    /// `KEY_FILE`, which names a file that holds the value.
    FileVariable,
}

impl Schema {
    /// Whether this is the name of a secret; an alias is not.
    pub fn is_secret(&self, name: &EnvName) -> bool {
        self.rules.get(name).is_some_and(Rule::is_secret)
    }

    /// The declared name that another name may be a slip for. A large schema is not
    /// searched: each comparison costs a microsecond, and `run` waits for it.
    pub(crate) fn nearest(&self, name: &EnvName) -> Option<&EnvName> {
        let few = self.rules.len() <= 100;
        let names = || self.rules.values().map(|rule| rule.name.as_str());
        let near = few.then(|| nearest(name.as_str(), names())).flatten()?;
        self.rules.get(near).map(|rule| &rule.name)
    }

    /// The rule that a variable belongs to: by its own name, by an alias, or by
    /// `KEY_FILE`.
    pub fn governing(&self, name: &str) -> Option<(&Rule, ReadAs)> {
        if let Some(rule) = self.rules.get(name) {
            return Some((rule, ReadAs::Name));
        }
        let (key, read_as) = self.other_names.get(name)?;
        Some((self.rules.get(key)?, *read_as))
    }
}

/// The prefix of secrun's own variables.
pub const OWN_PREFIX: &str = "SECRUN_";

/// Why no variable of secrun's own is inherited.
pub const OWN_NEVER_PASSES: &str = "secrun's own variables are never inherited: secrun sets `SECRUN_SCOPE` and `SECRUN_PROFILE` in the child";

/// What to do about a variable of secrun's own in `inherit`.
pub const OWN_HINT: &str = "remove it from the inherited variables";

/// `[env]`: where values come from, and what the child keeps of the host's.
#[derive(Debug)]
pub struct EnvRules {
    /// The env files in order; later ones win.
    pub files: Vec<EnvFile>,
    /// What the child may keep of the host environment.
    pub inherit: Vec<Inherit>,
    /// Which of the host environment and the files wins.
    pub precedence: Precedence,
    /// What to do about keys of a file that the schema does not declare.
    pub undeclared: Undeclared,
    /// What `$` means in an env file.
    pub interpolation: Interpolation,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvFile {
    /// The path as written: relative to the schema's folder, perhaps with `{profile}`.
    pub path: Box<str>,
    /// Whether its absence is an error.
    pub presence: Presence,
    /// Where the schema names it.
    pub place: Place,
}

/// Whether a file must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It may be absent.
    Optional,
    /// Its absence is an error.
    Required,
}

/// One item of an `inherit` list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inherit {
    /// `@base` and its like.
    Preset(Preset),
    /// A name or a glob.
    Pattern(NamePattern),
}

/// A named list of host variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preset {
    /// `@base`: what every program needs.
    Base,
    /// `@python`: virtual environments and the interpreter's switches.
    Python,
    Node,
    /// `@ci`: what CI systems tell of a job, without its tokens.
    Ci,
    /// `@proxy`: how to reach the network.
    Proxy,
    /// `@tls`: the certificates that single tools trust.
    Tls,
    /// `@dev`: what a person at a desk has.
    Dev,
}

/// Which of the host environment and the files wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precedence {
    /// The host does (python-dotenv's `override=False`).
    HostFirst,
    /// Files and sources do.
    FilesFirst,
}

/// What to do about keys of a file that the schema does not declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undeclared {
    Warn,
    Ignore,
    Error,
}

/// `[run]`: what a run does when no flag and no variable says otherwise.
#[derive(Debug)]
pub struct RunRules {
    pub scope: Option<Label>,
    pub profile: Option<Label>,
    /// Whether the fingerprint block is left out.
    pub quiet: bool,
    /// Whether the child's output is masked.
    pub mask: MaskRule,
    /// Whether the child's own `load_dotenv()` is left to work under a scope.
    pub python_dotenv: PythonDotenv,
}

/// Whether the child's output is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaskRule {
    Off,
    On,
    /// Where a stream is not a terminal.
    Auto,
}

/// Whether the child's own `load_dotenv()` is left to work under a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PythonDotenv {
    Disable,
    /// It is left alone.
    Allow,
}

/// The declared keys with their rules, sorted by name.
pub type Rules = BTreeMap<EnvName, Rule>;

#[derive(Debug)]
pub struct Rule {
    pub name: EnvName,
    pub kind: KeyKind,
    /// `type` and its own fields.
    pub value_type: ValueType,
    /// `min_length` of a string, in characters.
    pub min_length: Option<usize>,
    /// `max_length` of a string, in characters.
    pub max_length: Option<usize>,
    /// `pattern`: must be found in the value (as pydantic's `pattern`).
    pub pattern: Option<Pattern>,
    /// `prefix`: the value must begin with it.
    pub prefix: Option<Box<str>>,
    /// `forbid`: must not be found in the value.
    pub forbid: Option<Pattern>,
    /// `format`: a provider's token form.
    pub format: Option<Format>,
    /// `allow_empty`: an empty value counts as set.
    pub allow_empty: bool,
    /// `allow_dangerous`: the schema's author knows what programs do with this name.
    pub allow_dangerous: bool,
    /// `default` of a setting.
    pub default: Option<SecretValue>,
    /// When the key must be set.
    pub requirement: Requirement,
    /// Other names it may be read from, in order.
    pub aliases: Vec<EnvName>,
    /// `file = true`: `KEY_FILE` or `/run/secrets/KEY` may hold it.
    pub file: bool,
    pub description: Option<Box<str>>,
    /// `docs`: the page where to get the value.
    pub docs: Option<Box<str>>,
    pub example: Option<Box<str>>,
    /// Ownership and rotation, of the secrets that say something of them.
    pub metadata: Option<Box<Metadata>>,
    /// Where the key is declared.
    pub place: Place,
}

impl Rule {
    /// The names the key may be read from: its own, then its aliases.
    pub fn names(&self) -> impl Iterator<Item = &EnvName> {
        std::iter::once(&self.name).chain(&self.aliases)
    }

    /// `KEY_FILE`, for a key that may be kept in a file.
    pub fn file_variable(&self) -> Option<EnvName> {
        let name = self.file.then(|| format!("{}_FILE", self.name))?;
        EnvName::new(&name).ok()
    }

    /// The profiles that its requirement names.
    pub fn profiles(&self) -> &[Label] {
        match &self.requirement {
            Requirement::In(profiles) => profiles,
            Requirement::Always | Requirement::Never => &[],
        }
    }

    /// Whether the default counts in place of this value of the highest layer.
    pub fn defaults_over(&self, winner: &SecretValue) -> bool {
        winner.is_blank() && !self.allow_empty && self.default.is_some()
    }

    pub fn is_secret(&self) -> bool {
        self.kind == KeyKind::Secret
    }
}

/// When a key must be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    Always,
    Never,
    /// In the runs of these profiles.
    In(Vec<Label>),
}

/// One entry of `[scopes]`.
#[derive(Debug)]
pub struct Scope {
    /// The secrets it is given.
    pub secrets: Vec<EnvName>,
    /// The settings it is given; `None` is all of them.
    pub settings: Option<Vec<EnvName>>,
    /// What it may keep of the host environment beside the general list.
    pub inherit: Vec<Inherit>,
    /// `mask`, where the scope says it.
    pub mask: Option<bool>,
    /// Where it is declared.
    pub place: Place,
}

impl Scope {
    /// Whether a program of the scope gets the key.
    pub(crate) fn has(&self, rule: &Rule) -> bool {
        match (rule.kind, &self.settings) {
            (KeyKind::Secret, _) => self.secrets.contains(&rule.name),
            (KeyKind::Setting, Some(settings)) => settings.contains(&rule.name),
            (KeyKind::Setting, None) => true,
        }
    }
}

/// One entry of `[profiles]`.
#[derive(Debug)]
pub struct Profile {
    /// Appended to the general list of files.
    pub env_files: Vec<EnvFile>,
    /// `live_keys = "forbid"`: live provider forms are refused, `format` is lifted.
    pub forbid_live_keys: bool,
    /// `fakes`: required keys get made-up values, and the general env files give no
    /// secrets.
    pub fakes: bool,
    /// `refuse`: names and the values that stop the run.
    pub refuse: Vec<(EnvName, SecretValue)>,
    /// Where it is declared.
    pub place: Place,
}

/// One entry of `[owners]`.
#[derive(Debug, Default)]
pub struct Owner {
    /// The name in full.
    pub name: Option<Box<str>>,
    pub contact: Option<Box<str>>,
    pub escalation: Option<Box<str>>,
    pub kind: Option<Box<str>>,
}

/// One entry of `[defaults]`.
#[derive(Debug, Default)]
pub struct KeyDefaults {
    pub rotation: Option<Rotation>,
    pub warn_before: Option<u32>,
    pub grace: Option<u32>,
    /// `require`: metadata fields that keys of this profile must have.
    pub require: Vec<Label>,
}

/// How often a key is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// After this many days (`90d`, `12w`, `6mo` of 30 days, `1y` of 365).
    Days(u32),
    /// By hand, with no cadence.
    Manual,
    Never,
}

/// Ownership and rotation of a secret. They are checked for type and form, and
/// `explain` shows the owner; no command acts on the rest.
#[derive(Debug, Default)]
pub struct Metadata {
    /// `owner`: an entry of `[owners]`, or any label if that table does not exist.
    pub owner: Option<Label>,
    pub provider: Option<Box<str>>,
    pub account: Option<Box<str>>,
    /// `principal`: `service`, `personal` or `shared`.
    pub principal: Option<Label>,
    pub environments: Vec<Label>,
    /// `scopes`: entries of `[scopes]`.
    pub scopes: Vec<Label>,
    pub permissions: Option<Box<str>>,
    pub stored_in: Vec<Box<str>>,
    pub rotation: Option<Rotation>,
    /// `rotated`: when it was last replaced.
    pub rotated: Option<Date>,
    /// `expires`: when the provider ends it.
    pub expires: Option<Date>,
    /// `overlap`, in days: how long the old and the new key may both be valid.
    pub overlap: Option<u32>,
    /// `reason`: why it is never rotated.
    pub reason: Option<Box<str>>,
    pub runbook: Option<Box<str>>,
    pub revoke_url: Option<Box<str>>,
    /// `per_environment`: the value must differ between environments.
    pub per_environment: bool,
    /// `env.PROFILE`: what is different there.
    pub per_profile: BTreeMap<Label, Metadata>,
}
