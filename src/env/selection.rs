//! The keys of a run: its profile, its scope, and the limit that an outer run
//! sets.

use std::collections::BTreeSet;

use crate::core::message::{Message, quoted};
use crate::core::name::{EnvName, Label, NamePattern};
use crate::core::report::{Failure, KeyKind, Problem, Stage};
use crate::schema::model::{
    Inherit, OWN_HINT, OWN_NEVER_PASSES, OWN_PREFIX, Preset, Profile, Requirement, Rule, Schema,
};
use crate::schema::redact;
use crate::schema::token::LiveKeys;

/// The keys of a run.
#[derive(Debug)]
pub struct Selection {
    /// The scope that the user named.
    pub scope: Option<Label>,
    pub profile: Option<Label>,
    /// Whether declared secrets are withheld.
    pub reach: Reach,
    /// Whether the environment comes from an outer run.
    pub nesting: Nesting,
    /// `None` means every declared one.
    secrets: Option<BTreeSet<EnvName>>,
    settings: Option<BTreeSet<EnvName>>,
    only: Option<BTreeSet<EnvName>>,
    /// The host variables that the child may have.
    pub inherit: Vec<Inherit>,
}

/// Whether a run gets every declared secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Everything,
    /// Only the secrets of a scope, or only those that an outer run passed.
    Narrowed,
}

/// Whether a run is inside another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    /// A user or a system made its environment.
    Outermost,
    /// Another run made its environment, and limits its secrets.
    Nested,
}

/// Where the profile is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileFrom {
    Option,
    /// `SECRUN_PROFILE`, which an outer run sets, too.
    Variable,
    Schema,
}

/// The options that select keys.
#[derive(Debug, Default)]
pub struct Wanted<'a> {
    pub scope: Option<&'a str>,
    pub profile: Option<(&'a str, ProfileFrom)>,
    /// `SECRUN_SCOPE`, which an outer run sets.
    pub ceiling: Option<&'a str>,
    pub inherit: &'a [String],
}

impl Selection {
    /// Works out the keys of a run.
    ///
    /// # Errors
    ///
    /// A problem if the scope or the profile does not exist, if the outer run passed
    /// none of the scope's secrets, or if `--inherit` names a secret.
    pub fn new(schema: &Schema, wanted: &Wanted<'_>) -> Result<Self, Box<Failure>> {
        let profile = wanted
            .profile
            .map(|(name, from)| find_profile(schema, name, from))
            .transpose()?;
        let scope = wanted
            .scope
            .map(|name| find_scope(schema, name))
            .transpose()?;
        let in_schema = scope.as_ref().and_then(|label| schema.scopes.get(label));
        let mut secrets: Option<BTreeSet<EnvName>> =
            in_schema.map(|scope| scope.secrets.iter().cloned().collect());
        let mut reach = if scope.is_some() {
            Reach::Narrowed
        } else {
            Reach::Everything
        };
        if let Some(ceiling) = wanted.ceiling {
            let asked = secrets.unwrap_or_else(|| declared_secrets(schema));
            let allowed: BTreeSet<&str> = ceiling.split(',').map(str::trim).collect();
            let mut given = asked.clone();
            given.retain(|name| allowed.contains(name.as_str()));
            if given.is_empty() && !asked.is_empty() {
                return Err(above_ceiling().ends(Stage::Unsatisfied));
            }
            if given.len() < asked.len() {
                reach = Reach::Narrowed;
            }
            secrets = Some(given);
        }
        let settings = in_schema
            .and_then(|scope| scope.settings.as_ref())
            .map(|names| names.iter().cloned().collect());
        let scoped = in_schema.map_or(&[][..], |scope| &scope.inherit);
        let mut inherit: Vec<Inherit> = schema.env.inherit.iter().chain(scoped).cloned().collect();
        inherit.extend(extra_inherit(schema, wanted.inherit)?);
        Ok(Self {
            scope,
            profile,
            reach,
            nesting: match wanted.ceiling {
                Some(_) => Nesting::Nested,
                None => Nesting::Outermost,
            },
            secrets,
            settings,
            only: None,
            inherit,
        })
    }

