//! The child's environment, built from nothing: the only place where values
//! leave secrun.

use std::collections::BTreeMap;
use std::ffi::{CString, OsStr};
use std::fmt;
use std::os::unix::ffi::OsStrExt as _;
use std::process::Command;

use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::ChildName;
use crate::env::host::HostEnv;
use crate::env::resolve::Validated;
use crate::env::selection::{Reach, Selection};
use crate::schema::model::{Inherit, OWN_PREFIX, PythonDotenv, Rule, Schema};

/// Tells a nested secrun, and people, which secrets there are.
const SCOPE_VARIABLE: &str = "SECRUN_SCOPE";
/// Tells a nested secrun which profile is in force.
const PROFILE_VARIABLE: &str = "SECRUN_PROFILE";
/// Makes python-dotenv 1.2 or later leave `.env` unread.
const DOTENV_SWITCH: &str = "PYTHON_DOTENV_DISABLED";

/// What git is given of the host environment.
const GIT: &[&str] = &[
    "PATH",
    "HOME",
    "XDG_CONFIG_HOME",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_CEILING_DIRECTORIES",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
];

/// The numbered variables of `GIT_CONFIG_COUNT`.
const GIT_NUMBERED: [&str; 2] = ["GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_"];

/// What git is told besides: to change nothing, to fetch nothing, to ask
/// nobody, and to show objects as they are.
const GIT_SET: &[(&str, &str)] = &[
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("LC_ALL", "C"),
];

/// What a child's environment is made from, beside the values.
#[derive(Clone, Copy)]
pub struct ChildInputs<'a> {
    /// The host's environment.
    pub host: &'a HostEnv,
    /// The schema.
    pub schema: &'a Schema,
    /// The keys of the run.
    pub selection: &'a Selection,
}

impl<'a> ChildInputs<'a> {
    /// The host variables that pass, with the item that lets each through.
    fn inherited(self) -> impl Iterator<Item = (EnvName, &'a OsStr, &'a Inherit)> {
        self.host.iter().filter_map(move |(name, value)| {
            let text = name.to_str()?;
            let item = self
                .selection
                .inherits(self.schema, text, value.as_bytes())?;
            Some((EnvName::new(text).ok()?, value, item))
        })
    }

    /// Whether python-dotenv is to be switched off: the child's own
    /// `load_dotenv()` would bring back what the scope keeps from it.
    fn switches_dotenv_off(self) -> bool {
        let rule = self.schema.run.python_dotenv;
        self.selection.reach == Reach::Narrowed && rule == PythonDotenv::Disable
    }

    /// The names the child would get, and why each; `set` are the keys that have a value.
    #[must_use]
    pub fn names<'k>(self, set: impl IntoIterator<Item = &'k EnvName>) -> Vec<ChildName> {
        let mut names: BTreeMap<EnvName, Message> = self
            .inherited()
            .map(|(name, _, item)| (name, inherited_by(item)))
            .collect();
        for key in set {
            let Some(rule) = self.schema.rules.get(key) else {
                continue;
            };
            let why = match &self.selection.scope {
                _ if !rule.is_secret() => message!("setting"),
                Some(scope) => message!("secret of the scope `{}`", scope),
                None => message!("secret"),
            };
            names.insert(key.clone(), why);
        }
        for (name, why) in self.own() {
            if let Ok(name) = EnvName::new(name) {
                names.insert(name, Message::from(why));
            }
        }
        names
            .into_iter()
            .map(|(name, why)| ChildName { name, why })
            .collect()
    }

    /// The variables that secrun itself sets in the child, and why each.
    fn own(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let own = [
            (
                SCOPE_VARIABLE,
                true,
                "set by secrun: the secrets it was given",
            ),
            (
                PROFILE_VARIABLE,
                self.selection.profile.is_some(),
                "set by secrun: the profile, for a secrun in there",
            ),
            (
                DOTENV_SWITCH,
                self.switches_dotenv_off(),
                "set by secrun: load_dotenv() would bring the withheld keys back",
            ),
        ];
        own.into_iter()
            .filter_map(|(name, is_set, why)| is_set.then_some((name, why)))
    }

    /// The host variables that do not pass, and why; those whose names may be shown.
    #[must_use]
    pub fn withheld(self) -> Vec<ChildName> {
        let row = |(name, value): (&OsStr, &OsStr)| {
            let name = EnvName::new(name.to_str()?).ok()?;
            let text = name.as_str();
            let inherits = self.selection.inherits(self.schema, text, value.as_bytes());
            if inherits.is_some() || self.own().any(|(own, _)| own == text) {
                return None;
            }
            let why = match self.schema.governing(text) {
                Some((rule, _)) if self.selection.has(rule) => return None,
                Some(_) => "declared, and not among the keys of this run",
                None if !name.is_showable() => return None,
                None if text.starts_with(OWN_PREFIX) => "a word to secrun itself",
                None => "not declared, and no item of `inherit` names it",
            };
            let why = Message::from(why);
            Some(ChildName { name, why })
        };
        self.host.iter().filter_map(row).collect()
    }
}

