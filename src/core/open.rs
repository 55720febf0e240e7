//! Opens paths that may be anything without blocking on a FIFO or a device.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// What is at a path.
#[derive(Debug)]
pub(crate) enum Opened {
    File(File, Metadata),
    /// A link, and the text of it.
    Link(PathBuf),
    Folder,
    /// A FIFO, a socket or a device.
    Special,
}

/// Opens a regular file for reading. A link is not followed, and neither a
/// FIFO nor a device is waited for.
///
/// # Errors
///
/// What the system says.
pub(crate) fn open(path: &Path) -> io::Result<Opened> {
    let there = fs::symlink_metadata(path)?;
    if there.is_symlink() {
        return fs::read_link(path).map(Opened::Link);
    }
    if there.is_dir() {
        return Ok(Opened::Folder);
    }
    // To open a device can already have an effect.
    if there.is_file() {
        open_listed(path)
    } else {
        Ok(Opened::Special)
    }
}

/// Opens what a listing of its folder said to be a regular file. It may be
/// something else by now.
///
/// # Errors
///
/// What the system says; a link is an error.
pub(crate) fn open_listed(path: &Path) -> io::Result<Opened> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW | libc::O_NOCTTY)
        .open(path)?;
    let metadata = file.metadata()?;
    Ok(if metadata.is_file() {
        Opened::File(file, metadata)
    } else if metadata.is_dir() {
        Opened::Folder
    } else {
        Opened::Special
    })
}

/// The start and end of the next stretch of data in a sparse file, from `offset` on.
/// `None` after the last.
///
/// # Errors
///
/// What the system says: it may be unable to tell.
pub(crate) fn next_data(file: &File, offset: u64) -> io::Result<Option<(u64, u64)>> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{SeekFrom, seek};
        use rustix::io::Errno;
        let start = match seek(file, SeekFrom::Data(offset)) {
            Err(Errno::NXIO) => return Ok(None),
            start => start?,
        };
        let end = seek(file, SeekFrom::Hole(start))?;
        Ok(Some((start, end)))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let end = file.metadata()?.len();
        Ok((offset < end).then_some((offset, end)))
    }
}
