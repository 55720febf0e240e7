//! A saved container image: its layers and its configuration.

use std::fs::File;
use std::io::BufReader;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::haystack::Haystack;
use super::worker::Worker;
use super::{Results, Search};
use crate::core::open::{self, Opened};
use crate::scan::{Surface, members_of_tar};

/// The mark of a tar archive, and where it is.
const MARK: (u64, [u8; 5]) = (257, *b"ustar");

/// Searches what `docker save` or another tool has put into a file. Each
/// layer is searched as a file of its own, so that the bounds on what comes out
/// of one hold for each of them.
#[must_use]
pub fn image(search: Search<'_>, path: &Path) -> Results {
    let mut worker = Worker::new(search);
    // Which link it is was the caller's choice.
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match open::open(&real) {
        Ok(Opened::File(file, _)) if is_archive(&file) => {
            worker.haul.searched.files += 1;
            let mut from = BufReader::new(file);
            let whole = members_of_tar(&mut from, &mut |name, content| {
                let origin = Haystack {
                    member: Some(name),
                    ..Haystack::file(Surface::Image, path)
                };
                worker.stream(content, u64::MAX, origin).is_ok()
            });
            if !whole {
                worker.not_read(path, message!("the rest of it is damaged"));
            }
        }
        _ => worker.path_as(&real, path, Surface::Image),
    }
    worker.haul
}

fn is_archive(file: &File) -> bool {
    let (at, mark) = MARK;
    let mut there = [0; 5];
    file.read_exact_at(&mut there, at).is_ok() && there == mark
}
