//! Which keys a run is about: its profile, its scope, and the ceiling of a
//! run around it.

use crate::core::message::quoted;
use std::collections::BTreeSet;

use crate::core::message::Message;
use crate::core::name::{EnvName, Label, NamePattern};
use crate::core::report::{Kind, Problem};
use crate::schema::check::LiveKeys;
use crate::schema::model::{
    Inherit, OWN_HINT, OWN_NEVER_PASSES, OWN_PREFIX, Preset, Requirement, Rule, Schema,
};

/// The keys of a run.
#[derive(Debug)]
pub struct Selection {
    /// The scope that was named.
    pub scope: Option<Label>,
    /// The profile.
    pub profile: Option<Label>,
    /// Whether declared secrets are kept back.
    pub reach: Reach,
    /// Whether a run around this one gave it its environment.
    pub standing: Standing,
    /// `None` is every declared one.
    secrets: Option<BTreeSet<EnvName>>,
    settings: Option<BTreeSet<EnvName>>,
    only: Option<BTreeSet<EnvName>>,
    /// What the child may keep of the host environment.
    pub inherit: Vec<Inherit>,
}

/// Whether a run gets every declared secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Every declared secret.
    Everything,
    /// Those of a scope, or below a ceiling.
    Narrowed,
}

/// Whether a run stands within another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In an environment that a user or a system made.
    Outermost,
    /// In one that a run around it made: below its ceiling.
    Nested,
}

/// What names the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileFrom {
    /// `--profile`.
    Option,
    /// `SECRUN_PROFILE`, which a run around this one sets, too.
    Variable,
    /// `[run] profile`.
    Schema,
}

/// What the user asked for.
#[derive(Debug, Default)]
pub struct Wanted<'a> {
    /// The scope's name.
    pub scope: Option<&'a str>,
    /// The profile's name.
    pub profile: Option<(&'a str, ProfileFrom)>,
    /// `SECRUN_SCOPE` of a run around this one.
    pub ceiling: Option<&'a str>,
    /// `--inherit`.
    pub inherit: &'a [String],
}

impl Selection {
    /// Works out the keys of a run.
    ///
    /// # Errors
    ///
    /// A problem when there is no such scope or profile, when the ceiling
    /// leaves nothing of the scope, or when `--inherit` names a secret.
    pub fn new(schema: &Schema, wanted: &Wanted<'_>) -> Result<Self, Box<Problem>> {
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
                return Err(Box::new(above_ceiling()));
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
            standing: match wanted.ceiling {
                Some(_) => Standing::Nested,
                None => Standing::Outermost,
            },
            secrets,
            settings,
            only: None,
            inherit,
        })
    }

    /// Leaves the run with these keys of it alone.
    pub fn narrow(&mut self, keys: &[EnvName]) {
        self.only = Some(keys.iter().cloned().collect());
    }

    /// Whether the run is about a key.
    #[must_use]
    pub fn has(&self, rule: &Rule) -> bool {
        if self
            .only
            .as_ref()
            .is_some_and(|only| !only.contains(&rule.name))
        {
            return false;
        }
        let names = match rule.kind {
            Kind::Secret => &self.secrets,
            Kind::Setting => &self.settings,
        };
        names
            .as_ref()
            .is_none_or(|names| names.contains(&rule.name))
    }

    /// Whether a key's layers are read: those of the run, and of a narrowed one
    /// its secrets, too, so that their values are known wherever they are.
    #[must_use]
    pub fn reads(&self, rule: &Rule) -> bool {
        let in_scope = |names: &BTreeSet<EnvName>| names.contains(&rule.name);
        self.has(rule) || (rule.is_secret() && self.secrets.as_ref().is_none_or(in_scope))
    }

    /// Whether the run requires a key to be set. A default satisfies it.
    #[must_use]
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

    /// What the profile says of the keys of providers.
    #[must_use]
    pub fn live_keys(&self, schema: &Schema) -> LiveKeys {
        let profile = self
            .profile
            .as_ref()
            .and_then(|label| schema.profiles.get(label));
        if profile.is_some_and(|profile| profile.forbid_live_keys) {
            LiveKeys::Forbid
        } else {
            LiveKeys::Allow
        }
    }

    /// Which item of the inherit list lets a host variable through. What the
    /// schema declares passes by its rule alone, and secrun's own variables
    /// never.
    #[must_use]
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

