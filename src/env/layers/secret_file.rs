//! A file that holds one value: `KEY_FILE`, `/run/secrets/KEY`.

use std::path::{Component, Path, PathBuf};

use crate::core::binding::Provenance;
use crate::core::message::{Message, Place, ShownPath, because};
use crate::core::read::{self, ReadError};
use crate::core::report::{Effect, Problem};
use crate::core::secret::SecretValue;
use crate::env::layers::sources::{Loaded, Sources};
use crate::env::layers::wrong_file::KnownFiles;
use crate::schema::model::Rule;

/// How a file with one value was found.
#[derive(Clone, Copy)]
pub(super) enum FoundBy<'a> {
    /// A `KEY_FILE` in an env file, at this place; relative to this folder.
    Statement(&'a Place, &'a Path),
    /// A `KEY_FILE` of the host.
    Host,
    /// Its own name, among the mounted secrets.
    Folder,
}

impl Sources<'_> {
    /// The files with one value: the mounted ones, and above them those that a
    /// `KEY_FILE` of the host names. They are above env files whatever the
    /// precedence.
    pub(super) fn bind_secret_files(&self, known: &KnownFiles<'_>, loaded: &mut Loaded) {
        for rule in self.rules().filter(|rule| rule.file) {
            let path = self.secrets_folder.join(rule.name.as_str());
            // What is mounted is real, and nobody set it for this run.
            let is_read = !(self.fakes && rule.is_secret());
            if is_read && path.is_file() {
                self.bind_secret_file(rule, &path, FoundBy::Folder, known, loaded);
            }
            let named = rule.file_variable();
            let named = named.and_then(|variable| self.host.get(variable.as_str()));
            if let Some(path) = named.filter(|path| !path.is_empty()) {
                self.bind_secret_file(rule, Path::new(path), FoundBy::Host, known, loaded);
            }
        }
    }

    pub(super) fn bind_secret_file(
        &self,
        rule: &Rule,
        written: &Path,
        found_by: FoundBy<'_>,
        known: &KnownFiles<'_>,
        loaded: &mut Loaded,
    ) {
        let (place, path) = match found_by {
            FoundBy::Statement(place, root) => (place, root.join(written)),
            FoundBy::Host | FoundBy::Folder => (&rule.place, written.to_owned()),
        };
        let shown = ShownPath::typed_in(&path, "a file of its own");
        let value = read::read(&path, &shown)
            .map_err(|error| Box::new(unreadable(rule, written, found_by, &error)))
            .and_then(|mut bytes| value(&mut bytes))
            .and_then(|value| {
                let file = name_of_file(rule, written, found_by);
                let refusal = known.refusal(rule, &path, &value, &file);
                refusal.map_or(Ok(value), Err)
            });
        match value {
            Ok(value) => {
                let layer = Provenance::SecretFile { path: shown };
                loaded.bind(rule, &rule.name, value, layer);
            }
            Err(problem) if self.selection.has(rule) => {
                let problem = problem.about(&rule.name).at(place.clone());
                loaded.problems.push(problem.with(Effect::HidesValue));
            }
            Err(_) => {}
        }
    }
}

/// The value in a file's bytes: without one line end at the end, which editors
/// and `echo` add, and without a byte order mark.
fn value(bytes: &mut Vec<u8>) -> Result<SecretValue, Box<Problem>> {
    if bytes.ends_with(b"\n") {
        bytes.pop();
        if bytes.ends_with(b"\r") {
            bytes.pop();
        }
    }
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    SecretValue::new(std::mem::take(bytes)).map_err(|_| {
        let what = message!("the file with this key's value contains a NUL byte");
        Box::new(Problem::error("nul", what).hint(message!("save it as text")))
    })
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The problem with a file that cannot be read. It shows only what is certainly
/// a path: someone who mistakes `KEY_FILE` for the key writes a value there.
fn unreadable(rule: &Rule, written: &Path, found_by: FoundBy<'_>, error: &ReadError) -> Problem {
    let variable = rule.file_variable().unwrap_or_else(|| rule.name.clone());
    let hint = match found_by {
        FoundBy::Folder => message!("give yourself read permission"),
        _ => message!("set `{}` to the path of a file that you can read", variable),
    };
    let file = name_of_file(rule, written, found_by);
    let what = message!("{} cannot be read: {}", file, because(error.cause));
    Problem::error("secret-file", what).hint(hint)
}

/// The words for a file with one value, with its path only if that is certainly one.
fn name_of_file(rule: &Rule, written: &Path, found_by: FoundBy<'_>) -> Message {
    let variable = rule.file_variable().unwrap_or_else(|| rule.name.clone());
    let from = match found_by {
        FoundBy::Statement(_, root) => root,
        FoundBy::Host | FoundBy::Folder => Path::new(""),
    };
    let shown = ShownPath::typed_in(written, "a path that is not shown");
    match found_by {
        FoundBy::Folder => message!("{}", shown.quoted()),
        _ if shown.hidden().is_none() && is_path(written, from) => {
            message!("the file that `{}` names, {},", variable, shown.quoted())
        }
        _ => message!("the file that `{}` names", variable),
    }
}

/// Whether this is a folder that exists and something in it.
fn is_path(written: &Path, from: &Path) -> bool {
    let parts = written.components();
    let is_root = |part: &Component<'_>| matches!(part, Component::RootDir);
    let roots = parts.clone().take_while(is_root).count();
    let first: PathBuf = parts.clone().take(roots + 1).collect();
    parts.count() > roots + 1 && from.join(first).is_dir()
}
