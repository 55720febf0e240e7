//! One thread's part of a search: searches bytes and names, and collects what
//! is found.

use std::io::{self, Read, Take};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use crate::core::message::{Cause, Message, because};
use crate::git::Git;
use crate::scan::finding::{Finding, Location, NotRead, Surface};
use crate::scan::hit::{Found, Hit, Unread, Unreadable};
use crate::scan::surface::haystack::Haystack;
use crate::scan::surface::results::Results;
use crate::scan::surface::search::Search;
use crate::scan::surface::tokens::TokenScan;

/// A file or an object of up to this size is searched in memory; a larger one
/// as a stream.
pub(super) const WHOLE: u64 = 1 << 20;

/// How much to read of a file that reports a size of 0, as files in `/proc` do.
pub(super) const OF_EMPTY: u64 = 1 << 24;

/// Searches, and keeps its buffers from one haystack to the next.
pub(super) struct Worker<'a> {
    pub(super) search: Search<'a>,
    pub(super) results: Results,
    buffer: Vec<u8>,
    found: Found,
}

impl<'a> Worker<'a> {
    pub(super) fn new(search: Search<'a>) -> Self {
        Self {
            search,
            results: Results::default(),
            buffer: Vec::new(),
            found: Found::default(),
        }
    }

    /// Searches up to `most` bytes, and says how many there were.
    pub(super) fn stream(
        &mut self,
        from: &mut dyn Read,
        most: u64,
        haystack: Haystack<'_>,
    ) -> io::Result<u64> {
        let mut metered = Metered {
            from: from.take(most),
            search: self.search,
            tokens: TokenScan::default(),
        };
        let (searcher, name) = (self.search.searcher, haystack.name());
        let outcome = if most <= WHOLE || most == OF_EMPTY {
            self.buffer.clear();
            let outcome = metered.read_to_end(&mut self.buffer);
            searcher.search(&self.buffer, name, &mut self.found);
            outcome.map(drop)
        } else {
            searcher.search_stream(&mut metered, name, &mut self.found)
        };
        let read = most - metered.from.limit();
        let matches = metered.tokens.finish(&self.search, &haystack);
        self.results.token_matches.extend(matches);
        self.results.searched.bytes += read;
        self.keep(haystack);
        outcome.map(|()| read)
    }

    /// Searches bytes in memory, and says whether there was anything.
    pub(super) fn bytes(&mut self, bytes: &[u8], haystack: Haystack<'_>) -> bool {
        let before = self.results.len();
        let searcher = self.search.searcher;
        searcher.search(bytes, haystack.name(), &mut self.found);
        let mut tokens = TokenScan::default();
        tokens.feed(&self.search, bytes);
        let matches = tokens.finish(&self.search, &haystack);
        self.results.token_matches.extend(matches);
        self.keep(haystack);
        self.results.len() > before
    }

    /// Searches a name, and says whether there was anything. Hits in `known`,
    /// the beginning of the name, are reported elsewhere.
    pub(super) fn name(&mut self, name: &[u8], known: &[u8], haystack: Haystack<'_>) -> bool {
        let searcher = self.search.searcher;
        let mut hits = searcher.search_name(name);
        if !hits.is_empty() && !known.is_empty() {
            let before = searcher.search_name(known);
            hits.retain(|hit| !before.contains(hit));
        }
        let any = !hits.is_empty();
        for hit in hits {
            let location = haystack.location(searcher, &[]);
            self.push(hit, haystack.surface, location);
        }
        any
    }

    /// Takes over what the searcher found.
    fn keep(&mut self, haystack: Haystack<'_>) {
        let found = std::mem::take(&mut self.found);
        let searcher = self.search.searcher;
        for hit in found.hits {
            let location = Location {
                line: hit.place.line,
                column: hit.place.column,
                offset: Some(hit.place.offset),
                ..haystack.location(searcher, &hit.place.member)
            };
            self.push(hit, haystack.surface, location);
        }
        let unread = found.unread.into_iter();
        let unread = unread.map(|Unread { member, why }| NotRead {
            path: haystack.unread_path(searcher, &member),
            why: reason(why),
        });
        self.results.not_read.extend(unread);
    }

    fn push(&mut self, hit: Hit, surface: Surface, location: Location) {
        self.results.findings.push(Finding {
            fingerprint: self.search.fingerprints.get(&hit.key).cloned(),
            key: hit.key,
            encoding: hit.encoding,
            surface,
            location,
            partial: hit.partial,
        });
    }

    /// Reports an index that git reads without its end: it does not know all files.
    pub(super) fn damaged_indexes(&mut self, git: &Git<'_>) {
        for path in git.damaged_indexes() {
            self.not_read(
                &path,
                message!("this index is damaged: make a new one with `git reset`"),
            );
        }
    }

    pub(super) fn unreadable(&mut self, path: &Path, cause: impl Into<Cause>) {
        self.not_read(path, because(cause));
    }

    pub(super) fn not_read(&mut self, path: &Path, why: Message) {
        let path = self.search.searcher.redact(path.as_os_str().as_bytes());
        self.results.not_read.push(NotRead { path, why });
    }
}

fn reason(why: Unreadable) -> Message {
    Message::from(match why {
        Unreadable::TooLarge => "it unpacks to more than the limit for one file",
        Unreadable::TooMany => "it contains more values than the limit for one file",
        Unreadable::Bomb => "it looks like a decompression bomb",
        Unreadable::TooDeep => "it is nested in too many containers",
        Unreadable::Encrypted => "it is encrypted",
        Unreadable::Damaged => "it is damaged",
        Unreadable::UnknownMethod => "its compression method is not supported",
    })
}

/// Counts what is read, and searches it for tokens. Ends where the file did
/// when it was opened.
struct Metered<'a, 'r> {
    from: Take<&'r mut dyn Read>,
    search: Search<'a>,
    tokens: TokenScan,
}

impl Read for Metered<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.search.progress.add_bytes(read as u64);
        self.tokens.feed(&self.search, &buffer[..read]);
        Ok(read)
    }
}
