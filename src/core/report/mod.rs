//! What is told to the user: problems and the state of every key. No value
//! can be held here, so whatever can be rendered is safe to render.

use std::fmt;

use crate::core::binding::Provenance;
use crate::core::message::{Message, Place, Showable, ShownPath};
use crate::core::name::{EnvName, Label};
use crate::core::secret::Fingerprint;

mod comparison;

pub use comparison::{Compared, There, Verdict};

pub use crate::core::message::Shown;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run is refused; `check` ends with 1.
    Error,
    /// The run goes on; `check --strict` ends with 1.
    Warning,
}

/// The stable name of a kind of problem: `missing`, `type.int`. The table of
/// all codes is in `docs/codes.md`, and a test compares it with the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// A code; `docs/codes.md` must know it.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self(code)
    }

    /// The code as text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

/// One thing that is wrong, or that reads differently elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// Its stable name.
    pub code: Code,
    /// Where it is.
    pub place: Option<Place>,
    /// The key it is about, where that may be shown.
    pub key: Option<EnvName>,
    /// What is wrong: a lower-case fragment.
    pub what: Message,
    /// What to do: one imperative.
    pub hint: Option<Message>,
}

impl Problem {
    /// An error.
    #[must_use]
    pub fn error(code: &'static str, what: Message) -> Self {
        Self {
            severity: Severity::Error,
            code: Code::new(code),
            place: None,
            key: None,
            what,
            hint: None,
        }
    }

    /// A warning.
    #[must_use]
    pub fn warning(code: &'static str, what: Message) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, what)
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self {
            place: Some(place),
            ..self
        }
    }

    /// Says which key. The caller knows that it may be shown: the schema
    /// declares it, or [`EnvName::is_showable`] says so.
    #[must_use]
    pub fn about(self, key: &EnvName) -> Self {
        Self {
            key: Some(key.clone()),
            ..self
        }
    }

    /// Whether it is to be told where one key is asked for: it is about the
    /// key, or an error that names none, as when a whole file is not read.
    #[must_use]
    pub fn concerns(&self, key: &EnvName) -> bool {
        self.key.as_ref().map_or(self.is_error(), |own| own == key)
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(self, hint: Message) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }

    /// The same as a warning, where it keeps nothing from going on.
    #[must_use]
    pub fn into_warning(self) -> Self {
        Self {
            severity: Severity::Warning,
            ..self
        }
    }

    /// Whether it is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The order of reports: by place, then key, then code.
    fn rank(
        &self,
    ) -> (
        bool,
        Option<&Place>,
        Option<&EnvName>,
        Code,
        Severity,
        &Message,
    ) {
        (
            self.place.is_none(),
            self.place.as_ref(),
            self.key.as_ref(),
            self.code,
            self.severity,
            &self.what,
        )
    }
}

/// Sorts problems into the order of reports and drops repetitions.
pub fn sort(problems: &mut Vec<Problem>) {
    problems.sort_by(|one, other| one.rank().cmp(&other.rank()));
    problems.dedup();
}

/// A fingerprint as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Print {
    /// `sha256:` and 8 digits.
    Plain(String),
    /// `hmac:` and 8 digits, `@` and the key's id.
    Keyed(String),
    /// Not shown: the value has too little entropy for a plain one.
    Withheld,
    /// Not shown for the same reason: it is a setting's value, and a secret's.
    SameAsSecret,
    /// There is nothing to fingerprint: the value is empty.
    Empty,
}

impl Print {
    /// The plain form of a fingerprint.
    #[must_use]
    pub fn plain(print: &Fingerprint) -> Self {
        Self::Plain(print.short())
    }

    /// Whether there is one that is not shown.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        matches!(self, Self::Withheld | Self::SameAsSecret)
    }

    /// Whether two fingerprints say anything about each other: both plain, or
    /// both made with the same key.
    #[must_use]
    pub fn is_comparable(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Plain(_), Self::Plain(_)) => true,
            (Self::Keyed(one), Self::Keyed(other)) => {
                one.rsplit_once('@').map(|(_, id)| id) == other.rsplit_once('@').map(|(_, id)| id)
            }
            _ => false,
        }
    }
}

impl fmt::Display for Print {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) | Self::Keyed(text) => out.pad(text),
            Self::Withheld => out.pad("sha256:[withheld: low entropy]"),
            Self::SameAsSecret => out.pad("sha256:[withheld: the same as a secret's value]"),
            Self::Empty => out.pad("empty"),
        }
    }
}

impl Showable for Print {}

/// Whether a key is a secret or a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Its value is never shown.
    Secret,
    /// Its value is not secret.
    Setting,
}

impl Kind {
    /// `secret` or `setting`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Setting => "setting",
        }
    }
}

/// What became of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Set, and every rule passed.
    Ok,
    /// Required, and no layer has it.
    Missing,
    /// Set, and a rule failed.
    Invalid,
    /// Optional, and no layer has it.
    Unset,
    /// No layer that was read has it, and a file that may have it was refused.
    Unknown,
}

impl Status {
    /// The word for it in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Unset => "unset",
            Self::Unknown => "unknown",
        }
    }
}

/// One layer that has a key.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Where the value comes from.
    pub provenance: Provenance,
    /// The name it was read under, where that is an alias of the key.
    pub read_as: Option<EnvName>,
    /// Its fingerprint.
    pub print: Print,
    /// Its value, for a short setting.
    pub shown: Option<Shown>,
}

/// The state of one declared key.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key.
    pub key: EnvName,
    /// Secret or setting.
    pub kind: Kind,
    /// What became of it.
    pub status: Status,
    /// Whether this run requires it.
    pub required: bool,
    /// Every layer that has it, low to high; the last one wins.
    pub candidates: Vec<Candidate>,
    /// The scopes that name it.
    pub scopes: Vec<Label>,
    /// Where the schema declares it.
    pub declared: Place,
}

impl Entry {
    /// The layer that wins.
    #[must_use]
    pub fn winner(&self) -> Option<&Candidate> {
        self.candidates.last()
    }
}

/// Everything that is told about a run.
#[derive(Debug, Clone)]
pub struct Report {
    /// The project's name.
    pub project: Option<Label>,
    /// The scope of the run.
    pub scope: Option<Label>,
    /// The profile of the run.
    pub profile: Option<Label>,
    /// The keys of the run, sorted by name.
    pub entries: Vec<Entry>,
    /// What is wrong, sorted.
    pub problems: Vec<Problem>,
}

impl Report {
    /// The same report with its paths seen from a folder above, as tools that
    /// begin at the repository's root want them.
    #[must_use]
    pub fn below(mut self, folder: &ShownPath) -> Self {
        for problem in &mut self.problems {
            if let Some(place) = &mut problem.place {
                place.path = place.path.below(folder);
            }
        }
        for entry in &mut self.entries {
            entry.declared.path = entry.declared.path.below(folder);
        }
        self
    }

    /// How many of the problems are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.problems
            .iter()
            .filter(|problem| problem.is_error())
            .count()
    }

    /// How many of the problems are warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.problems.len() - self.errors()
    }
}

/// What `explain` tells beside the state of its key.
#[derive(Debug, Clone, Default)]
pub struct ExplainNotes {
    /// Why the winning layer wins, or why none has the key.
    pub reason: Option<Message>,
    /// What the schema asks of the key, a line each.
    pub rule: Vec<Message>,
}

/// One variable that the child would get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildName {
    /// The variable.
    pub name: EnvName,
    /// Why the child gets it.
    pub why: Message,
}
