//! Reads a small file whole: a schema, an env file, a file with one value.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use zeroize::Zeroizing;

use crate::core::message::{Cause, ShownPath};
use crate::core::open::{self, Opened};

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
/// What the system says; a folder is [`io::ErrorKind::IsADirectory`], a FIFO, a socket
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

/// Reads a file once, from start to end, up to one byte over the limit, so
/// that the caller sees that it is too large. A FIFO works.
///
/// # Errors
///
/// What the system says; a folder is [`io::ErrorKind::IsADirectory`].
pub(crate) fn read(path: &Path, shown: &ShownPath) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    bytes(path).map_err(|error| ReadError::new(shown, &error))
}

fn bytes(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
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
    Ok(text)
}
