//! The system's errors in fixed words.

use std::io;

use crate::core::message::text::Message;

/// Why a system call failed. std has no stable kind for some of the errors that
/// users meet, so these are told apart by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Kind(io::ErrorKind),
    /// ELOOP: symbolic links that form a loop.
    Circle,
    /// EMFILE or ENFILE: no descriptor is left.
    Descriptors,
    /// ENXIO: a socket, a FIFO without a reader, or a device without hardware.
    Nothing,
}

impl Cause {
    pub const fn kind(self) -> io::ErrorKind {
        match self {
            Self::Kind(kind) => kind,
            Self::Circle | Self::Descriptors | Self::Nothing => io::ErrorKind::Other,
        }
    }
}

impl From<io::ErrorKind> for Cause {
    fn from(kind: io::ErrorKind) -> Self {
        Self::Kind(kind)
    }
}

impl From<&io::Error> for Cause {
    fn from(error: &io::Error) -> Self {
        match error.raw_os_error() {
            Some(libc::ELOOP) => Self::Circle,
            Some(libc::EMFILE | libc::ENFILE) => Self::Descriptors,
            Some(libc::ENXIO) => Self::Nothing,
            // secrun has this kind for a FIFO; the system means a server.
            Some(libc::ETIMEDOUT) => Self::Kind(io::ErrorKind::Other),
            _ => Self::Kind(error.kind()),
        }
    }
}

/// An I/O error in fixed words. The system's own text is not used, because it can
/// repeat what a user typed.
pub fn because(cause: impl Into<Cause>) -> Message {
    Message::from(match cause.into() {
        Cause::Circle => "too many levels of symbolic links",
        Cause::Descriptors => "too many open files",
        Cause::Nothing => "no such device",
        Cause::Kind(kind) => match kind {
            io::ErrorKind::NotFound => "there is no such file",
            io::ErrorKind::PermissionDenied => "permission denied",
            io::ErrorKind::IsADirectory => "it is a folder",
            io::ErrorKind::NotADirectory => "part of its path is not a folder",
            io::ErrorKind::StorageFull => "no space left on device",
            io::ErrorKind::QuotaExceeded => "disk quota exceeded",
            io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
            io::ErrorKind::FileTooLarge => "it is too large",
            io::ErrorKind::NotSeekable => "it is a FIFO, a socket or a device",
            io::ErrorKind::BrokenPipe => "broken pipe",
            io::ErrorKind::NotConnected => "it is closed",
            io::ErrorKind::InvalidInput => "its name is not valid",
            io::ErrorKind::InvalidFilename => "its name is too long",
            io::ErrorKind::ResourceBusy => "it is also the output file",
            io::ErrorKind::ExecutableFileBusy => "it is being written by another program",
            // EAGAIN, of which fork(2) says: "a system-imposed limit on the number of threads was encountered".
            io::ErrorKind::WouldBlock => {
                "a system limit is reached, such as the number of processes"
            }
            io::ErrorKind::OutOfMemory => "out of memory",
            io::ErrorKind::TooManyLinks => "it has more than one name (hard links)",
            io::ErrorKind::TimedOut => "it is a FIFO that no program writes to",
            _ => "an input or output error",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_its_words() {
        for (number, words) in [
            (libc::ELOOP, "too many levels of symbolic links"),
            (libc::EMFILE, "too many open files"),
            (libc::ENFILE, "too many open files"),
            (
                libc::EAGAIN,
                "a system limit is reached, such as the number of processes",
            ),
            (libc::ENAMETOOLONG, "its name is too long"),
            (libc::ENOMEM, "out of memory"),
            (libc::EIO, "an input or output error"),
            (libc::ENOENT, "there is no such file"),
        ] {
            let error = io::Error::from_raw_os_error(number);
            assert_eq!(because(&error).as_str(), words);
        }
    }
}
