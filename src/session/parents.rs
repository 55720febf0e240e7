//! The files that a schema extends.

use std::io;
use std::path::{Path, PathBuf};

use crate::core::message::{Cause, Message, NotAPath, ShownPath, because};
use crate::core::open::Sought;
use crate::core::read;
use crate::core::report::{Problem, Stage};
use crate::core::walk::seen_from;
use crate::error::Error;
use crate::schema::{self, Extends};
use crate::session::schema_files::{Project, SchemaFile};
use crate::session::trust;

/// How many files a schema may extend, one over the other.
const MAX_PARENTS: usize = 8;

/// Reads what the schema extends, and what that extends. A schema that extends nothing
/// costs no call of the system.
pub(super) fn add(project: &mut Project) -> Result<(), Error> {
    let mut seen = Vec::new();
    while let Some(extends) = next(project) {
        let last = &project.files[project.files.len() - 1];
        if seen.is_empty() {
            seen.push(project.root.join(&last.path).canonicalize().ok());
        }
        let path = last.path.with_file_name(&extends.path);
        let file = read(&project.root, path, &extends)?;
        let real = project.root.join(&file.path).canonicalize().ok();
        if seen.contains(&real) {
            let what = message!("`extends` goes in a circle");
            return Err(refused(&extends, what, "remove it from one of the files"));
        }
        if project.files.len() > MAX_PARENTS {
            let what = message!(
                "a schema may extend at most {} others in a row",
                MAX_PARENTS
            );
            return Err(refused(&extends, what, "extend a file nearer to the last"));
        }
        seen.push(real);
        project.files.push(file);
    }
    Ok(())
}

fn next(project: &Project) -> Option<Extends> {
    let last = project.files.last()?;
    schema::extends(&last.shown, &last.text)
}

/// Reads a file; `path` is relative to the schema's folder.
fn read(root: &Path, path: PathBuf, extends: &Extends) -> Result<SchemaFile, Error> {
    let whole = root.join(&path);
    let hidden = NotAPath::of_path(Path::new(&extends.path));
    let shown = ShownPath::judged(&whole, hidden, "the path in `extends`");
    let (text, access) = read::read_as(&whole, &shown, Sought::Found).map_err(|error| {
        let what = message!(
            "{} cannot be read: {}",
            shown.quoted(),
            because(error.cause)
        );
        let hint = match error.cause {
            Cause::Kind(io::ErrorKind::IsADirectory) => "name the file, such as `../secrun.toml`",
            _ => "check the path: it is relative to the folder of this file",
        };
        refused(extends, what, hint)
    })?;
    if let Some(problem) = trust::refusal_of_parent(&whole, &shown, access) {
        return Err(problem.ends(Stage::Read).into());
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let folder = folder.to_string_lossy().into_owned();
    Ok(SchemaFile {
        inside: inside(root, &folder),
        shown,
        text,
        access,
        path,
        folder,
    })
}

/// The schema's folder as seen from another one.
fn inside(root: &Path, folder: &str) -> String {
    let [own, other] = [Path::new(""), Path::new(folder)].map(|folder| {
        let folder = Path::new(".").join(root).join(folder);
        folder.canonicalize().unwrap_or_default()
    });
    seen_from(&other, &own).to_string_lossy().into_owned()
}

fn refused(extends: &Extends, what: Message, hint: &'static str) -> Error {
    let problem = Problem::error("schema.extends", what).at(extends.place.clone());
    problem.hint(hint).ends(Stage::Read).into()
}
