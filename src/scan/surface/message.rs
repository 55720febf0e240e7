//! The message of a commit that is being made.

use std::io;
use std::path::Path;

use super::haystack::Haystack;
use super::worker::Worker;
use super::{Results, Search};
use crate::core::read;
use crate::git::Cleanup;
use crate::scan::Surface;

/// What `git commit --verbose` and the cleanup `scissors` put above what is no
/// message.
const SCISSORS: &[u8] = b" ------------------------ >8 ------------------------";

/// Searches the message in a file, as git will take it.
///
/// # Errors
///
/// What the system says of the file.
pub fn message(
    search: Search<'_>,
    path: &Path,
    (mark, cleanup): (&[u8], Cleanup),
) -> io::Result<Results> {
    let text = read::read(path)?;
    let mut worker = Worker::new(search);
    worker.haul.searched.files = 1;
    worker.haul.searched.bytes = text.len() as u64;
    let taken = taken(&text, mark, cleanup);
    worker.bytes(&taken, Haystack::file(Surface::Message, path));
    if text.len() as u64 > read::MAX_FILE_BYTES {
        worker.unreadable(path, io::ErrorKind::FileTooLarge);
    }
    Ok(worker.haul)
}

/// The text without what git will drop; every line stays where it is.
fn taken(text: &[u8], mark: &[u8], cleanup: Cleanup) -> Vec<u8> {
    let mut taken = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let comment = line.strip_prefix(mark).filter(|_| cleanup != Cleanup::Keep);
        match comment {
            Some(rest) if rest.trim_ascii_end() == SCISSORS => break,
            Some(_) if cleanup == Cleanup::Strip => {
                taken.extend(line.ends_with(b"\n").then_some(b'\n'));
            }
            _ => taken.extend_from_slice(line),
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_what_is_below_the_scissors_go() {
        let text = b"one\n# two\n\nthree # four\n# ------------------------ >8 ------------------------\nfive\n";
        let case = |cleanup| String::from_utf8(taken(text, b"#", cleanup)).unwrap();
        assert_eq!(case(Cleanup::Strip), "one\n\n\nthree # four\n");
        assert_eq!(case(Cleanup::Scissors), "one\n# two\n\nthree # four\n");
        assert_eq!(case(Cleanup::Keep).as_bytes(), text);
        let other = taken(b"# one\n; two\n", b";", Cleanup::Strip);
        assert_eq!(other, b"# one\n\n");
    }
}
