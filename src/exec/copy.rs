//! A stream through a filter, as cat(1) copies one: read, filtered, written
//! at once. It knows nothing of secrets.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FileType, fstat};
use rustix::io::{Errno, read, write};
use rustix::stdio;
use zeroize::Zeroizing;

use crate::exec::{Filter, IDLE};

/// How much is read at once, and the size that pipes are asked to have.
const CHUNK: usize = 256 * 1024;

/// Why a stream did not come through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// The input cannot be read.
    #[error("not readable")]
    Read(io::ErrorKind),
    /// Standard output cannot be written.
    #[error("not writable")]
    Write(io::ErrorKind),
    /// The reader of standard output has gone.
    #[error("the reader has gone")]
    Gone,
}

/// Standard input or files on their way to standard output.
pub struct Passage<F> {
    filter: F,
    chunk: Zeroizing<Vec<u8>>,
    /// Filtered, and not yet written.
    pending: Vec<u8>,
}

impl<F: Filter> Passage<F> {
    /// Opens the way to standard output.
    #[must_use]
    pub fn new(filter: F) -> Self {
        widen(stdio::stdout());
        Self {
            filter,
            chunk: Zeroizing::new(vec![0; CHUNK]),
            pending: Vec::with_capacity(CHUNK),
        }
    }

    /// Passes standard input through, up to its end.
    ///
    /// # Errors
    ///
    /// [`FilterError`] when it cannot be read, or standard output not written.
    pub fn pass_stdin(&mut self) -> Result<(), FilterError> {
        self.pass(stdio::stdin())
    }

    /// Passes a source through, up to its end. What may go on in the next
    /// source is held back until then.
    ///
    /// # Errors
    ///
    /// As [`Passage::pass_stdin`].
    pub fn pass(&mut self, source: impl AsFd) -> Result<(), FilterError> {
        let source = source.as_fd();
        if is_output(source) {
            // It would grow for as long as it is read.
            return Err(FilterError::Read(io::ErrorKind::ResourceBusy));
        }
        widen(source);
        let mut last = Instant::now();
        let mut idled = true;
        loop {
            let idle_at = (!idled && self.filter.held() > 0).then(|| last + IDLE);
            if !wait(source, idle_at)? {
                if idle_at.is_some_and(|at| at <= Instant::now()) {
                    idled = true;
                    self.filter.idle(&mut self.pending);
                    self.flush()?;
                }
                continue;
            }
            match read(source, self.chunk.as_mut_slice()) {
                Ok(0) => return Ok(()),
                Ok(count) => {
                    (last, idled) = (Instant::now(), false);
                    let input = self.chunk.get(..count).unwrap_or_default();
                    self.filter.push(input, &mut self.pending);
                    self.flush()?;
                }
                Err(Errno::AGAIN | Errno::INTR) => {}
                // A terminal whose other end has gone.
                Err(Errno::IO) if rustix::termios::isatty(source) => return Ok(()),
                Err(error) => return Err(FilterError::Read(kind(error))),
            }
        }
    }

    /// Writes what was held back to the end.
    ///
    /// # Errors
    ///
    /// [`FilterError`] when standard output cannot be written.
    pub fn finish(mut self) -> Result<(), FilterError> {
        self.filter.finish(&mut self.pending);
        self.flush()
    }

    fn flush(&mut self) -> Result<(), FilterError> {
        let mut rest = self.pending.as_slice();
        while !rest.is_empty() {
            match write(stdio::stdout(), rest) {
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(Errno::INTR) => {}
                // Somebody who shares the stream has set it so.
                Err(Errno::AGAIN) => wait_for_room()?,
                Err(Errno::PIPE) => return Err(FilterError::Gone),
                Err(error) => return Err(FilterError::Write(kind(error))),
            }
        }
        self.pending.clear();
        Ok(())
    }
}

/// Waits until there is something to read, or a time is reached. Whether
/// there is. A reader of standard output that goes meanwhile ends it all:
/// nothing would come of what is read.
fn wait(source: BorrowedFd<'_>, until: Option<Instant>) -> Result<bool, FilterError> {
    let stdout = stdio::stdout();
    let mut watched = [
        PollFd::from_borrowed_fd(source, PollFlags::IN),
        PollFd::from_borrowed_fd(stdout, PollFlags::empty()),
    ];
    let left = until.map(|until| until.saturating_duration_since(Instant::now()));
    // A duration that does not fit is as good as none.
    let left = left.and_then(|left: Duration| Timespec::try_from(left).ok());
    match poll(&mut watched, left.as_ref()) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(error) => return Err(FilterError::Read(kind(error))),
    }
    let [source, stdout] = watched;
    if stdout.revents().contains(PollFlags::ERR) {
        return Err(FilterError::Gone);
    }
    Ok(!source.revents().is_empty())
}

fn wait_for_room() -> Result<(), FilterError> {
    let mut watched = [PollFd::from_borrowed_fd(stdio::stdout(), PollFlags::OUT)];
    match poll(&mut watched, None) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(FilterError::Write(kind(error))),
    }
}

/// Whether a source is the file that standard output is.
fn is_output(source: BorrowedFd<'_>) -> bool {
    let regular = |status: &rustix::fs::Stat| {
        FileType::from_raw_mode(status.st_mode) == FileType::RegularFile && status.st_size > 0
    };
    fstat(source)
        .ok()
        .filter(regular)
        .zip(fstat(stdio::stdout()).ok())
        .is_some_and(|(one, other)| (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino))
}

/// Asks for a pipe that holds a whole chunk: the processes at its ends then
/// wait for each other less often.
#[cfg(target_os = "linux")]
fn widen(stream: BorrowedFd<'_>) {
    // What is no pipe, or may grow no more, stays as it is.
    if rustix::pipe::fcntl_getpipe_size(stream).is_ok_and(|size| size < CHUNK) {
        let _ = rustix::pipe::fcntl_setpipe_size(stream, CHUNK);
    }
}

#[cfg(not(target_os = "linux"))]
fn widen(_: BorrowedFd<'_>) {}

fn kind(error: Errno) -> io::ErrorKind {
    io::Error::from(error).kind()
}
