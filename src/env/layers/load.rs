//! Reads every layer: defaults, env files, files with one value, the host.


use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use zeroize::Zeroizing;

use crate::core::binding::{Binding, Bindings, Provenance};
use crate::core::message::{Message, Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::read::{self, ReadError};
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::dotenv::{self, HostVariable, Statement};
use crate::env::host::HostEnv;
use crate::env::plan::PlannedFile;
use crate::env::selection::Selection;
use crate::schema::model::{Precedence, Presence, ReadAs, Rule, Schema, Undeclared};

use super::refuse::{is_refused, refusal};
use super::secret_file::{self, FoundBy};

/// Where Docker and Kubernetes mount secrets.
pub const SECRETS_FOLDER: &str = "/run/secrets";

/// What is needed to read the layers.
pub struct Sources<'a> {
    /// The schema.
    pub schema: &'a Schema,
    /// The keys of the run.
    pub selection: &'a Selection,
    /// The host's environment.
    pub host: &'a HostEnv,
    /// The env files in order.
    pub files: &'a [PlannedFile],
    /// The folder of the schema.
    pub root: &'a Path,
    /// Which of host and files wins.
    pub precedence: Precedence,
    /// Where files named after keys are looked for.
    pub secrets_folder: &'a Path,
}

/// What was read.
pub struct Loaded {
    /// Every layer of every declared key.
    pub bindings: Bindings,
    /// What is wrong with the layers.
    pub problems: Vec<Problem>,
    /// The env files' texts, for the lint.
    pub texts: Vec<EnvText>,
}

/// Env files that cannot be read, or not to the end that they are read for.
/// Which value wins is not known then.
#[derive(Debug, thiserror::Error)]
#[error("env files not readable")]
pub struct Unread {
    /// The files.
    pub files: Vec<ReadError>,
    /// What is wrong with the layers that were read.
    pub problems: Vec<Problem>,
}

/// The text of an env file.
pub struct EnvText {
    /// The file.
    pub path: ShownPath,
    /// Its bytes.
    pub bytes: Zeroizing<Vec<u8>>,
}

