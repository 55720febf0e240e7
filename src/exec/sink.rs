//! Writing to a stream that belongs to others without ever being blocked by it.

use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FileType, fstat};
use rustix::io::Errno;
use rustix::termios::isatty;

/// What a pipe takes in one piece: after POLLOUT such a write does not block
/// (pipe(7): `PIPE_BUF` is 4096 on Linux).
const SMALL: usize = 4096;

/// Where output goes.
pub(super) struct Sink {
    /// The stream as it was inherited.
    inherited: BorrowedFd<'static>,
    manner: Manner,
}

enum Manner {
    /// A file takes everything.
    Whole,
    /// The same pipe or terminal through a description of our own, which does
    /// not block. `O_NONBLOCK` on the inherited one would break the neighbours
    /// who share it.
    Own(OwnedFd),
    /// Where there is no such description: small pieces, each when poll(2) says
    /// that there is room.
    Small,
}

/// How a write went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// This many bytes are out, and there may be room for more.
    Some(usize),
    /// There is no room now.
    Full,
    /// Nobody will ever read this: the reader has gone, or the disk is full.
    Gone,
}

impl Sink {
    pub(super) fn new(inherited: BorrowedFd<'static>) -> Self {
        let kind = fstat(inherited).map(|status| FileType::from_raw_mode(status.st_mode));
        let manner = match kind {
            Ok(FileType::RegularFile | FileType::BlockDevice) => Manner::Whole,
            Ok(FileType::CharacterDevice) if !isatty(inherited) => Manner::Whole,
            Ok(FileType::Fifo | FileType::CharacterDevice) => {
                reopened(inherited, Access::Write).map_or(Manner::Small, Manner::Own)
            }
            _ => Manner::Small,
        };
        Self { inherited, manner }
    }

    /// Writes as much as there is room for.
    pub(super) fn write(&self, bytes: &[u8]) -> Written {
        let outcome = match &self.manner {
            Manner::Whole => rustix::io::write(self.inherited, bytes),
            Manner::Own(own) => rustix::io::write(own, bytes),
            Manner::Small if has_room(self.inherited) => {
                let piece = bytes.get(..SMALL).unwrap_or(bytes);
                rustix::io::write(self.inherited, piece)
            }
            Manner::Small => return Written::Full,
        };
        match outcome {
            Ok(count) => Written::Some(count),
            Err(Errno::INTR) => Written::Some(0),
            Err(Errno::AGAIN) => Written::Full,
            Err(_) => Written::Gone,
        }
    }

    /// What to poll: POLLOUT tells of room, POLLERR that the reader has gone.
    pub(super) fn descriptor(&self) -> BorrowedFd<'_> {
        match &self.manner {
            Manner::Own(own) => own.as_fd(),
            Manner::Whole | Manner::Small => self.inherited,
        }
    }
}

fn has_room(descriptor: BorrowedFd<'_>) -> bool {
    let mut watched = [PollFd::from_borrowed_fd(descriptor, PollFlags::OUT)];
    let at_once = Timespec::default();
    poll(&mut watched, Some(&at_once)).is_ok_and(|ready| ready > 0)
}

/// What a reopened stream is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Write,
    Both,
}

/// The same pipe or terminal through a new description that does not block.
/// `None` where the system does not let us: no `/proc`, a socket, a pipe of
/// another user.
#[cfg(target_os = "linux")]
pub(super) fn reopened(descriptor: BorrowedFd<'_>, access: Access) -> Option<OwnedFd> {
    use std::os::fd::AsRawFd as _;

    use rustix::fs::{Mode, OFlags, open};

    let path = format!("/proc/self/fd/{}", descriptor.as_raw_fd());
    let way = match access {
        Access::Write => OFlags::WRONLY,
        Access::Both => OFlags::RDWR,
    };
    let flags = way | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    open(path, flags, Mode::empty()).ok()
}

/// Opening `/dev/fd/N` duplicates the description here, so there is no other one.
#[cfg(not(target_os = "linux"))]
pub(super) fn reopened(_: BorrowedFd<'_>, _: Access) -> Option<OwnedFd> {
    None
}
