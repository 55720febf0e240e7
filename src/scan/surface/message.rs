//! The message of a commit in progress.

use std::io;
use std::path::Path;

use crate::core::message::ShownPath;
use crate::core::read::{self, ReadError};
use crate::git::Cleanup;
use crate::scan::finding::Surface;
use crate::scan::surface::haystack::Haystack;
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;
use crate::scan::surface::worker::Worker;

/// The line below which `git commit --verbose` and the cleanup `scissors` put
/// text that is not part of the message.
const SCISSORS: &[u8] = b" ------------------------ >8 ------------------------";

/// Searches the message in a file, as git will commit it.
pub(crate) fn message(
    search: Search<'_>,
    path: &Path,
    shown: &ShownPath,
    (comment, cleanup): (&[u8], Cleanup),
) -> Result<Results, ReadError> {
    let text = read::read(path, shown)?;
    let mut worker = Worker::new(search);
    worker.results.searched.files = 1;
    worker.results.searched.bytes = text.len() as u64;
    let committed = committed(&text, comment, cleanup);
    worker.bytes(&committed, Haystack::file(Surface::Message, path));
    if text.len() as u64 > read::MAX_FILE_BYTES {
        worker.unreadable(path, io::ErrorKind::FileTooLarge);
    }
    Ok(worker.results)
}

/// The text without what git drops; every line keeps its number.
fn committed(text: &[u8], comment: &[u8], cleanup: Cleanup) -> Vec<u8> {
    let mut committed = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let rest = line.strip_prefix(comment);
        match rest.filter(|_| cleanup != Cleanup::Keep) {
            Some(rest) if rest.trim_ascii_end() == SCISSORS => break,
            Some(_) if cleanup == Cleanup::Strip => {
                committed.extend(line.ends_with(b"\n").then_some(b'\n'));
            }
            _ => committed.extend_from_slice(line),
        }
    }
    committed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_text_below_the_scissors_are_dropped() {
        let text = b"one\n# two\n\nthree # four\n# ------------------------ >8 ------------------------\nfive\n";
        let case = |cleanup| String::from_utf8(committed(text, b"#", cleanup)).unwrap();
        assert_eq!(case(Cleanup::Strip), "one\n\n\nthree # four\n");
        assert_eq!(case(Cleanup::Scissors), "one\n# two\n\nthree # four\n");
        assert_eq!(case(Cleanup::Keep).as_bytes(), text);
        let other = committed(b"# one\n; two\n", b";", Cleanup::Strip);
        assert_eq!(other, b"# one\n\n");
    }
}
