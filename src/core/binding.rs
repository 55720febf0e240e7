//! Names with values, where each came from, and what it shadows.

use std::fmt;

use crate::core::message::{Place, Showable, ShownPath};
use crate::core::name::EnvName;
use crate::core::secret::SecretValue;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    Default,
    /// Made up, as the profile asks.
    Fake,
    /// A statement of an env file.
    File {
        place: Place,
    },
    /// A file that holds this one value (`KEY_FILE`, `/run/secrets/KEY`).
    SecretFile {
        path: ShownPath,
    },
    /// The environment that secrun was started in.
    Host,
}

impl Provenance {
    /// The word for the layer in machine-readable reports.
    pub const fn layer(&self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Fake => "fake",
            Self::File { .. } => "file",
            Self::SecretFile { .. } => "secret-file",
            Self::Host => "host",
        }
    }
}

impl fmt::Display for Provenance {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => out.write_str("default"),
            Self::Fake => out.write_str("fake"),
            Self::File { place } => match place.line() {
                Some(line) => write!(out, "{}:{line}", place.path),
                None => place.path.fmt(out),
            },
            Self::SecretFile { path } => path.fmt(out),
            Self::Host => out.write_str("host"),
        }
    }
}

impl Showable for Provenance {}

/// A value, and where it came from.
#[derive(Debug)]
pub struct Binding {
    pub key: EnvName,
    pub value: SecretValue,
    pub provenance: Provenance,
    /// The name that it was read under, if that is an alias.
    pub read_as: Option<EnvName>,
    /// What `${NAME}` brought in that the child does not get as `NAME`.
    pub borrowed: Option<Borrowed>,
}

/// A name whose value `${NAME}` brought into another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borrowed {
    pub name: EnvName,
    pub in_child: InChild,
}

/// What the child gets under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InChild {
    /// This value, or nothing that matters.
    ThisValue,
    /// The host's value, which wins over this one.
    AnotherValue,
    /// Nothing: it is a secret that the run does not pass on.
    Withheld,
}

/// For every key the layers that have it, low to high: the last one wins, the
/// others are shadowed.
#[derive(Debug, Default)]
pub struct Bindings {
    layers: Vec<Binding>,
    superseded: Vec<(EnvName, SecretValue)>,
    extent: Extent,
}

/// How much of its layers was read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Every statement of every layer.
    #[default]
    Whole,
    /// A file was refused as a whole or given up, so that any key may be in it.
    Cut,
}

impl Bindings {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with_capacity(count: usize) -> Self {
        Self {
            layers: Vec::with_capacity(count),
            ..Self::default()
        }
    }

    /// Adds a binding above those that the key has.
    pub fn push(&mut self, binding: Binding) {
        self.layers.push(binding);
    }

    /// Keeps a value that a later statement of the same file replaces: it is not a
    /// layer, but it is in the file and can leak from there.
    pub fn supersede(&mut self, key: EnvName, value: SecretValue) {
        self.superseded.push((key, value));
    }

    /// The values that later statements replaced.
    pub fn superseded(&self) -> &[(EnvName, SecretValue)] {
        &self.superseded
    }

    pub fn take_superseded(&mut self) -> Vec<(EnvName, SecretValue)> {
        std::mem::take(&mut self.superseded)
    }

    /// Says how much of one more layer was read.
    pub fn read_to(&mut self, extent: Extent) {
        if extent == Extent::Cut {
            self.extent = extent;
        }
    }

    /// How much was read. A key without a layer is certainly not set only if everything
    /// was read.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// Every binding, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Binding> {
        self.layers.iter()
    }

    /// The layers of one key, low to high.
    pub fn of(&self, key: &EnvName) -> impl Iterator<Item = &Binding> {
        self.layers.iter().filter(move |layer| layer.key == *key)
    }

    /// Every binding, sorted by key, the layers of a key low to high.
    pub fn into_sorted(mut self) -> Vec<Binding> {
        // Each layer was added in order already, so this merges a few sorted
        // runs; it is stable, so a key's layers stay as they were added.
        self.layers.sort_by(|one, other| one.key.cmp(&other.key));
        self.layers
    }
}
