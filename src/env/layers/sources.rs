//! The sources of a run's layers, and what was read from them.

use std::path::Path;

use zeroize::Zeroizing;

use crate::core::access::Access;
use crate::core::binding::{Binding, Bindings, Provenance};
use crate::core::message::ShownPath;
use crate::core::name::EnvName;
use crate::core::read::ReadError;
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::dotenv::Statement;
use crate::env::host::HostEnv;
use crate::env::plan::PlannedFile;
use crate::env::selection::Selection;
use crate::schema::model::{Precedence, Rule, Schema};

/// Where Docker and Kubernetes mount secrets.
pub(crate) const SECRETS_FOLDER: &str = "/run/secrets";

/// Everything that is needed to read the layers.
pub(crate) struct Sources<'a> {
    pub schema: &'a Schema,
    /// The keys of the run.
    pub selection: &'a Selection,
    pub host: &'a HostEnv,
    /// The env files in order.
    pub files: &'a [PlannedFile],
    /// The folder of the schema.
    pub root: &'a Path,
    /// Whether the host or files win.
    pub precedence: Precedence,
    /// Where files named after keys are looked for.
    pub secrets_folder: &'a Path,
    /// Whether the profile makes up values, and takes no secrets from the general files.
    pub fakes: bool,
}

impl Sources<'_> {
    /// The rules of the run: a key that its scope does not name is not even
    /// bound.
    pub(super) fn rules(&self) -> impl Iterator<Item = &Rule> {
        let rules = self.schema.rules.values();
        rules.filter(|rule| self.selection.reads(rule))
    }
}

/// The layers of a run.
pub(crate) struct Loaded {
    /// Every layer of every declared key.
    pub bindings: Bindings,
    /// The problems with the layers.
    pub problems: Vec<Problem>,
    /// The env files' texts, for the lint.
    pub texts: Vec<EnvText>,
    /// Whether an env file sets a key that the run does not pass on.
    pub withholds: bool,
}

impl Loaded {
    /// Binds a value above the layers that the key already has. `name` is the
    /// one that it was read as.
    pub(super) fn bind(
        &mut self,
        rule: &Rule,
        name: &EnvName,
        value: SecretValue,
        provenance: Provenance,
    ) {
        self.bindings.push(Binding {
            key: rule.name.clone(),
            value,
            provenance,
            read_as: (*name != rule.name).then(|| name.clone()),
            borrowed: None,
        });
    }

    /// Binds the value of a statement.
    pub(super) fn bind_statement(&mut self, rule: &Rule, statement: Statement) {
        let place = statement.place;
        self.bindings.push(Binding {
            key: rule.name.clone(),
            value: statement.value,
            provenance: Provenance::File { place },
            read_as: (statement.name != rule.name).then_some(statement.name),
            borrowed: statement.borrowed,
        });
    }
}

/// Env files that exist and cannot be read, or are required and absent. Without
/// them nobody knows which value wins.
#[derive(Debug, thiserror::Error)]
#[error("env files not readable")]
pub struct UnreadableFiles {
    pub files: Vec<ReadError>,
    /// The problems with the layers that were read.
    pub problems: Vec<Problem>,
}

/// The text of an env file.
pub(crate) struct EnvText {
    pub path: ShownPath,
    pub bytes: Zeroizing<Vec<u8>>,
    pub access: Access,
    /// Whether its secrets are not read.
    pub without_secrets: bool,
}
