//! The child's environment, built from nothing: the only way for values to leave
//! secrun.

use std::collections::BTreeMap;
use std::ffi::{CString, OsStr};
use std::fmt;
use std::os::unix::ffi::OsStrExt as _;

use crate::core::message::Message;
use crate::core::name::{EnvName, Label};
use crate::core::report::ChildName;
use crate::core::secret::SecretValue;
use crate::env::host::HostEnv;
use crate::env::resolve::Validated;
use crate::env::selection::{Reach, Selection};
use crate::schema::model::{Inherit, OWN_PREFIX, PythonDotenv, Rule, Schema};

/// A variable that secrun itself sets, and why.
type OwnVariable = (&'static str, &'static str);

const SCOPE: OwnVariable = (
    "SECRUN_SCOPE",
    "set by secrun: the names of the secrets it passes",
);
const PROFILE: OwnVariable = (
    "SECRUN_PROFILE",
    "set by secrun: the profile, for a nested secrun",
);
/// The variables that keep ordinary loaders from reading `.env`: python-dotenv 1.2's `load_dotenv()`,
/// the `flask` command (which calls `dotenv_values()`), `uv run`, and `pipenv run`. Each
/// was tried with the loader itself. Loaders without a variable are left to
/// `check --code`.
const LOADER_SWITCHES: [OwnVariable; 4] = [
    (
        "FLASK_SKIP_DOTENV",
        "set by secrun: flask would bring the withheld keys back",
    ),
    (
        "PIPENV_DONT_LOAD_ENV",
        "set by secrun: pipenv would bring the withheld keys back",
    ),
    (
        "PYTHON_DOTENV_DISABLED",
        "set by secrun: load_dotenv() would bring the withheld keys back",
    ),
    (
        "UV_NO_ENV_FILE",
        "set by secrun: uv would bring the withheld keys back",
    ),
];

/// The parts of a child's environment, besides the values.
#[derive(Clone, Copy)]
pub struct ChildInputs<'a> {
    pub host: &'a HostEnv,
    pub schema: &'a Schema,
    /// The keys of the run.
    pub selection: &'a Selection,
    /// Whether an env file sets a key that the run does not pass on.
    pub withholds: bool,
}

impl<'a> ChildInputs<'a> {
    /// The host variables that pass, each with the item that lets it through.
    fn inherited(self) -> impl Iterator<Item = (EnvName, &'a OsStr, &'a Inherit)> {
        self.host.iter().filter_map(move |(name, value)| {
            let text = name.to_str()?;
            let item = self
                .selection
                .inherits(self.schema, text, value.as_bytes())?;
            Some((EnvName::new(text).ok()?, value, item))
        })
    }

    /// Whether to switch the child's own loaders of `.env` off, which would bring back
    /// what the run withholds.
    fn switches_loaders_off(self) -> bool {
        let withholds = self.withholds || self.selection.reach == Reach::Narrowed;
        withholds && self.schema.run.python_dotenv == PythonDotenv::Disable
    }