    /// Narrows the run to these keys.
    pub fn narrow(&mut self, keys: &[EnvName]) {
        self.only = Some(keys.iter().cloned().collect());
    }

    /// Whether the run has a key.
    pub fn has(&self, rule: &Rule) -> bool {
        self.in_scope(rule) && is_among(self.only.as_ref(), rule)
    }

    /// Whether a key's layers are read: for the keys of the run, and for secrets
    /// that it was narrowed by, so that their values are recognised everywhere.
    pub fn reads(&self, rule: &Rule) -> bool {
        self.has(rule) || (rule.is_secret() && self.in_scope(rule))
    }

    fn in_scope(&self, rule: &Rule) -> bool {
        let names = match rule.kind {
            KeyKind::Secret => &self.secrets,
            KeyKind::Setting => &self.settings,
        };
        is_among(names.as_ref(), rule)
    }

    /// Whether the run requires a key to be set. A default satisfies it.
    pub fn requires(&self, rule: &Rule) -> bool {
        match &rule.requirement {
            Requirement::Always => true,
            Requirement::Never => false,
            Requirement::In(profiles) => self
                .profile
                .as_ref()
                .is_some_and(|profile| profiles.contains(profile)),
        }
    }

    /// The rules of the profile in force.
    fn profile<'s>(&self, schema: &'s Schema) -> Option<&'s Profile> {
        schema.profiles.get(self.profile.as_ref()?)
    }

    /// Whether required keys get made-up values.
    pub fn makes_fakes(&self, schema: &Schema) -> bool {
        self.profile(schema).is_some_and(|profile| profile.fakes)
    }

    /// Whether the profile allows live keys of providers.
    pub fn live_keys(&self, schema: &Schema) -> LiveKeys {
        let profile = self.profile(schema);
        if profile.is_some_and(|profile| profile.forbid_live_keys) {
            LiveKeys::Forbid
        } else {
            LiveKeys::Allow
        }
    }

    /// Which item of the inherit list lets a host variable through. A declared
    /// key passes by its rule alone, and secrun's own variables never pass.
    pub fn inherits(&self, schema: &Schema, name: &str, value: &[u8]) -> Option<&Inherit> {
        let lets_through = |item: &&Inherit| match item {
            Inherit::Preset(preset) => preset.admits(name, value),
            Inherit::Pattern(pattern) => pattern.matches(name),
        };
        let found = self.inherit.iter().find(lets_through)?;
        let own = name.starts_with(OWN_PREFIX);
        (!own && schema.governing(name).is_none()).then_some(found)
    }
}

/// Whether a list has a key; without a list every key counts.
fn is_among(names: Option<&BTreeSet<EnvName>>, rule: &Rule) -> bool {
    names.is_none_or(|names| names.contains(&rule.name))
}

fn declared_secrets(schema: &Schema) -> BTreeSet<EnvName> {
    let secrets = schema.rules.values().filter(|rule| rule.is_secret());
    secrets.map(|rule| rule.name.clone()).collect()
}

fn find_scope(schema: &Schema, name: &str) -> Result<Label, Box<Failure>> {
    let found = Label::new(name)
        .ok()
        .filter(|label| schema.scopes.contains_key(label));
    found.ok_or_else(|| {
        let hint = known_one(name, schema.scopes.keys(), "declare it under `[scopes]`");
        let problem = Problem::error("unknown-scope", message!("no such scope in the schema"));
        problem.hint(hint).ends(Stage::Schema)
    })
}

