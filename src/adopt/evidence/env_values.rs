//! What the values in env files look like. The values themselves stay here.

use std::collections::BTreeMap;

use crate::adopt::secret_value::{has_password, is_everyday, names_a_secret};
use crate::core::entropy::{self, TELLING_BITS};
use crate::core::message::{Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::core::secret::Secrets;
use crate::dotenv::Interpolation;
use crate::dotenv::{self, HostVariable, Reading, Settings, Statement};
use crate::python::{is_hard_to_guess, plain};
use crate::schema::check::{LiveKeys, check_rule};
use crate::schema::formats::{Fit, Format, is_placeholder, live_form};
use crate::schema::model::Rule;
use crate::schema::types::Disk;

/// The keys of a project's env files.
#[derive(Default)]
pub struct Observed {
    keys: BTreeMap<EnvName, Vec<Seen>>,
    has_template: bool,
    broken: Vec<Place>,
}

struct Seen {
    statement: Statement,
    role: Role,
}

/// What an env file is to the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// `.env` itself, which the new schema lists.
    Layer,
    /// `.env.example` and its like: a list of what is needed.
    Template,
    /// Another one, of a stage or of a service.
    Other,
}

/// What the values of one key look like.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, asked for by name"
)]
pub(crate) struct TokenMatch {
    /// The provider whose live form a value has.
    pub(crate) live: Option<&'static str>,
    /// A value that nobody guesses.
    pub(crate) hard_to_guess: bool,
    /// A URL with a password.
    pub(crate) url_with_password: bool,
    /// A password or a token with its name before it.
    pub(crate) names_a_secret: bool,
    /// `http://…` and the like, all of them.
    pub(crate) web_address: bool,
    /// `true` or `false`, all of them.
    pub(crate) yes_or_no: bool,
    /// Whole numbers, all of them.
    pub(crate) whole_number: bool,
    /// A whole number of more than three digits.
    pub(crate) long_number: bool,
    /// Words that settings often have, all of them.
    pub(crate) everyday_word: bool,
    /// One of them is empty.
    pub(crate) blank: bool,
    /// One of `.env` or of a template is not.
    pub(crate) filled: bool,
    /// The variables that a value is put together from.
    pub(crate) made_from: Vec<String>,
    /// A short plain value of a template.
    pub(crate) plain: Option<Box<str>>,
    /// Where the key is.
    pub(crate) place: Option<Place>,
}

impl Observed {
    /// Takes the keys of a file in; says how many there are.
    pub fn take(&mut self, path: &ShownPath, bytes: &[u8], role: Role) -> usize {
        let settings = Settings {
            // As written: what a `${…}` stands for is no matter here.
            interpolation: Interpolation::Off,
            host: &|_| HostVariable::Unset,
            kind: &|_| None,
        };
        let Reading {
            statements,
            problems,
            extent: _,
        } = dotenv::read(path, bytes, &settings);
        let broken = problems.into_iter().filter(Problem::is_error);
        self.broken
            .extend(broken.filter_map(|problem| problem.place));
        let count = statements.len();
        self.has_template |= role == Role::Template;
        for statement in statements {
            // A name that may be a pasted token must not get into the schema.
            if crate::python::plausible(statement.name.as_str()).is_some() {
                let seen = self.keys.entry(statement.name.clone()).or_default();
                seen.push(Seen { statement, role });
            }
        }
        count
    }

    /// The keys.
    pub fn names(&self) -> impl Iterator<Item = &EnvName> {
        self.keys.keys()
    }

    /// The places of what no reader of env files takes.
    #[must_use]
    pub fn broken(&self) -> &[Place] {
        &self.broken
    }