    /// The names that the child would get, and why; `set` are the keys with a
    /// value.
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
        let own = self.own("").map(|(variable, _)| variable);
        names.extend(own.filter_map(|(name, why)| Some((EnvName::new(name).ok()?, why.into()))));
        let names = names.into_iter();
        names.map(|(name, why)| ChildName { name, why }).collect()
    }

    /// The variables that secrun itself sets, with their values; `secrets` are the
    /// names of the secrets that it passes.
    fn own<'s>(self, secrets: &'s str) -> impl Iterator<Item = (OwnVariable, &'s str)>
    where
        'a: 's,
    {
        let profile = self.selection.profile.as_ref().map(Label::as_str);
        let off = self.switches_loaders_off();
        let switches = LOADER_SWITCHES.into_iter().filter(move |_| off);
        let switches = switches.map(|switch| (switch, "1"));
        let profile = profile.map(|profile| (PROFILE, profile));
        std::iter::once((SCOPE, secrets))
            .chain(profile)
            .chain(switches)
    }

    /// The host variables that nobody declares and that do not pass, with their values.
    pub(super) fn undeclared(self) -> impl Iterator<Item = (EnvName, &'a [u8])> {
        self.host.iter().filter_map(move |(name, value)| {
            let (text, value) = (name.to_str()?, value.as_bytes());
            let is_own = text.starts_with(OWN_PREFIX);
            let passes = is_own
                || self.schema.governing(text).is_some()
                || self.selection.inherits(self.schema, text, value).is_some();
            let name = EnvName::new(text).ok()?;
            (!passes).then_some((name, value))
        })
    }

    /// The host variables that do not pass and whose names may be shown, and why.
    pub fn withheld(self) -> Vec<ChildName> {
        let row = |(name, value): (&OsStr, &OsStr)| {
            let name = EnvName::new(name.to_str()?).ok()?;
            let text = name.as_str();
            let inherits = self.selection.inherits(self.schema, text, value.as_bytes());
            if inherits.is_some() || self.own("").any(|((own, _), _)| own == text) {
                return None;
            }
            let why = match self.schema.governing(text) {
                Some((rule, _)) if self.selection.has(rule) => return None,
                Some(_) => "declared, but not a key of this run",
                None if !name.is_showable() => return None,
                None if text.starts_with(OWN_PREFIX) => "an option of secrun itself",
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

/// A child's environment. Its `Debug` shows names only. The process may live
/// on as the child's parent, so values are wiped on drop.
pub struct ChildEnv(BTreeMap<EnvName, SecretValue>);

impl ChildEnv {
    /// The host variables that pass, the validated values, and secrun's own
    /// variables; nothing else.
    pub fn for_child(inputs: ChildInputs<'_>, values: Validated) -> Self {
        // The environment of a process cannot hold a NUL, and no label has one.
        let value = |bytes: &[u8]| SecretValue::new(bytes).ok();
        let mut env: Vec<(EnvName, SecretValue)> = inputs
            .inherited()
            .filter_map(|(name, host, _)| Some((name, value(host.as_bytes())?)))
            .collect();
        let mut given = String::new();
        // Both are sorted by name, so one pass over the rules finds all.
        let mut rules = inputs.schema.rules.values();
        for (name, value) in values.into_values() {
            if rules
                .find(|rule| rule.name == name)
                .is_some_and(Rule::is_secret)
            {
                given.push_str(if given.is_empty() { "" } else { "," });
                given.push_str(name.as_str());
            }
            env.push((name, value));
        }
        for ((name, _), own) in inputs.own(&given) {
            env.extend(EnvName::new(name).ok().zip(value(own.as_bytes())));
        }
        // If a name is there twice, the later one wins.
        Self(env.into_iter().collect())
    }

    pub fn path(&self) -> Option<&[u8]> {
        let name = EnvName::new("PATH").ok()?;
        self.0.get(&name).map(SecretValue::expose)
    }

    /// The strings of `environ`, sorted by name. A value is wiped as soon as its
    /// string is made; the caller wipes the strings.
    pub fn into_strings(self) -> impl Iterator<Item = CString> {
        self.0.into_iter().filter_map(|(name, value)| {
            // With room for the NUL: a vector that grows leaves a copy behind.
            let mut bytes = Vec::with_capacity(name.as_str().len() + value.len() + 2);
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.push(b'=');
            bytes.extend_from_slice(value.expose());
            // Neither a name nor a value has a NUL.
            CString::new(bytes).ok()
        })
    }

    /// An environment with these values.
    #[cfg(test)]
    pub fn of_values<'v>(values: impl IntoIterator<Item = (&'static str, &'v str)>) -> Self {
        let pair = |(name, text): (&str, &str)| {
            Some((EnvName::new(name).ok()?, SecretValue::new(text).ok()?))
        };
        Self(values.into_iter().filter_map(pair).collect())
    }
}

impl fmt::Debug for ChildEnv {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}