/// `[profiles]` and `required_in` name the profiles. If a schema names none, a
/// file with `{profile}` in its path makes any label a profile. An unknown name
/// from the environment is refused, too, because the rules of that profile would
/// not be enforced.
fn find_profile(schema: &Schema, name: &str, from: ProfileFrom) -> Result<Label, Box<Failure>> {
    let mut known: BTreeSet<&Label> = schema.profiles.keys().collect();
    for rule in schema.rules.values() {
        if let Requirement::In(profiles) = &rule.requirement {
            known.extend(profiles);
        }
    }
    let free = known.is_empty()
        && schema
            .env
            .files
            .iter()
            .any(|file| file.path.contains("{profile}"));
    let found = Label::new(name)
        .ok()
        .filter(|label| free || known.contains(label));
    found.ok_or_else(|| {
        let what = message!("no such profile in the schema");
        let hint = known_one(name, known, "declare it under `[profiles]`");
        let (what, hint) = match from {
            ProfileFrom::Variable => (
                message!("{} (named by `SECRUN_PROFILE`)", what),
                message!("{}, or clear `SECRUN_PROFILE`", hint),
            ),
            ProfileFrom::Option | ProfileFrom::Schema => (what, hint),
        };
        let problem = Problem::error("unknown-profile", what);
        problem.hint(hint).ends(Stage::Schema)
    })
}

/// The hint about a name that is not there: the label that it may be a slip for, else
/// all of them. The name itself may be anything, and is not shown.
fn known_one<'a>(
    name: &str,
    labels: impl IntoIterator<Item = &'a Label>,
    otherwise: &'static str,
) -> Message {
    let labels: Vec<&Label> = labels.into_iter().collect();
    let near = redact::nearest(name, labels.iter().map(|label| label.as_str()));
    let near = labels.iter().find(|label| Some(label.as_str()) == near);
    match near {
        Some(near) => message!("did you mean `{}`", near),
        None if labels.is_empty() => Message::from(otherwise),
        None => message!("name one of {}", quoted(labels)),
    }
}

fn above_ceiling() -> Problem {
    let what = message!("the outer secrun did not pass any of these secrets (`SECRUN_SCOPE`)");
    Problem::error("scope.ceiling", what)
        .hint(message!("start the outer run with a scope that has them"))
}

fn bad_inherit() -> Box<Failure> {
    let problem = Problem::error(
        "inherit",
        message!("`--inherit` takes a name, a glob such as `LC_*` or a preset"),
    );
    let presets = quoted(Preset::ALL.map(Preset::name));
    let hint = message!("name one, or a preset: {}", presets);
    problem.hint(hint).ends(Stage::Usage)
}

/// Reads the lists of `--inherit`.
fn extra_inherit(schema: &Schema, lists: &[String]) -> Result<Vec<Inherit>, Box<Failure>> {
    let mut inherit = Vec::new();
    for list in lists {
        let before = inherit.len();
        let items = list.split(',').map(str::trim);
        for text in items.filter(|text| !text.is_empty()) {
            inherit.push(inherit_item(schema, text)?);
        }
        if inherit.len() == before {
            return Err(bad_inherit());
        }
    }
    Ok(inherit)
}

fn inherit_item(schema: &Schema, text: &str) -> Result<Inherit, Box<Failure>> {
    if let Some(preset) = Preset::named(text) {
        return Ok(Inherit::Preset(preset));
    }
    let pattern = NamePattern::new(text).map_err(|_| bad_inherit())?;
    if text.starts_with(OWN_PREFIX) {
        let problem = Problem::error("inherit.own", Message::from(OWN_NEVER_PASSES));
        return Err(problem.hint(Message::from(OWN_HINT)).ends(Stage::Usage));
    }
    let governed = schema.governing(text);
    match EnvName::new(text) {
        Ok(name) if pattern.is_exact() && governed.is_some_and(|(rule, _)| rule.is_secret()) => {
            let problem = Problem::error(
                "inherit.secret",
                message!("a declared secret is passed on only through a scope"),
            );
            let hint = message!("add it to a scope");
            Err(problem.about(&name).hint(hint).ends(Stage::Usage))
        }
        _ => Ok(Inherit::Pattern(pattern)),
    }
}
