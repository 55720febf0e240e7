//! The user's folder for what secrun keeps between runs, and the random keys in
//! it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::core::access::{self, Access};
use crate::core::write::{self, Target};
use crate::env::host::HostEnv;

/// The folder (`$XDG_STATE_HOME/secrun`). As the XDG Base Directory Specification
/// asks, relative paths are ignored.
pub(crate) fn folder(host: &HostEnv) -> Option<PathBuf> {
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
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(path)
}

/// Reads a file of this user or of root that nobody else can read or change, up to this
/// many bytes. File systems without modes show the same one for every file: there, only
/// the owner counts.
///
/// # Errors
///
/// Errors of the system; [`io::ErrorKind::PermissionDenied`] if it is somebody else's, or
/// others can read or change it.
pub(crate) fn read_private(path: &Path, most: u64) -> io::Result<Zeroizing<Vec<u8>>> {
    // Opening a FIFO would wait for a writer.
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    let access = Access::of(&file, &metadata);
    let is_owned = [access::user(), access::ROOT].contains(&access.owner);
    if !is_owned || access.others_reach() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let size = usize::try_from(metadata.len().min(most)).unwrap_or(0);
    let mut bytes = Zeroizing::new(Vec::with_capacity(size + 32));
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Puts 32 random bytes into a file for its owner alone. Of two processes that
/// do this only one makes the key.
pub(crate) fn make_key(path: &Path) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    make_folder(folder)?;
    let mut bytes = Zeroizing::new([0_u8; 32]);
    File::open("/dev/urandom")?.read_exact(bytes.as_mut_slice())?;
    match write::write(path, bytes.as_slice(), Target::NewPrivate) {
        Err(error) if error.cause.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        result => Ok(result?),
    }
}