fn declared_secrets(schema: &Schema) -> BTreeSet<EnvName> {
    let secrets = schema.rules.values().filter(|rule| rule.is_secret());
    secrets.map(|rule| rule.name.clone()).collect()
}

fn find_scope(schema: &Schema, name: &str) -> Result<Label, Box<Problem>> {
    let found = Label::new(name)
        .ok()
        .filter(|label| schema.scopes.contains_key(label));
    found.ok_or_else(|| {
        let problem = Problem::error("unknown-scope", message!("no such scope in the schema"));
        Box::new(problem.hint(one_of(
            schema.scopes.keys(),
            "name one of ",
            "declare it under `[scopes]`",
        )))
    })
}

/// Profiles are what `[profiles]` and `required_in` name. Where a schema names
/// none, a file with `{profile}` in its path makes any label one.
/// A name from elsewhere is refused like any other: what the profile asks for
/// would not be kept to.
fn find_profile(schema: &Schema, name: &str, from: ProfileFrom) -> Result<Label, Box<Problem>> {
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
        let hint = one_of(known, "name one of ", "declare it under `[profiles]`");
        let (what, hint) = match from {
            ProfileFrom::Variable => (
                message!("{}: `SECRUN_PROFILE` names it", what),
                message!("{}, or set `SECRUN_PROFILE` to nothing", hint),
            ),
            ProfileFrom::Option | ProfileFrom::Schema => (what, hint),
        };
        Box::new(Problem::error("unknown-profile", what).hint(hint))
    })
}

fn one_of<'a>(
    labels: impl IntoIterator<Item = &'a Label>,
    some: &'static str,
    none: &'static str,
) -> Message {
    let mut labels = labels.into_iter().peekable();
    if labels.peek().is_none() {
        Message::from(none)
    } else {
        message!("{}{}", some, quoted(labels))
    }
}

fn above_ceiling() -> Problem {
    let what = message!("the run around this one was given none of these secrets (`SECRUN_SCOPE`)");
    Problem::error("scope.ceiling", what)
        .hint(message!("start the outer run with a scope that has them"))
}

fn bad_inherit() -> Problem {
    let problem = Problem::error(
        "inherit",
        message!("`--inherit` takes a name, a glob such as `LC_*` or a preset"),
    );
    problem.hint(message!(
        "name one, or a preset: `@base`, `@python`, `@node`, `@ci`, `@proxy`"
    ))
}

/// Reads the lists of `--inherit`.
fn extra_inherit(schema: &Schema, lists: &[String]) -> Result<Vec<Inherit>, Box<Problem>> {
    let mut inherit = Vec::new();
    for list in lists {
        let items = list.split(',').map(str::trim);
        let mut items = items.filter(|text| !text.is_empty()).peekable();
        if items.peek().is_none() {
            return Err(Box::new(bad_inherit()));
        }
        for text in items {
            inherit.push(inherit_item(schema, text)?);
        }
    }
    Ok(inherit)
}

fn inherit_item(schema: &Schema, text: &str) -> Result<Inherit, Box<Problem>> {
    if let Some(preset) = Preset::named(text) {
        return Ok(Inherit::Preset(preset));
    }
    let pattern = NamePattern::new(text).map_err(|_| bad_inherit())?;
    if text.starts_with(OWN_PREFIX) {
        let problem = Problem::error("inherit.own", Message::from(OWN_NEVER_PASSES));
        return Err(problem.hint(Message::from(OWN_HINT)).into());
    }
    let governed = schema.governing(text);
    match EnvName::new(text) {
        Ok(name) if pattern.is_exact() && governed.is_some_and(|(rule, _)| rule.is_secret()) => {
            let problem = Problem::error(
                "inherit.secret",
                message!("a declared secret passes by its scope alone"),
            );
            Err(problem
                .about(&name)
                .hint(message!("add it to a scope"))
                .into())
        }
        _ => Ok(Inherit::Pattern(pattern)),
    }
}
