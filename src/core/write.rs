//! Writing the files of a project: whole or not at all.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::core::message::{Cause, ShownPath};

/// What a path may be that is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Nothing; a file there is an error.
    New,
    /// Nothing, and the new file is for its owner alone.
    NewPrivate,
    /// Nothing, or a file, which is replaced. A link is an error, because its
    /// target may be anywhere.
    Replaceable,
}

/// A file that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not writable")]
pub struct WriteError {
    pub path: ShownPath,
    pub cause: Cause,
}

impl WriteError {
    /// What the system said of a file.
    pub fn new(path: &Path, error: &io::Error) -> Self {
        Self {
            path: ShownPath::typed(path),
            cause: error.into(),
        }
    }
}

impl From<WriteError> for io::Error {
    fn from(error: WriteError) -> Self {
        error.cause.kind().into()
    }
}

/// Writes a file under another name beside it, then gives it its own.
///
/// # Errors
///
/// What the system says; [`io::ErrorKind::AlreadyExists`] where something is
/// there that must not be replaced.
pub(crate) fn write(path: &Path, text: &[u8], target: Target) -> Result<(), WriteError> {
    place(path, text, target).map_err(|error| WriteError::new(path, &error))
}

fn place(path: &Path, text: &[u8], target: Target) -> io::Result<()> {
    let there = fs::symlink_metadata(path).ok();
    let replaceable = there
        .as_ref()
        .is_none_or(|there| target == Target::Replaceable && there.is_file());
    if !replaceable {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let draft = draft_path(path);
    let mode = match there {
        Some(there) => there.permissions().mode() & 0o777,
        None if target == Target::NewPrivate => 0o600,
        None => 0o644,
    };
    let placed = fill(&draft, text, mode).and_then(|()| match target {
        // A link of this name fails where something has come meanwhile; a renaming would not.
        Target::New | Target::NewPrivate => {
            fs::hard_link(&draft, path).and_then(|()| fs::remove_file(&draft))
        }
        Target::Replaceable => fs::rename(&draft, path),
    });
    if placed.is_err() {
        // Nothing is left behind; where that fails too, the first error says more.
        let _ = fs::remove_file(&draft);
    }
    placed?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    // Some file systems cannot sync a folder; the file itself is on the disk.
    let _ = File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
    Ok(())
}

fn fill(path: &Path, text: &[u8], mode: u32) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text)?;
    file.set_permissions(Permissions::from_mode(mode))?;
    file.sync_all()
}

fn draft_path(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    // A path without a name, such as `..`, is a folder, which no draft can replace.
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Privacy {
    /// Only its owner can read it, or it does not exist.
    Given,
    /// Only its owner can read it from now on.
    Made,
    /// Others can read it, too: it is a link, whose target may belong to someone else.
    OfAnother,
}

/// Removes the permissions of everyone except the owner. A link stays unchanged.
///
/// # Errors
///
/// What the system says.
pub(crate) fn make_private(path: &Path) -> io::Result<Privacy> {
    let private = |mode: u32| mode.trailing_zeros() >= 6;
    let Ok(there) = fs::metadata(path) else {
        return Ok(Privacy::Given);
    };
    if !there.is_file() || private(there.permissions().mode()) {
        return Ok(Privacy::Given);
    }
    if fs::symlink_metadata(path)?.is_symlink() {
        return Ok(Privacy::OfAnother);
    }
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(Privacy::Made)
}
