//! One thread's part of a survey: reads, searches, and puts together what is
//! found.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek as _, SeekFrom};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::haystack::Haystack;
use super::tokens::TokenScan;
use super::{Results, Search};
use crate::core::message::{Cause, Message, because};
use crate::core::open::{self, Opened};
use crate::scan::{Finding, Found, Hit, Location, NotRead, Place, Surface, Unread, Unreadable};

/// A file or an object of this size is searched as a whole; a larger one as a
/// stream.
pub(super) const WHOLE: u64 = 1 << 20;

/// What is read of a file that says it is empty, as those of `/proc` do.
const OF_EMPTY: u64 = 1 << 24;

/// A hole in a file that is worth to be passed by.
const HOLE: u64 = 1 << 24;

/// A needle can begin or end with bytes of a hole.
const AROUND: u64 = 64;

/// What one thread searches with.
pub(super) struct Worker<'a> {
    pub(super) search: Search<'a>,
    pub(super) haul: Results,
    buffer: Vec<u8>,
    found: Found,
}

impl<'a> Worker<'a> {
    pub(super) fn new(search: Search<'a>) -> Self {
        Self {
            search,
            haul: Results::default(),
            buffer: Vec::new(),
            found: Found::default(),
        }
    }

    /// Searches what is at a path. A link's text is a name.
    pub(super) fn path(&mut self, path: &Path, surface: Surface) {
        self.opened(open::open(path), path, surface);
    }

    /// Searches what the index has. The work tree need not have all of it.
    pub(super) fn indexed(&mut self, path: &Path, surface: Surface) {
        match open::open(path) {
            Err(error) if is_absence(error.kind()) => {}
            opened => self.opened(opened, path, surface),
        }
    }

    fn opened(&mut self, opened: io::Result<Opened>, path: &Path, surface: Surface) {
        match opened {
            Ok(Opened::File(file, metadata)) => self.file(&file, &metadata, path, surface),
            Ok(Opened::Link(target)) => {
                let origin = Haystack::file(surface, path);
                self.name(target.as_os_str().as_bytes(), b"", origin);
            }
            Ok(Opened::Folder) => {}
            Ok(Opened::Special) => self.not_a_file(path),
            Err(error) => self.unreadable(path, &error),
        }
    }

    /// Searches what is at a path, and tells it as at another one.
    pub(super) fn path_as(&mut self, path: &Path, told: &Path, surface: Surface) {
        match open::open(path) {
            Ok(Opened::File(_, _)) if self.search.homes.has(path) => {}
            Ok(Opened::File(file, metadata)) => self.file(&file, &metadata, told, surface),
            opened => self.opened(opened, told, surface),
        }
    }

    /// Searches what a listing says to be a file.
    pub(super) fn listed(&mut self, path: &Path, surface: Surface) {
        match open::open_listed(path) {
            Ok(Opened::File(file, metadata)) => self.file(&file, &metadata, path, surface),
            // It has become something else.
            Ok(_) => self.path(path, surface),
            Err(_) if path.is_symlink() => self.path(path, surface),
            Err(error) => self.unreadable(path, &error),
        }
    }

    /// Searches an open file.
    pub(super) fn file(&mut self, file: &File, metadata: &Metadata, path: &Path, surface: Surface) {
        if self.search.homes.has(path) {
            return;
        }
        self.haul.searched.files += 1;
        self.search.progress.place();
        let origin = Haystack::file(surface, path);
        let size = metadata.len();
        let holes = size.saturating_sub(metadata.blocks().saturating_mul(512));
        let read = if holes >= HOLE {
            self.sparse(file, size, origin)
        } else {
            let most = if size == 0 { OF_EMPTY } else { size };
            self.stream(&mut &*file, most, origin)
        };
        match read {
            Ok(read) if read < size => {
                self.not_read(path, message!("it became shorter while it was read"));
            }
            Ok(_) => {}
            Err(error) => self.unreadable(path, &error),
        }
    }

