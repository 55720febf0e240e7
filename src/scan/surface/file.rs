//! Searches files: opens them, skips holes, and reports what cannot be read.

use std::fs::{File, Metadata};
use std::io::{self, Seek as _, SeekFrom};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::core::open::{self, Opened};
use crate::core::walk::Visited;
use crate::scan::finding::Surface;
use crate::scan::surface::haystack::Haystack;
use crate::scan::surface::worker::{OF_EMPTY, Worker};

/// A hole in a file that is worth skipping.
const HOLE: u64 = 1 << 24;

/// How much of the holes around data is read: a value may begin or end with
/// their zeros.
const AROUND: u64 = 64;

impl Worker<'_> {
    /// Searches the file at a path; for a link, only the text of its target.
    pub(super) fn path(&mut self, path: &Path, surface: Surface) {
        self.opened(open::open(path), path, surface);
    }

    /// Searches a path that the index has. The work tree need not have it.
    pub(super) fn indexed(&mut self, path: &Path, surface: Surface) {
        let opened = open::open(path);
        let kind = opened.as_ref().err().map(io::Error::kind);
        if !matches!(
            kind,
            Some(io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
        ) {
            self.opened(opened, path, surface);
        }
    }

    /// Searches what is at a path, and reports it as another one.
    pub(super) fn path_as(&mut self, path: &Path, shown: &Path, surface: Surface) {
        if !self.search.origin_files.contains(path) {
            self.opened(open::open(path), shown, surface);
        }
    }

    /// Searches what a walk visits.
    pub(super) fn visited(&mut self, path: &Path, visited: Visited, surface: Surface) {
        match visited {
            Visited::File => match open::open_listed(path) {
                // It may have been replaced since.
                Err(_) if path.is_symlink() => self.path(path, surface),
                opened => self.opened(opened, path, surface),
            },
            Visited::Link => self.path(path, surface),
            Visited::Folder => {}
            Visited::Special => self.special(path),
            Visited::Unreadable(kind) => self.unreadable(path, kind),
        }
    }

    fn opened(&mut self, opened: io::Result<Opened>, path: &Path, surface: Surface) {
        match opened {
            Ok(Opened::File(file, metadata)) => self.file(&file, &metadata, path, surface),
            Ok(Opened::Link(target)) => {
                let haystack = Haystack::file(surface, path);
                self.name(target.as_os_str().as_bytes(), b"", haystack);
            }
            Ok(Opened::Folder) => {}
            Ok(Opened::Special) => self.special(path),
            Err(error) => self.unreadable(path, &error),
        }
    }

    fn special(&mut self, path: &Path) {
        self.not_read(path, message!("it is a FIFO, a socket or a device"));
    }

    fn file(&mut self, file: &File, metadata: &Metadata, path: &Path, surface: Surface) {
        if self.search.origin_files.contains(path) {
            return;
        }
        self.results.searched.files += 1;
        self.search.progress.add_place();
        let haystack = Haystack::file(surface, path);
        let size = metadata.len();
        let holes = size.saturating_sub(metadata.blocks().saturating_mul(512));
        let read = if holes >= HOLE {
            self.sparse(file, size, haystack)
        } else {
            let most = if size == 0 { OF_EMPTY } else { size };
            self.stream(&mut &*file, most, haystack)
        };
        match read {
            Ok(read) if read < size => {
                self.not_read(path, message!("it was truncated while secrun read it"));
            }
            Ok(_) => {}
            Err(error) => self.unreadable(path, &error),
        }
    }

    /// Searches the stretches of a sparse file that have data, and says how far
    /// they reach.
    fn sparse(&mut self, file: &File, size: u64, haystack: Haystack<'_>) -> io::Result<u64> {
        let mut at = 0;
        while let Some((start, mut end)) = open::next_data(file, at)? {
            while let Some((next, until)) = open::next_data(file, end)? {
                if next - end >= HOLE {
                    break;
                }
                end = until;
            }
            let from = start.saturating_sub(AROUND).max(at);
            let mut reader = file;
            reader.seek(SeekFrom::Start(from))?;
            let first = self.results.findings.len();
            let wanted = (end + AROUND).min(size) - from;
            let read = self.stream(&mut reader, wanted, haystack)?;
            for finding in &mut self.results.findings[first..] {
                let location = &mut finding.location;
                if location.member.is_none() && from > 0 {
                    location.offset = location.offset.map(|offset| offset + from);
                    (location.line, location.column) = (None, None);
                }
            }
            if read < wanted {
                return Ok(from + read);
            }
            at = end;
        }
        let now = file.metadata()?.len();
        Ok(now.min(size))
    }
}
