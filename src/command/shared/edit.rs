//! Changes a key in an env file: which file, whether it may be changed, and the change
//! itself, of which every command that writes one is made.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::command::shared::folder_lock::FolderLock;
use crate::command::shared::known_values;
use crate::command::shared::tracked::WorkTree;
use crate::core::binding::{Bindings, Provenance};
use crate::core::message::{Message, Place, ShownPath, counted};
use crate::core::name::EnvName;
use crate::core::open;
use crate::core::read;
use crate::core::report::{Failure, Problem, Report, Stage};
use crate::core::secret::SecretValue;
use crate::core::write::{self, Target, WriteError};
use crate::dotenv::edit::{Edited, EnvFile, Refusal};
use crate::dotenv::literal::Unwritable;
use crate::env::fingerprints::Policy;
use crate::env::host;
use crate::env::resolve::value_problems;
use crate::error::Error;
use crate::schema::model::Rule;
use crate::session::trust::Audience;
use crate::session::{Context, Session};

/// An env file to change.
pub(crate) struct Destination {
    pub(crate) shown: ShownPath,
    /// The file itself, whatever links lead to it.
    real: PathBuf,
}

impl Destination {
    /// The file that was named, else the one whose statement has the key, else the last
    /// one of the run.
    pub(crate) fn of(
        session: &Session<'_>,
        bindings: &Bindings,
        rule: &Rule,
        named: Option<&Path>,
    ) -> Result<Self, Error> {
        if let Some(path) = named {
            return Self::named(path);
        }
        if let Some(shown) = file_of(bindings, &rule.name)
            && let Some(found) = Self::shown(session, &shown)?
        {
            return Ok(found);
        }
        let file = session.files().last().ok_or_else(no_file)?;
        Self::at(&file.path, file.shown.clone())
    }

    /// The file of an option.
    pub(crate) fn named(path: &Path) -> Result<Self, Error> {
        Self::at(path, ShownPath::typed_in(path, "the path in `--file`"))
    }

    /// The env file of the run that is shown like this.
    pub(crate) fn shown(session: &Session<'_>, shown: &ShownPath) -> Result<Option<Self>, Error> {
        let file = session.files().find(|file| file.shown == *shown);
        file.map(|file| Self::at(&file.path, file.shown.clone()))
            .transpose()
    }

    fn at(path: &Path, shown: ShownPath) -> Result<Self, Error> {
        let real = match path.canonicalize() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => in_real_folder(path),
            real => real,
        };
        match real {
            Ok(real) => Ok(Self { shown, real }),
            Err(error) => Err(unwritable(&shown, &error)),
        }
    }

    /// Refuses a file that git tracks, and one that this user may not change. Returns a
    /// warning about one that git would add.
    pub(crate) fn check(&self, context: &Context<'_>) -> Result<Option<Problem>, Error> {
        let work_tree = WorkTree::around(&context.host.env, self.folder());
        if work_tree.as_ref().is_some_and(|it| it.tracks(&self.real)) {
            let what = message!("git tracks this file, so the value would be in every clone");
            let hint = message!("run `git rm --cached` on it and ignore it, or pass `--file`");
            let problem = Problem::error("edit.tracked", what);
            let problem = problem.at(Place::file(&self.shown)).hint(hint);
            return Err(problem.ends(Stage::Output).into());
        }
        self.check_writable()?;
        let is_added = work_tree.is_some_and(|it| it.would_add(&self.real));
        Ok(is_added.then(|| {
            let what = message!("git does not ignore this file, so `git add` would take it");
            Problem::warning("edit.not-ignored", what)
                .at(Place::file(&self.shown))
                .hint(message!("add it to .gitignore"))
        }))
    }

    /// Refuses a file that this user may not change.
    pub(crate) fn check_writable(&self) -> Result<(), Error> {
        match self.writable() {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(unwritable(&self.shown, &error))
            }
            _ => Ok(()),
        }
    }

    fn writable(&self) -> io::Result<()> {
        let there = fs::symlink_metadata(&self.real)?;
        if there.is_symlink() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        if there.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !there.is_file() {
            return Err(io::ErrorKind::NotSeekable.into());
        }
        open::check_writable(&self.real)
    }

    fn folder(&self) -> &Path {
        self.real.parent().unwrap_or(Path::new("/"))
    }

    /// Gives a key a value, and returns the line. No other secrun changes a file of the
    /// folder between the reading and the writing.
    pub(crate) fn set(
        &self,
        session: &Session<'_>,
        rule: &Rule,
        value: &SecretValue,
    ) -> Result<usize, Error> {
        let interpolation = session.schema.env.interpolation;
        let names: Vec<&EnvName> = rule.names().collect();
        let line = self.change(&rule.name, |file| {
            file.set(&names, value, interpolation).map(Some)
        });
        line.map(Option::unwrap_or_default)
    }

    /// Removes every line of a key, whatever the name, and returns the first; `None` if
    /// there is none.
    pub(crate) fn unset(&self, names: &[&EnvName]) -> Result<Option<usize>, Error> {
        self.change(names[0], |file| file.unset(names))
    }

    /// Reads the file, changes it and writes it back, under a lock. `None` if nothing was
    /// to be changed.
    fn change(
        &self,
        key: &EnvName,
        edit: impl Fn(&EnvFile<'_>) -> Result<Option<Edited>, Refusal>,
    ) -> Result<Option<usize>, Error> {
        let _lock = FolderLock::take(self.folder()).map_err(|it| unwritable(&self.shown, &it))?;
        let bytes = match read::read_found(&self.real, &self.shown) {
            Err(error) if error.cause.kind() == io::ErrorKind::NotFound => None,
            bytes => Some(bytes?),
        };
        let bytes = bytes.as_ref().map_or(&[][..], |bytes| bytes);
        let edited = EnvFile::read(&self.shown, bytes).and_then(|file| edit(&file));
        let Some(edited) = edited.map_err(|refusal| self.refused(key, refusal))? else {
            return Ok(None);
        };
        match write::write(&self.real, &edited.bytes, Target::ReplaceablePrivate) {
            Ok(()) => Ok(Some(edited.line)),
            Err(WriteError { cause, .. }) => Err(Error::Write(WriteError {
                path: self.shown.clone(),
                cause,
            })),
        }
    }

    fn refused(&self, key: &EnvName, refusal: Refusal) -> Error {
        let problem = match refusal {
            Refusal::File(problems) => return unsatisfied(problems),
            Refusal::Value(Unwritable::Reference) => {
                let what = message!(
                    "the value contains `${{`, which python-dotenv and secrun replace in an env file"
                );
                let hint = message!("set `interpolation = \"off\"` under `[env]`");
                Problem::error("edit.reference", what).hint(hint)
            }
            Refusal::Value(Unwritable::NotUtf8) => {
                let what = message!("the value is not UTF-8, as an env file must be");
                let hint = message!("encode it, and declare `type = \"base64\"`");
                Problem::error("edit.not-utf8", what).hint(hint)
            }
            Refusal::Value(Unwritable::NotReadBack) => {
                let what = message!("the file would not be read back as it is meant");
                Problem::error("edit.read-back", what).at(Place::file(&self.shown))
            }
        };
        unsatisfied(vec![problem.about(key)])
    }
}

