//! One writer of a folder's files at a time: a change that reads a file, decides and
//! writes it back must not undo another one.

use std::fs::File;
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

/// How long another writer is waited for. None of them waits for a person meanwhile.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long until the next try: flock(2) waits for ever or not at all.
const PAUSE: Duration = Duration::from_millis(10);

/// Keeps other writers of a folder's files away until it is dropped, or this process
/// ends. The lock is the folder's, because a file that is written gets another inode,
/// and one that is not there has none.
pub(crate) struct FolderLock {
    _folder: File,
}

impl FolderLock {
    /// Waits for the lock.
    ///
    /// # Errors
    ///
    /// Errors of the system; [`io::ErrorKind::ExecutableFileBusy`] if another process has
    /// the lock for too long.
    pub(crate) fn take(folder: &Path) -> io::Result<Self> {
        let folder = File::open(folder)?;
        let deadline = Instant::now() + PATIENCE;
        while flock(&folder, FlockOperation::NonBlockingLockExclusive) == Err(Errno::WOULDBLOCK) {
            if Instant::now() >= deadline {
                return Err(io::ErrorKind::ExecutableFileBusy.into());
            }
            thread::sleep(PAUSE);
        }
        // Some file systems have no locks; there, writers cannot be told apart.
        Ok(Self { _folder: folder })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_second_writer_waits_for_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("count");
        fs::write(&file, "0").unwrap();
        let (started, others) = mpsc::channel();
        thread::scope(|scope| {
            for _ in 0..4 {
                let (started, file) = (started.clone(), &file);
                scope.spawn(move || {
                    started.send(()).unwrap();
                    for _ in 0..25 {
                        let lock = FolderLock::take(file.parent().unwrap()).unwrap();
                        let count: u32 = fs::read_to_string(file).unwrap().parse().unwrap();
                        fs::write(file, (count + 1).to_string()).unwrap();
                        drop(lock);
                    }
                });
            }
            for _ in 0..4 {
                others.recv().unwrap();
            }
        });
        assert_eq!(fs::read_to_string(&file).unwrap(), "100");
    }
}
