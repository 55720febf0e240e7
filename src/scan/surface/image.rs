//! A saved container image: its layers and its configuration.

use std::fs::File;
use std::io::BufReader;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use crate::core::open::{self, Opened};
use crate::scan::container::{ContainerKind, Content, HEAD, tar_members};
use crate::scan::finding::Surface;
use crate::scan::hit::Unreadable;
use crate::scan::surface::haystack::Haystack;
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;
use crate::scan::surface::worker::Worker;

/// Searches what `docker save` or a similar tool has written. Each layer counts
/// as a file: the bounds on how much comes out of a file hold for each of them.
pub(crate) fn image(search: Search<'_>, path: &Path) -> Results {
    let mut worker = Worker::new(search);
    // The user chose the path, so a link is followed.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match open::open(&target) {
        Ok(Opened::File(file, _)) if is_archive(&file) => {
            worker.results.searched.files += 1;
            let mut from = BufReader::new(file);
            let read = tar_members(&mut from, &mut |name, content| {
                let haystack = Haystack {
                    member: Some(name),
                    ..Haystack::file(Surface::Image, path)
                };
                match content {
                    Content::Plain(from) | Content::Packed(from) => {
                        let searched = worker.stream(from, u64::MAX, haystack);
                        searched.map(drop).map_err(|_| Unreadable::Damaged)
                    }
                    Content::Unread(why) => Err(why),
                }
            });
            if read.is_err() {
                worker.not_read(path, message!("the rest is damaged"));
            }
        }
        _ => worker.path_as(&target, path, Surface::Image),
    }
    worker.results
}

fn is_archive(file: &File) -> bool {
    let mut head = [0; HEAD];
    file.read_exact_at(&mut head, 0).is_ok() && ContainerKind::of(&head) == Some(ContainerKind::Tar)
}
