//! The state of every key.

use crate::core::binding::Provenance;
use crate::core::message::{Message, Place, Shown, ShownPath};
use crate::core::name::{EnvName, Label};
use crate::core::report::fingerprint::Fingerprint;
use crate::core::report::problem::{Problem, Severity};

/// Whether a key is a secret or a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyKind {
    /// Its value is never shown.
    Secret,
    /// Its value is not secret.
    Setting,
}

impl KeyKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Setting => "setting",
        }
    }
}

/// The state of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Set, and every rule passed.
    Ok,
    /// Required, but no layer sets it.
    Missing,
    /// Set, and a rule failed.
    Invalid,
    /// Optional, and no layer sets it.
    Unset,
    /// No layer that was read sets it, but a refused file may.
    Unknown,
}

impl Status {
    /// The word for it in reports.
    pub const fn name(self) -> &'static str {
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
    /// The name that it was read under, if that is an alias.
    pub read_as: Option<EnvName>,
    pub fingerprint: Fingerprint,
    /// Its value, for a short setting.
    pub shown: Option<Shown>,
}

/// The state of one declared key.
#[derive(Debug, Clone)]
pub struct Entry {
    pub key: EnvName,
    pub kind: KeyKind,
    pub status: Status,
    /// Whether this run requires it.
    pub required: bool,
    /// Every layer that sets it, low to high; the last one wins.
    pub candidates: Vec<Candidate>,
    /// The scopes that name it.
    pub scopes: Vec<Label>,
    /// Where the schema declares it.
    pub declared: Place,
}

impl Entry {
    pub fn winner(&self) -> Option<&Candidate> {
        self.candidates.last()
    }
}

/// Everything that is reported about a run.
#[derive(Debug, Clone)]
pub struct Report {
    pub project: Option<Label>,
    pub scope: Option<Label>,
    pub profile: Option<Label>,
    /// The keys of the run, sorted by name.
    pub entries: Vec<Entry>,
    /// Sorted.
    pub problems: Vec<Problem>,
}

impl Report {
    /// A report that is about no key of a run.
    pub fn without_keys(project: Option<Label>, problems: Vec<Problem>) -> Self {
        Self {
            project,
            scope: None,
            profile: None,
            entries: Vec::new(),
            problems,
        }
    }

    /// The same report with paths relative to a folder above, because code hosts
    /// resolve paths from the root of the repository.
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

    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        let of_it = |problem: &&Problem| problem.severity == severity;
        self.problems.iter().filter(of_it).count()
    }
}

/// The notes that `explain` shows besides the state of its key.
#[derive(Debug, Clone, Default)]
pub struct ExplainNotes {
    /// Why the winning layer wins, or why none has the key.
    pub reason: Option<Message>,
    /// The rule of the key, one line for each requirement.
    pub rule: Vec<Message>,
    /// What the schema's author says of the key.
    pub description: Option<Message>,
    /// The page where to get a value.
    pub docs: Option<Message>,
    /// How to reach the owner.
    pub contact: Option<Message>,
}

/// One variable that the child would get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChildName {
    pub name: EnvName,
    /// Why the child gets it.
    pub why: Message,
}
