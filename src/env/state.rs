//! The user's folder for what secrun keeps between runs, and the random keys in
//! it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::env::host::HostEnv;

/// The folder (`$XDG_STATE_HOME/secrun`). As the XDG Base Directory Specification
/// asks, relative paths are ignored.
#[must_use]
pub fn folder(host: &HostEnv) -> Option<PathBuf> {
    let absolute = |name: &str| {
        host.get(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let state =
        absolute("XDG_STATE_HOME").or_else(|| Some(absolute("HOME")?.join(".local/state")))?;
    Some(state.join("secrun"))
}

/// Makes a folder that only its owner can look into, with those above it.
///
/// # Errors
///
/// What the system says.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(path)
}

/// Reads a file that only its owner can read, up to so many bytes.
///
/// # Errors
///
/// What the system says; [`io::ErrorKind::PermissionDenied`] when others can
/// read it.
pub fn read_private(path: &Path, most: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    // Opening a FIFO would wait for a writer.
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let size = usize::try_from(metadata.len().min(most)).unwrap_or(0);
    let mut bytes = Zeroizing::new(Vec::with_capacity(size + 32));
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Puts 32 random bytes into a file of mode 0600. They are written to a draft
/// that is then linked to its place, so that of two processes only one makes the
/// key, and none reads half of it.
///
/// # Errors
///
/// What the system says.
pub fn make_key(path: &Path) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    make_folder(folder)?;
    let mut bytes = Zeroizing::new([0_u8; 32]);
    File::open("/dev/urandom")?.read_exact(bytes.as_mut_slice())?;
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().ok_or(io::ErrorKind::InvalidInput)?);
    name.push(format!(".{}", std::process::id()));
    let draft = folder.join(name);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut file| {
            file.write_all(bytes.as_slice())?;
            file.sync_all()
        })
        .and_then(|()| match fs::hard_link(&draft, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        });
    fs::remove_file(&draft)?;
    written
}
