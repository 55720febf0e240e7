//! Copies streams to standard output through a masker, each chunk as it comes.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

use rustix::event::{PollFd, PollFlags};
use rustix::fs::{FileType, fstat};
use rustix::io::{Errno, read, write};
use rustix::stdio;
use zeroize::Zeroizing;

use crate::exec::channel::IDLE;
use crate::exec::sys::pipe;
use crate::exec::sys::poll::poll_until;
use crate::needle::mask::Masker;

/// How much is read at once, and the size that pipes are asked to have.
const CHUNK: usize = 256 * 1024;

/// Why a stream was not copied to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CopyError {
    /// The input cannot be read.
    #[error("not readable")]
    Read(io::ErrorKind),
    /// Standard output cannot be written.
    #[error("not writable")]
    Write(io::ErrorKind),
    /// Nobody reads standard output any more.
    #[error("broken pipe")]
    BrokenPipe,
}

/// Copies one source after the other through one masker.
pub(crate) struct MaskedCopy<'n> {
    masker: Masker<'n>,
    chunk: Zeroizing<Vec<u8>>,
    /// Masked, and not yet written.
    pending: Vec<u8>,
}

impl<'n> MaskedCopy<'n> {
    /// Begins to copy to standard output.
    pub(crate) fn new(masker: Masker<'n>) -> Self {
        pipe::widen(stdio::stdout(), CHUNK);
        Self {
            masker,
            chunk: Zeroizing::new(vec![0; CHUNK]),
            pending: Vec::with_capacity(CHUNK),
        }
    }

    /// Copies a source up to its end. What the masker holds back may go on in
    /// the next source, so it is not written yet.
    pub(crate) fn copy(&mut self, source: impl AsFd) -> Result<(), CopyError> {
        let source = source.as_fd();
        if is_output(source) {
            // It would grow for as long as it is read.
            return Err(CopyError::Read(io::ErrorKind::ResourceBusy));
        }
        pipe::widen(source, CHUNK);
        let mut idle_at = None;
        loop {
            if !wait(source, idle_at)? {
                if idle_at.is_some_and(|at| at <= Instant::now()) {
                    idle_at = None;
                    self.masker.idle(&mut self.pending);
                    self.flush()?;
                }
                continue;
            }
            match read(source, self.chunk.as_mut_slice()) {
                Ok(0) => return Ok(()),
                Ok(count) => {
                    self.masker.push(&self.chunk[..count], &mut self.pending);
                    idle_at = (self.masker.held() > 0).then(|| Instant::now() + IDLE);
                    self.flush()?;
                }
                Err(Errno::AGAIN | Errno::INTR) => {}
                // A terminal that was hung up.
                Err(Errno::IO) if rustix::termios::isatty(source) => return Ok(()),
                Err(error) => return Err(CopyError::Read(kind(error))),
            }
        }
    }

    /// Writes what the masker held back.
    pub(crate) fn finish(mut self) -> Result<(), CopyError> {
        self.masker.finish(&mut self.pending);
        self.flush()
    }

    fn flush(&mut self) -> Result<(), CopyError> {
        let mut rest = self.pending.as_slice();
        while !rest.is_empty() {
            match write(stdio::stdout(), rest) {
                Ok(count) => rest = &rest[count..],
                Err(Errno::INTR) => {}
                // Another process that shares the stream made it non-blocking.
                Err(Errno::AGAIN) => {
                    let room = PollFd::from_borrowed_fd(stdio::stdout(), PollFlags::OUT);
                    poll_until(&mut [room], None).map_err(|error| CopyError::Write(kind(error)))?;
                }
                Err(Errno::PIPE) => return Err(CopyError::BrokenPipe),
                Err(error) => return Err(CopyError::Write(kind(error))),
            }
        }
        self.pending.clear();
        Ok(())
    }
}

/// Waits until there is something to read, or a time is reached. Returns
/// whether there is. A broken pipe at standard output ends the wait: nothing
/// that is still read could be written.
fn wait(source: BorrowedFd<'_>, until: Option<Instant>) -> Result<bool, CopyError> {
    let stdout = stdio::stdout();
    let mut watched = [
        PollFd::from_borrowed_fd(source, PollFlags::IN),
        PollFd::from_borrowed_fd(stdout, PollFlags::empty()),
    ];
    poll_until(&mut watched, until).map_err(|error| CopyError::Read(kind(error)))?;
    let [source, stdout] = watched;
    if stdout.revents().contains(PollFlags::ERR) {
        return Err(CopyError::BrokenPipe);
    }
    Ok(!source.revents().is_empty())
}

/// Whether a source is the file that standard output writes to.
fn is_output(source: BorrowedFd<'_>) -> bool {
    let (Ok(one), Ok(other)) = (fstat(source), fstat(stdio::stdout())) else {
        return false;
    };
    FileType::from_raw_mode(one.st_mode) == FileType::RegularFile
        && one.st_size > 0
        && (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
}

fn kind(error: Errno) -> io::ErrorKind {
    io::Error::from(error).kind()
}