    /// Whether there is a list of what the project needs: a template, be it
    /// of comments alone, or an env file with keys.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.has_template || !self.keys.is_empty()
    }

    /// Whether a key is there.
    #[must_use]
    pub fn has(&self, name: &EnvName) -> bool {
        self.keys.contains_key(name)
    }

    /// What the values of a key look like.
    pub(crate) fn looks(&self, name: &EnvName) -> TokenMatch {
        let mut looks = TokenMatch::default();
        let seen = self.keys.get(name).map_or(&[][..], Vec::as_slice);
        looks.place = seen.first().map(|seen| seen.statement.place.clone());
        let mut filled = Vec::new();
        for one in seen {
            let value = one.statement.value.expose();
            if one.statement.value.is_blank() {
                looks.blank = true;
                continue;
            }
            looks.filled |= one.role != Role::Other;
            filled.push(value);
            looks.made_from.extend(references(value));
            if !is_placeholder(value) {
                looks.live = looks.live.or(live_form(value).map(Format::name));
                looks.hard_to_guess |= is_hard_to_guess(value);
            }
            looks.url_with_password |= has_password(value);
            looks.names_a_secret |= names_a_secret(value);
            looks.long_number |= value.len() > 3 && value.iter().all(u8::is_ascii_digit);
            if one.role == Role::Template && !is_placeholder(value) {
                looks.plain = std::str::from_utf8(value).ok().and_then(plain);
            }
        }
        let all = |test: &dyn Fn(&[u8]) -> bool| {
            !filled.is_empty() && filled.iter().all(|value| test(value))
        };
        looks.web_address =
            all(&|value| value.starts_with(b"http://") || value.starts_with(b"https://"));
        looks.yes_or_no = all(&|value| {
            value.eq_ignore_ascii_case(b"true") || value.eq_ignore_ascii_case(b"false")
        });
        looks.everyday_word = all(&|value| std::str::from_utf8(value).is_ok_and(is_everyday));
        looks.whole_number = all(&|value| value.len() < 10 && value.iter().all(u8::is_ascii_digit));
        looks
    }

    /// Whether an env file has the key without a value of this form: it is
    /// going to be filled in with a fake as likely as with a real one.
    pub(crate) fn contradicts(&self, name: &EnvName, format: Format) -> bool {
        let fits = |seen: &Seen| format.fit(seen.statement.value.expose()) != Fit::No;
        self.keys
            .get(name)
            .is_some_and(|seen| !seen.iter().any(fits))
    }

    /// Whether a text that is going to be written gives away a value of a key
    /// that is a secret.
    pub(crate) fn is_given_away(&self, secret: &EnvName, text: &str) -> bool {
        let seen = self.keys.get(secret).into_iter().flatten();
        let mut values = seen.map(|seen| seen.statement.value.expose());
        values.any(|value| {
            let holds = |text: &[u8]| text.windows(value.len()).any(|window| window == value);
            !value.is_empty()
                && holds(text.as_bytes())
                && !is_placeholder(value)
                && entropy::bits(value) >= TELLING_BITS
        })
    }

    /// Whether a value breaks the rule that is planned for it. A placeholder
    /// of a template is not meant to fit.
    pub(crate) fn breaks(&self, rule: &Rule, disk: &Disk<'_>) -> bool {
        let mut seen = self.keys.get(&rule.name).into_iter().flatten();
        seen.any(|seen| {
            let value = &seen.statement.value;
            let is_template = seen.role == Role::Template;
            let meant = !(is_template && is_placeholder(value.expose()));
            let live = if is_template {
                LiveKeys::Forbid
            } else {
                LiveKeys::Allow
            };
            meant
                && !value.is_blank()
                && references(value.expose()).is_empty()
                && check_rule(rule, value, live, disk, &Secrets::none())
                    .iter()
                    .any(|problem| problem.is_error() && problem.code.as_str() != "live-key")
        })
    }
}

/// The names in `${NAME}` and `${NAME:-…}`.
fn references(value: &[u8]) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(value) else {
        return Vec::new();
    };
    let parts = text.split("${").skip(1);
    let name = |part: &str| {
        let end = part.find([':', '}'])?;
        part.get(..end).map(str::to_owned)
    };
    parts.filter_map(name).collect()
}
