//! Reads a small file whole: a schema, an env file, a file with one value.

use std::io::{self, Read as _};
use std::path::Path;

use zeroize::Zeroizing;

use crate::core::access::Access;
use crate::core::message::{Cause, ShownPath};
use crate::core::open::{self, Opened, Sought};

/// The most that is read of a schema, an env file or a file with one value.
pub(crate) const MAX_FILE_BYTES: u64 = 1 << 20;

/// A file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not readable")]
pub struct ReadError {
    pub path: ShownPath,
    pub cause: Cause,
}

impl ReadError {
    pub(crate) fn new(path: &ShownPath, error: &io::Error) -> Self {
        let path = path.clone();
        let cause = error.into();
        Self { path, cause }
    }
}

/// Reads a regular file whole, without a limit: what is written back must not be cut. A
/// link is followed, and nothing is waited for.
///
/// # Errors
///
/// Errors of the system; a folder is [`io::ErrorKind::IsADirectory`], a FIFO, a socket
/// or a device [`io::ErrorKind::NotSeekable`].
pub(crate) fn whole(path: &Path) -> io::Result<Vec<u8>> {
    match open::open(&path.canonicalize()?)? {
        Opened::File(mut file, metadata) => {
            let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
            file.read_to_end(&mut bytes)?;
            Ok(bytes)
        }
        Opened::Folder => Err(io::ErrorKind::IsADirectory.into()),
        Opened::Link(_) | Opened::Special => Err(io::ErrorKind::NotSeekable.into()),
    }
}

/// Reads a file that somebody named once, from start to end, up to one byte over the
/// limit, so that the caller sees that it is too large. A FIFO works.
///
/// # Errors
///
/// What the system says; a folder is [`io::ErrorKind::IsADirectory`].
pub(crate) fn read(path: &Path, shown: &ShownPath) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    read_as(path, shown, Sought::Named).map(|(text, _)| text)
}

/// Reads a file that secrun looked for, as [`read`] does: only a regular one is meant.
///
/// # Errors
///
/// Those of [`read`]; [`io::ErrorKind::NotSeekable`] for a FIFO or a device.
pub(crate) fn read_found(path: &Path, shown: &ShownPath) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    read_as(path, shown, Sought::Found).map(|(text, _)| text)
}

/// Reads a file, and what its owner and mode say.
///
/// # Errors
///
/// Those of [`read`] or [`read_found`].
pub(crate) fn read_as(
    path: &Path,
    shown: &ShownPath,
    sought: Sought,
) -> Result<(Zeroizing<Vec<u8>>, Access), ReadError> {
    bytes(path, sought).map_err(|error| ReadError::new(shown, &error))
}

fn bytes(path: &Path, sought: Sought) -> io::Result<(Zeroizing<Vec<u8>>, Access)> {
    let (file, metadata) = open::open_waiting(path, sought)?;
    let access = Access::of(&file, &metadata);
    // The buffer never grows past its first size, so no copy of a secret is left behind in freed memory.
    let expected = if metadata.is_file() {
        metadata.len().min(MAX_FILE_BYTES)
    } else {
        MAX_FILE_BYTES
    };
    let mut text = Zeroizing::new(Vec::with_capacity(
        usize::try_from(expected).unwrap_or(0) + 32,
    ));
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut text)?;
    Ok((text, access))
}
