//! A file, a host and a schema to try the reader with.

use std::path::Path;

use crate::core::binding::InChild;
use crate::core::message::ShownPath;
use crate::core::name::EnvName;
use crate::core::report::{KeyKind, Problem, Severity};
use crate::dotenv::drift::lint;
use crate::dotenv::read::read;
use crate::dotenv::statement::{Contents, Interpolation, Outside, ReadOptions};

/// A file with what its reading depends on.
pub(super) struct Trial {
    bytes: Vec<u8>,
    interpolation: Interpolation,
    host: Vec<(&'static str, &'static str)>,
    withheld: Vec<&'static str>,
    kinds: Vec<(&'static str, KeyKind)>,
}

impl Trial {
    /// A file, an empty host and an empty schema.
    pub(super) fn new(file: impl AsRef<[u8]>) -> Self {
        Self {
            bytes: file.as_ref().to_vec(),
            interpolation: Interpolation::Braces,
            host: Vec::new(),
            withheld: Vec::new(),
            kinds: Vec::new(),
        }
    }

    /// Makes every `$` text.
    pub(super) fn off(mut self) -> Self {
        self.interpolation = Interpolation::Off;
        self
    }

    /// Sets a host variable that the child may have.
    pub(super) fn host(mut self, name: &'static str, value: &'static str) -> Self {
        self.host.push((name, value));
        self
    }

    /// Sets a host variable that the child may not have.
    pub(super) fn withheld(mut self, name: &'static str) -> Self {
        self.withheld.push(name);
        self
    }

    pub(super) fn declare(mut self, name: &'static str, kind: KeyKind) -> Self {
        self.kinds.push((name, kind));
        self
    }

    pub(super) fn reading(&self) -> Contents {
        self.with(|path, options| read(path, &self.bytes, options))
    }

    pub(super) fn statements(&self) -> String {
        let statements = self.reading().statements;
        let shown = statements.iter().map(|statement| {
            let value = String::from_utf8_lossy(statement.value.expose());
            format!("{}={value}", statement.name)
        });
        shown.collect::<Vec<_>>().join("|")
    }

    /// The problems of the reading: `1:3 dotenv.nul A`.
    pub(super) fn problems(&self) -> Vec<String> {
        self.reading().problems.iter().map(short).collect()
    }

    /// The warnings of the lint in the same form.
    pub(super) fn warnings(&self) -> Vec<String> {
        self.lint(Severity::Warning)
    }

    /// The notes of the lint in the same form.
    pub(super) fn notes(&self) -> Vec<String> {
        self.lint(Severity::Note)
    }

    fn lint(&self, severity: Severity) -> Vec<String> {
        let found = self.with(|path, options| lint(path, &self.bytes, options));
        let found = found.iter().filter(|problem| problem.severity == severity);
        found.map(short).collect()
    }

    fn with<T>(&self, work: impl FnOnce(&ShownPath, &ReadOptions<'_>) -> T) -> T {
        let host = |name: &EnvName| {
            let found = self.host.iter().find(|(key, _)| *key == name.as_str());
            match found {
                Some((_, value)) => Outside::Host(value.as_bytes()),
                None if self.withheld.contains(&name.as_str()) => Outside::NotAllowed,
                None => Outside::Unset,
            }
        };
        let kind = |name: &EnvName| {
            let found = self.kinds.iter().find(|(key, _)| *key == name.as_str());
            found.map(|(_, kind)| *kind)
        };
        let options = ReadOptions {
            interpolation: self.interpolation,
            outside: &host,
            in_child: &|_, _| InChild::ThisValue,
            kind: &kind,
        };
        work(&ShownPath::typed(Path::new(".env")), &options)
    }
}

fn short(problem: &Problem) -> String {
    let place = problem.place.as_ref().map(ToString::to_string);
    let place = place.unwrap_or_default().replace(".env:", "");
    let key = problem.key.as_ref().map(|key| format!(" {key}"));
    format!(
        "{place} {}{}",
        problem.code.as_str(),
        key.unwrap_or_default()
    )
}