impl Sources<'_> {
    /// Reads the layers, low to high.
    ///
    /// # Errors
    ///
    /// [`Unread`] for env files that are there and cannot be read, or are
    /// required and absent.
    pub fn load(&self) -> Result<Loaded, Unread> {
        let mut loaded = Loaded {
            bindings: Bindings::with_capacity(self.schema.rules.len()),
            problems: Vec::new(),
            texts: Vec::new(),
        };
        let files = self.read_texts(&mut loaded);
        self.bind_defaults(&mut loaded);
        if self.precedence == Precedence::FilesFirst {
            self.bind_host(&mut loaded);
        }
        for index in 0..loaded.texts.len() {
            self.bind_file(index, &mut loaded);
        }
        self.bind_secret_files(&mut loaded);
        if self.precedence == Precedence::HostFirst {
            self.bind_host(&mut loaded);
        }
        self.refuse_layers(&mut loaded);
        if files.is_empty() {
            Ok(loaded)
        } else {
            let problems = loaded.problems;
            Err(Unread { files, problems })
        }
    }

    /// How an env file is to be read.
    fn reading<T>(&self, act: impl FnOnce(&dotenv::Settings<'_>) -> T) -> T {
        let host = |name: &EnvName| match self.host.bytes(name) {
            None => HostVariable::Unset,
            Some(bytes)
                if self.schema.governing(name.as_str()).is_some()
                    || self
                        .selection
                        .inherits(self.schema, name.as_str(), bytes)
                        .is_some() =>
            {
                HostVariable::Allowed(bytes)
            }
            Some(_) => HostVariable::NotAllowed,
        };
        // What is read from a `KEY_FILE` is a path, and that is not secret.
        let kind = |name: &EnvName| match self.schema.governing(name.as_str())? {
            (_, ReadAs::FileVariable) => None,
            (rule, _) => Some(rule.kind),
        };
        act(&dotenv::Settings {
            interpolation: self.schema.env.interpolation,
            host: &host,
            kind: &kind,
        })
    }

    /// Where an env file sets a name.
    #[must_use]
    pub fn places_of(&self, texts: &[EnvText], name: &EnvName) -> Vec<Place> {
        let one = |text: &EnvText| {
            let reading = self.reading(|settings| dotenv::read(&text.path, &text.bytes, settings));
            let own = reading.statements.into_iter();
            own.filter(|statement| statement.name == *name)
                .map(|statement| statement.place)
                .collect::<Vec<_>>()
        };
        texts.iter().flat_map(one).collect()
    }

    /// What other tools read differently in the env files.
    #[must_use]
    pub fn lint(&self, texts: &[EnvText]) -> Vec<Problem> {
        let one = |text: &EnvText| {
            self.reading(|settings| dotenv::lint(&text.path, &text.bytes, settings))
        };
        texts.iter().flat_map(one).collect()
    }

    fn read_texts(&self, loaded: &mut Loaded) -> Vec<ReadError> {
        let mut unread = Vec::new();
        for file in self.files {
            match read::read(&file.path) {
                Ok(bytes) => loaded.texts.push(EnvText {
                    path: file.shown.clone(),
                    bytes,
                }),
                Err(error)
                    if error.kind() == io::ErrorKind::NotFound
                        && file.presence == Presence::Optional =>
                {
                    // What may be absent is meant where a link to it is there.
                    if file.path.is_symlink() {
                        loaded.problems.push(leads_nowhere(&file.shown));
                    }
                }
                Err(error) => unread.push(ReadError {
                    path: file.shown.clone(),
                    cause: (&error).into(),
                }),
            }
        }
        unread
    }

    /// The rules of the run: what its scope does not name is not even bound.
    fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.schema
            .rules
            .values()
            .filter(|rule| self.selection.reads(rule))
    }

    fn bind_defaults(&self, loaded: &mut Loaded) {
        for rule in self.rules() {
            if let Some(value) = &rule.default {
                let binding = Binding {
                    key: rule.name.clone(),
                    value: value.duplicate(),
                    provenance: Provenance::Default,
                    read_as: None,
                };
                loaded.bindings.push(binding);
            }
        }
    }

    /// The host's variables: a key's own name above its aliases.
    fn bind_host(&self, loaded: &mut Loaded) {
        for rule in self.rules() {
            // The environment of a process cannot hold a NUL.
            let value = |name| SecretValue::new(self.host.bytes(name)?).ok();
            let aliases = rule.aliases.iter().rev();
            for name in aliases.chain([&rule.name]) {
                if let Some(value) = value(name) {
                    let binding = Binding {
                        key: rule.name.clone(),
                        value,
                        provenance: Provenance::Host,
                        read_as: (*name != rule.name).then(|| name.clone()),
                    };
                    loaded.bindings.push(binding);
                }
            }
        }
        for (name, refused) in self.refused() {
            let value = self.host.bytes(name);
            let value = value.and_then(|bytes| SecretValue::new(bytes).ok());
            if value.is_some_and(|value| is_refused(&value, refused)) {
                loaded.problems.push(refusal(name));
            }
        }
    }

    fn bind_file(&self, index: usize, loaded: &mut Loaded) {
        let text = &loaded.texts[index];
        let reading = self.reading(|settings| dotenv::read(&text.path, &text.bytes, settings));
        loaded.problems.extend(reading.problems);
        loaded.bindings.read_to(reading.extent);
        let mut found = Vec::with_capacity(reading.statements.len());
        let mut undeclared = BTreeSet::new();
        for statement in reading.statements {
            self.refuse(&statement, &mut loaded.problems);
            match self.schema.governing(statement.name.as_str()) {
                Some((rule, read_as)) if self.selection.reads(rule) => {
                    found.push((rule, read_as, statement));
                }
                None if undeclared.insert(statement.name.clone()) => {
                    self.tell_undeclared(&statement, &mut loaded.problems);
                }
                Some(_) | None => {}
            }
        }
        // Of several names the key's own is above the others; of one name the last
        // statement counts.
        found.sort_by(|(one, one_as, _), (other, other_as, _)| {
            let names = one.name.cmp(&other.name);
            names.then_with(|| other_as.cmp(one_as))
        });
        let mut found = found.into_iter().peekable();
        while let Some((rule, read_as, statement)) = found.next() {
            let same = |(next, next_as, _): &(&Rule, ReadAs, Statement)| {
                next.name == rule.name && *next_as == read_as
            };
            if !found.peek().is_some_and(same) {
                self.bind_statement(rule, read_as, statement, loaded);
            } else if read_as != ReadAs::FileVariable {
                let key = rule.name.clone();
                loaded.bindings.supersede(key, statement.value);
            }
        }
    }

    fn bind_statement(
        &self,
        rule: &Rule,
        read_as: ReadAs,
        statement: Statement,
        loaded: &mut Loaded,
    ) {
        let Statement { name, value, place } = statement;
        if read_as == ReadAs::FileVariable {
            let path = Path::new(OsStr::from_bytes(value.expose()));
            let found_by = FoundBy::Statement(&place, self.root);
            return self.bind_secret_file(rule, path, found_by, loaded);
        }
        let read_as = (read_as != ReadAs::Name).then_some(name);
        let binding = Binding {
            key: rule.name.clone(),
            value,
            provenance: Provenance::File { place },
            read_as,
        };
        loaded.bindings.push(binding);
    }

    /// Tells of a value that the profile refuses.
    fn refuse(&self, statement: &Statement, problems: &mut Vec<Problem>) {
        for (name, refused) in self.refused() {
            if statement.name == *name && is_refused(&statement.value, refused) {
                problems.push(refusal(name).at(statement.place.clone()));
            }
        }
    }

    fn tell_undeclared(&self, statement: &Statement, problems: &mut Vec<Problem>) {
        if self.refused().any(|(name, _)| *name == statement.name) {
            return;
        }
        let what = message!("the schema does not name this key, so it is not passed on");
        let problem = match self.schema.env.undeclared {
            Undeclared::Ignore => return,
            Undeclared::Warn => Problem::warning("undeclared", what),
            Undeclared::Error => Problem::error("undeclared", what),
        };
        let problem = problem
            .at(statement.place.clone())
            .hint(self.declare_hint());
        problems.push(if statement.name.is_showable() {
            problem.about(&statement.name)
        } else {
            problem
        });
    }

    fn declare_hint(&self) -> Message {
        message!(
            "declare it under `[secrets]` or `[settings]` in {}, or remove it",
            self.schema.path
        )
    }

    /// The files with one value: what is mounted, and above it what `KEY_FILE`
    /// of the host names. They are above env files, whoever wins over whom.
    fn bind_secret_files(&self, loaded: &mut Loaded) {
        for rule in self.rules().filter(|rule| rule.file) {
            let path = self.secrets_folder.join(rule.name.as_str());
            if path.is_file() {
                self.bind_secret_file(rule, &path, FoundBy::Folder, loaded);
            }
            let named = rule.file_variable();
            let named = named.and_then(|variable| self.host.get(variable.as_str()));
            if let Some(path) = named.filter(|path| !path.is_empty()) {
                self.bind_secret_file(rule, Path::new(path), FoundBy::Host, loaded);
            }
        }
    }

    fn bind_secret_file(
        &self,
        rule: &Rule,
        path: &Path,
        found_by: FoundBy<'_>,
        loaded: &mut Loaded,
    ) {
        match secret_file::read(rule, path, found_by) {
            Ok(binding) => loaded.bindings.push(binding),
            Err(problem) if self.selection.has(rule) => loaded.problems.push(*problem),
            Err(_) => {}
        }
    }
}

/// Tells of a link to an env file that is not there.
fn leads_nowhere(path: &ShownPath) -> Problem {
    let what = message!("this link leads nowhere, so nothing is read");
    Problem::warning("dangling-link", what)
        .at(Place::file(path))
        .hint(message!("make what it leads to, or remove it"))
}