    /// Searches up to `most` bytes, and says how many there were.
    pub(super) fn stream(
        &mut self,
        from: &mut dyn Read,
        most: u64,
        origin: Haystack<'_>,
    ) -> io::Result<u64> {
        let mut metered = Metered {
            from,
            left: most,
            read: 0,
            search: self.search,
            sift: TokenScan::default(),
        };
        let outcome = if most <= WHOLE || most == OF_EMPTY {
            self.whole(&mut metered, origin)
        } else {
            let outcome =
                self.search
                    .searcher
                    .search_stream(&mut metered, origin.name(), &mut self.found);
            self.keep(origin);
            outcome
        };
        let Metered { read, sift, .. } = metered;
        self.haul.looks.extend(sift.finish(&self.search, &origin));
        self.haul.searched.bytes += read;
        outcome.map(|()| read)
    }

    fn whole(&mut self, from: &mut dyn Read, origin: Haystack<'_>) -> io::Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let outcome = from.read_to_end(&mut buffer);
        self.values(&buffer, origin);
        self.buffer = buffer;
        outcome.map(drop)
    }

    /// Searches bytes in memory; whether there was anything.
    pub(super) fn bytes(&mut self, bytes: &[u8], origin: Haystack<'_>) -> bool {
        let before = self.weight();
        self.values(bytes, origin);
        let mut sift = TokenScan::default();
        sift.feed(&self.search, bytes);
        self.haul.looks.extend(sift.finish(&self.search, &origin));
        self.weight() > before
    }

    fn values(&mut self, bytes: &[u8], origin: Haystack<'_>) {
        self.search
            .searcher
            .search(bytes, origin.name(), &mut self.found);
        self.keep(origin);
    }

    /// How much there is to be told.
    pub(super) fn weight(&self) -> usize {
        self.haul.findings.len() + self.haul.looks.len() + self.haul.not_read.len()
    }

