//! The values in env files, of which only traits leave this file.

use std::collections::BTreeMap;

use crate::core::entropy;
use crate::core::entropy::thresholds::TELLING_BITS;
use crate::core::message::{Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::core::secret::Secrets;
use crate::core::secret_value::{is_everyday, is_random, reason};
use crate::dotenv::Interpolation;
use crate::dotenv::{self, Contents, ReadOptions, Statement};
use crate::needle;
use crate::python::plain;
use crate::schema::check::check_rule;
use crate::schema::formats::{Fit, Format, is_hard_to_guess, is_placeholder, live_form};
use crate::schema::model::Rule;
use crate::schema::token::LiveKeys;
use crate::schema::types::Disk;

/// The keys of a project's env files.
#[derive(Default)]
pub(crate) struct EnvValues {
    keys: BTreeMap<EnvName, Vec<Seen>>,
    has_template: bool,
    broken: Vec<Problem>,
}

struct Seen {
    statement: Statement,
    role: Role,
}

/// The purpose of an env file in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// `.env` itself, which a new schema lists.
    Layer,
    /// `.env.example` and similar files: a list of what is needed.
    Template,
    /// Any other, such as one of a stage or a service.
    Other,
}

/// The traits that the values of one key have in common.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, asked for by name"
)]
pub(crate) struct Traits {
    /// The provider format, if one of them is a live key.
    pub(crate) live: Option<&'static str>,
    /// One of them is hard to guess.
    pub(crate) hard_to_guess: bool,
    /// Why one of them is a secret by what it contains.
    pub(crate) says_secret: Option<&'static str>,
    /// Whether a part of it is a secret that masking and searching look for.
    pub(crate) has_secret: bool,
    /// All of them are web addresses.
    pub(crate) web_address: bool,
    /// All of them are `true` or `false`.
    pub(crate) yes_or_no: bool,
    /// All of them are whole numbers.
    pub(crate) whole_number: bool,
    /// One of them is a whole number of more than three digits.
    pub(crate) long_number: bool,
    /// All of them are words that settings often have.
    pub(crate) everyday_word: bool,
    /// All of them are real values, and none is the address of a server.
    pub(crate) without_address: bool,
    /// One of them is empty.
    pub(crate) blank: bool,
    /// One of them, in `.env` or a template, is not empty.
    pub(crate) filled: bool,
    /// The variables that the values refer to.
    pub(crate) made_from: Vec<String>,
    /// A short plain value in a template.
    pub(crate) plain: Option<Box<str>>,
    /// Where the key is first set.
    pub(crate) place: Option<Place>,
}

impl EnvValues {
    /// Adds the keys of a file.
    pub(crate) fn take(&mut self, path: &ShownPath, bytes: &[u8], role: Role) {
        let options = ReadOptions::alone(Interpolation::Off);
        let Contents {
            statements,
            problems,
            extent: _,
        } = dotenv::read(path, bytes, &options);
        let broken = problems.into_iter().filter(Problem::is_error);
        self.broken.extend(broken);
        self.has_template |= role == Role::Template;
        for statement in statements {
            // A name that may be a pasted token must not get into the schema.
            if crate::python::plausible(statement.name.as_str()).is_some() {
                let seen = self.keys.entry(statement.name.clone()).or_default();
                seen.push(Seen { statement, role });
            }
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &EnvName> {
        self.keys.keys()
    }

    /// Counts the values of an alias as those of its key.
    pub(super) fn rename(&mut self, alias: &EnvName, key: &EnvName) {
        if let Some(seen) = self.keys.remove(alias) {
            self.keys.entry(key.clone()).or_default().extend(seen);
        }
    }

    /// The problems of lines that are no statements.
    pub(crate) fn broken(&self) -> &[Problem] {
        &self.broken
    }

    /// Whether one of the files is a template.
    pub(crate) fn has_template(&self) -> bool {
        self.has_template
    }

    pub(crate) fn has(&self, name: &EnvName) -> bool {
        self.keys.contains_key(name)
    }

    pub(crate) fn traits(&self, name: &EnvName) -> Traits {
        let mut traits = Traits::default();
        let seen = self.keys.get(name).map_or(&[][..], Vec::as_slice);
        traits.place = seen.first().map(|seen| seen.statement.place.clone());
        let mut filled = Vec::new();
        for Seen { statement, role } in seen {
            let value = statement.value.expose();
            if statement.value.is_blank() {
                traits.blank = true;
                continue;
            }
            traits.filled |= *role != Role::Other;
            filled.push(value);
            traits.made_from.extend(references(value));
            if !is_placeholder(value) {
                traits.live = traits.live.or(live_form(value).map(Format::name));
                traits.hard_to_guess |= is_hard_to_guess(value) || is_random(value);
            }
            traits.says_secret = traits.says_secret.or_else(|| reason(value));
            traits.has_secret |= needle::has_secret(value);
            traits.long_number |= value.len() > 3 && value.iter().all(u8::is_ascii_digit);
            if *role == Role::Template && !is_placeholder(value) {
                traits.plain = std::str::from_utf8(value).ok().and_then(plain);
            }
        }
        let all = |test: &dyn Fn(&[u8]) -> bool| {
            !filled.is_empty() && filled.iter().all(|value| test(value))
        };
        traits.web_address =
            all(&|value| value.starts_with(b"http://") || value.starts_with(b"https://"));
        traits.yes_or_no = all(&|value| {
            value.eq_ignore_ascii_case(b"true") || value.eq_ignore_ascii_case(b"false")
        });
        traits.everyday_word = all(&|value| std::str::from_utf8(value).is_ok_and(is_everyday));
        let is_address = |value: &[u8]| value.windows(3).any(|part| part == b"://");
        traits.without_address = all(&|value| !is_placeholder(value) && !is_address(value));
        traits.whole_number =
            all(&|value| value.len() < 10 && value.iter().all(u8::is_ascii_digit));
        traits
    }

    /// Whether one of the key's values is of this format.
    pub(crate) fn is_of(&self, name: &EnvName, format: Format) -> bool {
        let mut seen = self.keys.get(name).into_iter().flatten();
        seen.any(|seen| {
            let value = seen.statement.value.expose();
            !is_placeholder(value) && format.fit(value) == Fit::Exact
        })
    }

    /// Whether a text contains a value of a secret.
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

    /// Whether a value breaks the rule of its draft. A placeholder in a template
    /// need not match.
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