fn inherited_by(item: &Inherit) -> Message {
    match item {
        Inherit::Preset(preset) => message!("from the host, by `{}`", preset.name()),
        Inherit::Pattern(pattern) => message!("from the host, by `{}`", pattern),
    }
}

/// A child's environment. Its `Debug` shows names only.
pub struct ChildEnv(BTreeMap<EnvName, Box<[u8]>>);

impl ChildEnv {
    /// What the host may pass, the validated values, and secrun's own
    /// variables; nothing else.
    #[must_use]
    pub fn for_child(frame: ChildInputs<'_>, values: Validated) -> Self {
        let mut env: Vec<(EnvName, Box<[u8]>)> = frame
            .inherited()
            .map(|(name, value, _)| (name, value.as_bytes().into()))
            .collect();
        let mut given = String::new();
        // Both are sorted by name, so one pass over the rules finds all.
        let mut rules = frame.schema.rules.values();
        for (name, value) in values.into_values() {
            if rules
                .find(|rule| rule.name == name)
                .is_some_and(Rule::is_secret)
            {
                given.push_str(if given.is_empty() { "" } else { "," });
                given.push_str(name.as_str());
            }
            env.push((name, value.expose().into()));
        }
        let mut set = |name: &str, value: &str| {
            if let Ok(name) = EnvName::new(name) {
                env.push((name, value.as_bytes().into()));
            }
        };
        set(SCOPE_VARIABLE, &given);
        if let Some(profile) = &frame.selection.profile {
            set(PROFILE_VARIABLE, profile.as_str());
        }
        if frame.switches_dotenv_off() {
            set(DOTENV_SWITCH, "1");
        }
        // Of two with one name the later counts.
        Self(env.into_iter().collect())
    }

    /// The environment of a git that secrun asks: what it finds its repository
    /// and its configuration by.
    #[must_use]
    pub fn for_git(host: &HostEnv) -> Self {
        let numbered = |name: &str| GIT_NUMBERED.iter().any(|start| name.starts_with(start));
        let wanted = host.iter().filter_map(|(name, value)| {
            let name = name.to_str()?;
            let given = GIT.contains(&name) || numbered(name);
            let name = EnvName::new(name).ok().filter(|_| given)?;
            Some((name, value.as_bytes().into()))
        });
        let set = GIT_SET
            .iter()
            .filter_map(|(name, value)| Some((EnvName::new(name).ok()?, value.as_bytes().into())));
        Self(wanted.chain(set).collect())
    }

    /// Gives the environment to a command that secrun itself starts and reads.
    pub fn dress(self, command: &mut Command) {
        let pairs = self.0.iter();
        let pairs = pairs.map(|(name, value)| (name.as_str(), OsStr::from_bytes(value)));
        command.env_clear().envs(pairs);
    }

    /// The child's PATH.
    #[must_use]
    pub fn path(&self) -> Option<&[u8]> {
        let name = EnvName::new("PATH").ok()?;
        self.0.get(&name).map(AsRef::as_ref)
    }

    /// The strings of `environ`, sorted by name.
    #[must_use]
    pub fn into_strings(self) -> Vec<CString> {
        let string = |(name, value): (EnvName, Box<[u8]>)| {
            let mut bytes = Vec::with_capacity(name.as_str().len() + value.len() + 2);
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.push(b'=');
            bytes.extend_from_slice(&value);
            // No value has a NUL: `SecretValue` refuses one, the host's environment cannot hold one.
            CString::new(bytes).ok()
        };
        self.0.into_iter().filter_map(string).collect()
    }
}

impl fmt::Debug for ChildEnv {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}
