//! The env files: their texts, their statements, and what other tools make of
//! them.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use crate::core::message::Place;
use crate::core::name::EnvName;
use crate::core::open::Sought;
use crate::core::read::{self, ReadError};
use crate::core::report::{Effect, Problem, Severity};
use crate::dotenv::{self, Statement};
use crate::env::layers::secret_file::FoundBy;
use crate::env::layers::sources::{EnvText, Loaded, Sources};
use crate::env::layers::wrong_file::KnownFiles;
use crate::schema::model::{Presence, ReadAs, Rule, Undeclared};

impl Sources<'_> {
    /// Reads the texts. Returns the files that cannot be read.
    pub(super) fn read_env_files(&self, loaded: &mut Loaded) -> Vec<ReadError> {
        let mut unreadable = Vec::new();
        for file in self.files {
            let path = file.shown.clone();
            match read::read_as(&file.path, &path, Sought::Named) {
                Ok((bytes, access)) => loaded.texts.push(EnvText {
                    path,
                    bytes,
                    access,
                    without_secrets: self.fakes && file.is_general(),
                }),
                Err(error)
                    if error.cause.kind() == io::ErrorKind::NotFound
                        && file.presence == Presence::Optional =>
                {
                    // Someone who links to an optional file means it to be there.
                    if file.path.is_symlink() {
                        let what =
                            message!("a symbolic link to a missing file, so nothing is read");
                        let hint = message!("create its target, or remove the link");
                        let problem = Problem::warning("dangling-link", what);
                        loaded
                            .problems
                            .push(problem.at(Place::file(&path)).hint(hint));
                    }
                }
                Err(error) => unreadable.push(error),
            }
        }
        unreadable
    }

    /// Where an env file sets a name.
    pub(crate) fn places_of(&self, texts: &[EnvText], name: &EnvName) -> Vec<Place> {
        let readings = self.read_texts(texts).into_iter();
        let statements = readings.flat_map(|reading| reading.statements);
        let own = statements.filter(|statement| statement.name == *name);
        own.map(|statement| statement.place).collect()
    }

    /// Statements of the env files that other tools read differently.
    pub(crate) fn lint(&self, texts: &[EnvText]) -> Vec<Problem> {
        let readings = self.read_texts(texts);
        let one = |(index, text): (usize, &EnvText)| {
            self.with_options(&readings[..index], |options| {
                dotenv::lint(&text.path, &text.bytes, options)
            })
        };
        texts.iter().enumerate().flat_map(one).collect()
    }

    /// The statements of a file, above those of the files before it.
    pub(super) fn bind_env_file(
        &self,
        reading: dotenv::Contents,
        known: &KnownFiles<'_>,
        loaded: &mut Loaded,
    ) {
        let hiding = |problem: Problem| match problem.severity {
            Severity::Error => problem.with(Effect::HidesValue),
            Severity::Warning | Severity::Note => problem,
        };
        let problems = reading.problems.into_iter().map(hiding);
        loaded.problems.extend(problems);
        loaded.bindings.read_to(reading.extent);
        let mut found = Vec::with_capacity(reading.statements.len());
        let mut undeclared = BTreeSet::new();
        for statement in reading.statements {
            let refusal = self.refusal(&statement.name, &statement.value);
            let located = refusal.map(|problem| problem.at(statement.place.clone()));
            loaded.problems.extend(located);
            let governing = self.schema.governing(statement.name.as_str());
            loaded.withholds |= governing.is_none_or(|(rule, _)| !self.selection.has(rule));
            match governing {
                Some((rule, read_as)) if self.selection.reads(rule) => {
                    found.push((rule, read_as, statement));
                }
                None if undeclared.insert(statement.name.clone()) => {
                    loaded.problems.extend(self.undeclared(&statement));
                }
                Some(_) | None => {}
            }
        }
        // A key's own name is a higher layer than its other names. Among statements
        // with the same name the last one wins.
        found.sort_by_key(|(rule, read_as, _)| (&rule.name, std::cmp::Reverse(*read_as)));
        let mut found = found.into_iter().peekable();
        while let Some((rule, read_as, statement)) = found.next() {
            let same = |(next, next_as, _): &(&Rule, ReadAs, Statement)| {
                next.name == rule.name && *next_as == read_as
            };
            match (found.peek().is_some_and(same), read_as) {
                (true, ReadAs::FileVariable) => {}
                (true, _) => {
                    loaded
                        .bindings
                        .supersede(rule.name.clone(), statement.value);
                }
                (false, ReadAs::FileVariable) => {
                    let path = Path::new(OsStr::from_bytes(statement.value.expose()));
                    let found_by = FoundBy::Statement(&statement.place, self.root);
                    self.bind_secret_file(rule, path, found_by, known, loaded);
                }
                (false, _) => loaded.bind_statement(rule, statement),
            }
        }
    }

    /// The problem with a key that the schema does not declare. A key that the
    /// profile refuses is known to it.
    fn undeclared(&self, statement: &Statement) -> Option<Problem> {
        if self.refused().any(|(name, _)| *name == statement.name) {
            return None;
        }
        let what = message!(
            "the schema does not declare this key, so the program gets no variable of this name"
        );
        let problem = match self.schema.env.undeclared {
            Undeclared::Ignore => return None,
            Undeclared::Warn => Problem::warning("undeclared", what),
            Undeclared::Error => Problem::error("undeclared", what),
        };
        let near = || self.schema.nearest(&statement.name);
        let hint = if statement.name.is_reserved() {
            message!(
                "this name is reserved: to pass it on, declare it with `allow_dangerous = true`"
            )
        } else if let Some(near) = near() {
            message!(
                "did you mean `{}`? if not, declare it in {}",
                near,
                self.schema.path
            )
        } else {
            message!(
                "declare it under `[secrets]` or `[settings]` in {}, or remove it",
                self.schema.path
            )
        };
        let problem = problem.at(statement.place.clone()).hint(hint);
        Some(if statement.name.is_showable() {
            problem.about(&statement.name)
        } else {
            problem
        })
    }
}