    /// Searches the stretches of a sparse file that are on the disk, and says
    /// how far they reach.
    fn sparse(&mut self, file: &File, size: u64, origin: Haystack<'_>) -> io::Result<u64> {
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
            let first = self.haul.findings.len();
            let wanted = (end + AROUND).min(size) - from;
            let read = self.stream(&mut reader, wanted, origin)?;
            for finding in self.haul.findings.iter_mut().skip(first) {
                displace(&mut finding.location, from);
            }
            if read < wanted {
                return Ok(from + read);
            }
            at = end;
        }
        let now = file.metadata()?.len();
        Ok(now.min(size))
    }

    /// Searches a name. What is in `known`, the beginning of it, is told
    /// elsewhere.
    pub(super) fn name(&mut self, name: &[u8], known: &[u8], origin: Haystack<'_>) -> bool {
        let mut hits = self.search.searcher.search_name(name);
        if hits.is_empty() {
            return false;
        }
        if !known.is_empty() {
            let before = self.search.searcher.search_name(known);
            hits.retain(|hit| !before.contains(hit));
        }
        let any = !hits.is_empty();
        for hit in hits {
            let location = Location {
                line: None,
                column: None,
                ..self.location(&origin, &hit.place)
            };
            self.push(
                hit,
                origin.surface,
                Location {
                    offset: None,
                    ..location
                },
            );
        }
        any
    }

    /// Takes over what the searcher found.
    fn keep(&mut self, origin: Haystack<'_>) {
        let found = std::mem::take(&mut self.found);
        for hit in found.hits {
            let location = self.location(&origin, &hit.place);
            self.push(hit, origin.surface, location);
        }
        for Unread { member, why } in found.unread {
            let mut path = self.shown(&origin);
            let inner = member.iter().map(Vec::as_slice);
            for name in origin.member.into_iter().chain(inner) {
                path.push(b'!');
                path.extend_from_slice(&self.redact(name));
            }
            let why = unreadable(why);
            self.haul.not_read.push(NotRead { path, why });
        }
    }

    fn push(&mut self, hit: Hit, surface: Surface, location: Location) {
        self.haul.findings.push(Finding {
            print: self.search.prints.get(&hit.key).cloned(),
            key: hit.key,
            encoding: hit.encoding,
            surface,
            location,
            partial: hit.partial,
        });
    }

    fn location(&self, origin: &Haystack<'_>, place: &Place) -> Location {
        let inner = place.member.iter().map(Vec::as_slice);
        let members = origin.member.into_iter().chain(inner);
        let members = members.map(|name| self.redact(name));
        let members: Vec<Vec<u8>> = members.collect();
        Location {
            member: (!members.is_empty()).then(|| members.join(&b'!')),
            line: place.line,
            column: place.column,
            offset: Some(place.offset),
            ..origin.location(|path| self.redact(path))
        }
    }

    /// How a place is named where it is not read.
    fn shown(&self, origin: &Haystack<'_>) -> Vec<u8> {
        match (origin.path, origin.object) {
            (Some(path), _) => self.redact(path),
            (None, Some((id, _))) => id.to_string().into_bytes(),
            (None, None) => b"-".to_vec(),
        }
    }

    fn redact(&self, text: &[u8]) -> Vec<u8> {
        self.search.searcher.redact(text)
    }

    /// Tells the same findings of another path.
    pub(super) fn again(&mut self, found: &[Finding], path: &[u8]) {
        self.haul.searched.files += 1;
        let path = self.redact(path);
        let again = found.iter().cloned().map(|mut finding| {
            finding.location.path = Some(path.clone());
            finding
        });
        self.haul.findings.extend(again);
    }

    /// Tells of an object of git's that is not there.
    pub(super) fn missing(&mut self, place: &[u8]) {
        let path = self.redact(place);
        let why = message!("its object is not in this clone");
        self.haul.not_read.push(NotRead { path, why });
    }

    pub(super) fn not_a_file(&mut self, path: &Path) {
        self.not_read(path, message!("it is a FIFO, a socket or a device"));
    }

    pub(super) fn unreadable(&mut self, path: &Path, cause: impl Into<Cause>) {
        self.not_read(path, because(cause));
    }

    pub(super) fn not_read(&mut self, path: &Path, why: Message) {
        let path = self.redact(path.as_os_str().as_bytes());
        self.haul.not_read.push(NotRead { path, why });
    }
}

fn is_absence(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What was found in a stretch of a file that begins there.
fn displace(location: &mut Location, from: u64) {
    if location.member.is_none() && from > 0 {
        location.offset = location.offset.map(|offset| offset + from);
        (location.line, location.column) = (None, None);
    }
}

fn unreadable(why: Unreadable) -> Message {
    Message::from(match why {
        Unreadable::TooLarge => "it is larger than what is read of a container",
        Unreadable::TooMany => "it holds more values than are told of one file",
        Unreadable::Bomb => "it grows so much when unpacked that it looks like a bomb",
        Unreadable::TooDeep => "it lies in too many containers",
        Unreadable::Encrypted => "it is encrypted",
        Unreadable::Damaged => "it is damaged",
        Unreadable::UnknownMethod => "it is compressed in a way that is not known",
    })
}

/// Counts what is read, and ends where the file did when it was opened.
struct Metered<'a, 'r> {
    from: &'r mut dyn Read,
    left: u64,
    read: u64,
    search: Search<'a>,
    sift: TokenScan,
}

impl Read for Metered<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = (&mut *self.from).take(self.left).read(buffer)?;
        self.left -= read as u64;
        self.read += read as u64;
        self.search.progress.read(read as u64);
        let bytes = buffer.get(..read).unwrap_or_default();
        self.sift.feed(&self.search, bytes);
        Ok(read)
    }
}