/// The env file whose statement has a key.
pub(crate) fn file_of(bindings: &Bindings, name: &EnvName) -> Option<ShownPath> {
    let layers = bindings.of(name).filter_map(|it| match &it.provenance {
        Provenance::File { place } => Some(place.path.clone()),
        _ => None,
    });
    layers.last()
}

/// The end of a change that is refused, with status 1.
pub(crate) fn unsatisfied(problems: Vec<Problem>) -> Error {
    Error::Unsatisfied(Box::new(Report::without_keys(None, problems)))
}

/// Judges a new value, and returns the warnings.
pub(crate) fn judged(
    session: &Session<'_>,
    bindings: &Bindings,
    rule: &Rule,
    value: &SecretValue,
) -> Result<Vec<Problem>, Error> {
    let (schema, selection) = (&session.schema, &session.selection);
    let secrets = known_values::secrets(session, bindings);
    let disk = &host::path_kind;
    let problems = value_problems(schema, selection, rule, value, disk, &secrets);
    let (errors, warnings): (Vec<_>, Vec<_>) = problems.into_iter().partition(Problem::is_error);
    if errors.is_empty() {
        Ok(warnings)
    } else {
        Err(unsatisfied(errors))
    }
}

/// Says what was written, and what keeps it from counting.
pub(crate) fn report(
    session: &Session<'_>,
    context: &Context<'_>,
    (destination, line): (&Destination, usize),
    rule: &Rule,
    value: &SecretValue,
) -> Result<(), Error> {
    let (fingerprinter, warning) = session.fingerprinter(Policy::Guarded);
    let loaded = session.load_present().ok();
    let none = Bindings::new();
    let bindings = loaded.as_ref().map_or(&none, |it| &it.bindings);
    let secrets = known_values::secrets(session, bindings);
    let fingerprint = fingerprinter.of(rule.kind, value, &secrets);
    let length = counted(value.characters(), "character");
    let (name, shown) = (&rule.name, &destination.shown);
    context
        .ui
        .note(|_| format!("set {name} in {shown}:{line}: {length}, {fingerprint}\n"))?;
    let mut problems: Vec<Problem> = warning.into_iter().collect();
    problems.extend(overridden(bindings, destination, rule, value));
    if let Some(loaded) = &loaded {
        let others = session.open_to_others(&loaded.texts, Audience::Check);
        let is_here = |it: &Problem| it.place.as_ref().is_some_and(|it| it.path == *shown);
        problems.extend(others.into_iter().filter(is_here));
    }
    context.ui.problems(&problems);
    Ok(())
}

fn overridden(
    bindings: &Bindings,
    destination: &Destination,
    rule: &Rule,
    value: &SecretValue,
) -> Option<Problem> {
    let winner = bindings.of(&rule.name).last()?;
    if winner.value.same(value) {
        return None;
    }
    let what = message!(
        "{} has another value, which wins over the one in {}",
        layer(&winner.provenance),
        destination.shown
    );
    let hint = match winner.provenance {
        Provenance::Host => message!("unset `{}`, or pass `--override`", rule.name),
        _ => message!("remove the one that is not meant"),
    };
    let problem = Problem::warning("edit.overridden", what);
    Some(problem.about(&rule.name).hint(hint))
}

/// A layer in a sentence.
pub(crate) fn layer(provenance: &Provenance) -> Message {
    match provenance {
        Provenance::Host => message!("the environment"),
        other => message!("{}", other),
    }
}

/// A path whose file is not there, in the folder itself. A link to nothing is left to the
/// writing, which refuses it.
fn in_real_folder(path: &Path) -> io::Result<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    Ok(fs::canonicalize(Path::new(".").join(folder))?.join(name))
}

fn unwritable(shown: &ShownPath, error: &io::Error) -> Error {
    Error::Write(WriteError {
        path: shown.clone(),
        cause: error.into(),
    })
}

fn no_file() -> Box<Failure> {
    let what = "the schema names no env file";
    Failure::usage(what, "pass `--file`, or add one to `files` under `[env]`")
}
