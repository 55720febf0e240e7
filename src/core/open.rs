//! Opens paths that may be anything without blocking on a FIFO or a device.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::{Errno, retry_on_intr};

/// The kind of thing at a path.
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
/// Errors of the system; a link is an error.
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

/// How the path of a file came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sought {
    /// Somebody named it, so it may be a FIFO or a device: `<(op inject …)`.
    Named,
    /// secrun looked for the name, so somebody else may have put anything there.
    Found,
}

/// How long a FIFO is waited for that no program writes to.
const PATIENCE: Timespec = Timespec {
    tv_sec: 3,
    tv_nsec: 0,
};

/// Opens a file for reading, following links. A FIFO that a program has open for writing
/// is waited for as long as that takes.
///
/// # Errors
///
/// Errors of the system; [`io::ErrorKind::IsADirectory`] for a folder,
/// [`io::ErrorKind::TimedOut`] for a FIFO that no program writes to, and
/// [`io::ErrorKind::NotSeekable`] for what is found and not a regular file.
pub(crate) fn open_waiting(path: &Path, sought: Sought) -> io::Result<(File, Metadata)> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY)
        .open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        if sought == Sought::Found {
            return Err(io::ErrorKind::NotSeekable.into());
        }
        if metadata.file_type().is_fifo() {
            wait_for_writer(&file)?;
        }
        let flags = fcntl_getfl(&file)?;
        fcntl_setfl(&file, flags - OFlags::NONBLOCK)?;
    }
    Ok((file, metadata))
}

/// Opens a file to add to it, and makes it if it is not there. A FIFO that nothing reads
/// from is an error.
pub(crate) fn open_to_append(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .append(true)
        .create(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY)
        .open(path)
}

/// Whether this user may change a file. One that nobody may write to is meant to stay,
/// also where root could write to it.
///
/// # Errors
///
/// Errors of the system; [`io::ErrorKind::PermissionDenied`] for such a file.
pub(crate) fn check_writable(path: &Path) -> io::Result<()> {
    let file = OpenOptions::new()
        .write(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW | libc::O_NOCTTY)
        .open(path)?;
    if file.metadata()?.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(())
}

fn wait_for_writer(fifo: &File) -> io::Result<()> {
    let mut watched = [PollFd::new(fifo, PollFlags::IN)];
    if retry_on_intr(|| poll(&mut watched, Some(&PATIENCE)))? > 0 {
        return Ok(());
    }
    // Without a writer a FIFO is at its end. A byte that comes this late is one of a file
    // that is not read.
    match rustix::io::read(fifo, &mut [0; 1][..]) {
        Err(Errno::AGAIN) => Ok(()),
        _ => Err(io::ErrorKind::TimedOut.into()),
    }
}

/// The start and end of the next stretch of data in a sparse file, from `offset` on.
/// `None` after the last.
///
/// # Errors
///
/// Errors of the system, which may be unable to tell.
pub(crate) fn next_data(file: &File, offset: u64) -> io::Result<Option<(u64, u64)>> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{SeekFrom, seek};
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
