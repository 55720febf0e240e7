//! Writes to a stream that other processes share, without blocking where the
//! system allows it.

use std::os::fd::{AsFd as _, AsRawFd as _, BorrowedFd, OwnedFd};
use std::time::Instant;

use rustix::event::{PollFd, PollFlags};
use rustix::fs::{FileType, OFlags, fstat};
use rustix::io::Errno;
use rustix::termios::isatty;

use crate::exec::sys::poll::poll_until;

/// `PIPE_BUF` on Linux. There POLLOUT says that a pipe has room for so many
/// bytes (pipe(7)), so a write of them does not block. The systems with a
/// smaller `PIPE_BUF` may wait for the pipe's reader.
const SMALL: usize = 4096;

pub(super) struct Sink {
    /// The stream as it was inherited.
    inherited: BorrowedFd<'static>,
    mode: WriteMode,
}

enum WriteMode {
    /// A file takes everything.
    Whole,
    /// The same pipe or terminal through an open file description of our own,
    /// which does not block. `O_NONBLOCK` on the inherited one would break the
    /// processes that share it.
    Own(OwnedFd),
    /// Without such a description: small pieces, each when poll(2) says that
    /// there is room.
    Small,
}

/// How a write went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// This many bytes are out, and there may be room for more.
    Some(usize),
    /// There is no room now.
    Full,
    /// Nobody is at the other end any more: a broken pipe, a terminal that was hung up.
    Gone,
    /// Writing fails for another reason, such as a full disk.
    Failed(Errno),
}

impl Sink {
    pub(super) fn new(inherited: BorrowedFd<'static>) -> Self {
        let kind = fstat(inherited).map(|status| FileType::from_raw_mode(status.st_mode));
        let mode = match kind {
            Ok(FileType::RegularFile | FileType::BlockDevice) => WriteMode::Whole,
            Ok(FileType::CharacterDevice) if !isatty(inherited) => WriteMode::Whole,
            Ok(FileType::Fifo | FileType::CharacterDevice) => {
                reopened(inherited, OFlags::WRONLY).map_or(WriteMode::Small, WriteMode::Own)
            }
            _ => WriteMode::Small,
        };
        Self { inherited, mode }
    }

    /// Writes as much as there is room for.
    pub(super) fn write(&self, bytes: &[u8]) -> Written {
        let outcome = match &self.mode {
            WriteMode::Whole => rustix::io::write(self.inherited, bytes),
            WriteMode::Own(own) => rustix::io::write(own, bytes),
            WriteMode::Small if has_room(self.inherited) => {
                rustix::io::write(self.inherited, &bytes[..bytes.len().min(SMALL)])
            }
            WriteMode::Small => return Written::Full,
        };
        match outcome {
            Ok(count) => Written::Some(count),
            Err(Errno::INTR) => Written::Some(0),
            Err(Errno::AGAIN) => Written::Full,
            Err(Errno::PIPE | Errno::IO | Errno::CONNRESET) => Written::Gone,
            Err(error) => Written::Failed(error),
        }
    }

    /// The stream's name in messages.
    pub(super) fn name(&self) -> &'static str {
        if self.inherited.as_raw_fd() == libc::STDOUT_FILENO {
            "stdout"
        } else {
            "stderr"
        }
    }

    /// What to poll: POLLOUT reports room, POLLERR a broken pipe.
    pub(super) fn descriptor(&self) -> BorrowedFd<'_> {
        match &self.mode {
            WriteMode::Own(own) => own.as_fd(),
            WriteMode::Whole | WriteMode::Small => self.inherited,
        }
    }
}

fn has_room(descriptor: BorrowedFd<'_>) -> bool {
    let mut watched = [PollFd::from_borrowed_fd(descriptor, PollFlags::OUT)];
    poll_until(&mut watched, Some(Instant::now())).is_ok() && !watched[0].revents().is_empty()
}

/// The same pipe or terminal through a new description that does not block.
/// `None` if the system does not allow it: no `/proc`, a socket, a pipe of
/// another user.
#[cfg(target_os = "linux")]
pub(super) fn reopened(descriptor: BorrowedFd<'_>, access: OFlags) -> Option<OwnedFd> {
    use rustix::fs::{Mode, open};

    let path = format!("/proc/self/fd/{}", descriptor.as_raw_fd());
    let flags = access | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    open(path, flags, Mode::empty()).ok()
}

/// Opening `/dev/fd/N` duplicates the description here, so there is no other one.
#[cfg(not(target_os = "linux"))]
pub(super) fn reopened(_: BorrowedFd<'_>, _: OFlags) -> Option<OwnedFd> {
    None
}
