//! Problems: their severity, code, place and remedy.

use crate::core::message::{Message, Place};
use crate::core::name::EnvName;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run is refused; `check` ends with 1.
    Error,
    /// The run goes on; `check --strict` ends with 1.
    Warning,
    /// Good to know; it never changes how a command ends.
    Note,
}

impl Severity {
    /// The word for it in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The stable name of a kind of problem: `missing`, `type.int`. The table of
/// all codes is in `docs/codes.md`, and a test compares it with the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// A code; `docs/codes.md` must know it.
    pub const fn new(code: &'static str) -> Self {
        Self(code)
    }

    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

/// The consequence of a problem for the value of its key, or of every key of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    None,
    /// The value is not known, so it cannot be looked for.
    HidesValue,
    /// The value cannot be masked, which matters only where output is masked.
    Unmasked,
}

/// The stage of a command, as reports for machines name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The command line and the `SECRUN_*` variables.
    Usage,
    Read,
    Schema,
    Unsatisfied,
    Output,
}

impl Stage {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Read => "read",
            Self::Schema => "schema",
            Self::Unsatisfied => "unsatisfied",
            Self::Output => "output",
        }
    }
}

/// A problem that ends a command before there is a report.
#[derive(Debug)]
pub struct Failure {
    pub stage: Stage,
    pub problem: Problem,
}

impl Failure {
    /// A wrong use of secrun.
    pub fn usage(what: impl Into<Message>, hint: impl Into<Message>) -> Box<Self> {
        Problem::error("usage", what).hint(hint).ends(Stage::Usage)
    }
}

/// One thing that is wrong, or that reads differently elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    pub code: Code,
    pub place: Option<Place>,
    /// Where its value comes from, if that is not a file.
    pub source: Option<Message>,
    /// The key it is about, where that may be shown.
    pub key: Option<EnvName>,
    /// A lower-case fragment.
    pub what: Message,
    /// One imperative.
    pub hint: Option<Message>,
    pub effect: Effect,
}

impl Problem {
    pub fn error(code: &'static str, what: impl Into<Message>) -> Self {
        Self {
            severity: Severity::Error,
            code: Code::new(code),
            place: None,
            source: None,
            key: None,
            what: what.into(),
            hint: None,
            effect: Effect::None,
        }
    }

    pub fn warning(code: &'static str, what: impl Into<Message>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, what)
        }
    }

    pub fn note(code: &'static str, what: impl Into<Message>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::error(code, what)
        }
    }

    pub fn at(self, place: Place) -> Self {
        Self {
            place: Some(place),
            ..self
        }
    }

    /// Says that the value is not in a file, but comes from here.
    pub fn from_source(self, source: impl Into<Message>) -> Self {
        Self {
            place: None,
            source: Some(source.into()),
            ..self
        }
    }

    /// Says which key. The caller knows that it may be shown: the schema
    /// declares it, or [`EnvName::is_showable`] says so.
    pub fn about(self, key: &EnvName) -> Self {
        Self {
            key: Some(key.clone()),
            ..self
        }
    }

    /// Whether a report about one key includes it: it is about the key, or it is an
    /// error without a key, such as an unreadable file.
    pub fn concerns(&self, key: &EnvName) -> bool {
        self.key.as_ref().map_or(self.is_error(), |own| own == key)
    }

    /// Says what to do.
    pub fn hint(self, hint: impl Into<Message>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    pub fn with(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }

    /// Ends the command at this stage.
    pub fn ends(self, stage: Stage) -> Box<Failure> {
        let problem = self;
        Box::new(Failure { stage, problem })
    }

    /// The problem as a warning, where it keeps nothing from going on.
    pub fn into_warning(self) -> Self {
        Self {
            severity: Severity::Warning,
            ..self
        }
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The order of reports: by place or source, then key, then code.
    fn rank(
        &self,
    ) -> (
        bool,
        Option<&Place>,
        Option<&Message>,
        Option<&EnvName>,
        Code,
        Severity,
        &Message,
    ) {
        (
            self.place.is_none(),
            self.place.as_ref(),
            self.source.as_ref(),
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
