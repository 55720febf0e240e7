//! A file that holds one value: `KEY_FILE`, `/run/secrets/KEY`.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::core::binding::{Binding, Provenance};
use crate::core::message::{Place, ShownPath, because};
use crate::core::read;
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::schema::model::Rule;

/// What a file with one value is found by.
#[derive(Clone, Copy)]
pub(super) enum FoundBy<'a> {
    /// A `KEY_FILE` in an env file, here, from this folder.
    Statement(&'a Place, &'a Path),
    /// A `KEY_FILE` of the host.
    Host,
    /// Its own name, among the mounted secrets.
    Folder,
}

/// Takes a key's value from a file of its own. One line end at its end is not
/// part of it, as editors and `echo` put it there, nor is a byte order mark.
pub(super) fn read(
    rule: &Rule,
    written: &Path,
    found_by: FoundBy<'_>,
) -> Result<Binding, Box<Problem>> {
    let (place, path) = match found_by {
        FoundBy::Statement(place, root) => (place, root.join(written)),
        FoundBy::Host | FoundBy::Folder => (&rule.place, written.to_owned()),
    };
    let located = |problem: Problem| Box::new(problem.about(&rule.name).at(place.clone()));
    let mut bytes =
        read::read(&path).map_err(|error| located(unreadable(rule, written, found_by, &error)))?;
    if bytes.ends_with(b"\n") {
        bytes.pop();
        if bytes.ends_with(b"\r") {
            bytes.pop();
        }
    }
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    let value = SecretValue::new(std::mem::take(&mut *bytes)).map_err(|_| {
        let what = message!("the file that holds this key has a NUL byte in it");
        located(Problem::error("nul", what).hint(message!("save it as text")))
    })?;
    Ok(Binding {
        key: rule.name.clone(),
        value,
        provenance: Provenance::SecretFile {
            path: ShownPath::given(&path, "a file of its own"),
        },
        read_as: None,
    })
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Tells of a file with one value that cannot be read, and of its path where
/// that is sure to be one: who takes a `KEY_FILE` for the key has put a value
/// there.
fn unreadable(rule: &Rule, written: &Path, found_by: FoundBy<'_>, error: &io::Error) -> Problem {
    let variable = rule.file_variable().unwrap_or_else(|| rule.name.clone());
    let from = match found_by {
        FoundBy::Statement(_, root) => root,
        FoundBy::Host | FoundBy::Folder => Path::new(""),
    };
    let shown = ShownPath::given(written, "a path that is not shown");
    let (what, hint) = match found_by {
        FoundBy::Folder => (
            message!("{}", shown.quoted()),
            message!("give yourself read permission"),
        ),
        FoundBy::Statement(..) | FoundBy::Host => {
            let what = message!("the file that `{}` names", variable);
            (
                if shown.slip().is_none() && is_path(written, from) {
                    message!("{}, {},", what, shown.quoted())
                } else {
                    what
                },
                message!(
                    "write the path of a file that you can read into `{}`",
                    variable
                ),
            )
        }
    };
    let what = message!("{} cannot be read: {}", what, because(error));
    Problem::error("secret-file", what).hint(hint)
}

/// Whether what was written begins with a folder that is there, and goes on.
fn is_path(written: &Path, from: &Path) -> bool {
    let parts = written.components();
    let is_root = |part: &Component<'_>| matches!(part, Component::RootDir);
    let roots = parts.clone().take_while(is_root).count();
    let first: PathBuf = parts.clone().take(roots + 1).collect();
    parts.count() > roots + 1 && from.join(first).is_dir()
}
