//! Searches files of any length and what is packed in them, member by member.
//!
//! A container's own bytes are searched, too: a value may be in a part that is
//! not compressed, in a comment, or behind the end.

use std::collections::BTreeSet;
use std::io::{self, Read};

use crate::core::name::EnvName;
use crate::scan::container::{
    Bounded, Budget, CHUNK, ContainerKind, Content, HEAD, Parts, Source, tar_members, zip_members,
};
use crate::scan::hit::{Found, Hit, Unreadable};
use crate::scan::place::TextKind;
use crate::scan::reading::{Reading, Stream, WINDOW};
use crate::scan::searcher::Searcher;
use crate::scan::window::Window;

/// How deeply containers may be nested.
const MAX_DEPTH: usize = 6;

/// How much of a member's name is reported.
const MAX_NAME: usize = 1024;

/// After this many entries, unread members are reported as their container.
const MAX_UNREAD: usize = 100;

impl Searcher {
    /// Searches a text in memory, and what it contains. Its `name` decides
    /// nothing: it names the content of a compressed file.
    pub fn search(&self, bytes: &[u8], name: &[u8], found: &mut Found) {
        if ContainerKind::of(bytes).is_some() {
            // Reading from memory does not fail.
            let _ = self.search_stream(&mut &*bytes, name, found);
            return;
        }
        let mut reading = Reading::new(self, &[], TextKind::of(bytes));
        for from in (0..bytes.len()).step_by(WINDOW) {
            let window = Window {
                text: bytes,
                base: 0,
                from,
                until: bytes.len().min(from + WINDOW),
            };
            reading.window(&window, found);
        }
    }

    /// Searches a stream of any length, and what it contains, in memory that
    /// does not grow with it.
    ///
    /// # Errors
    ///
    /// The error that ended the stream; what was found before is in `found`.
    pub fn search_stream(
        &self,
        from: &mut dyn Read,
        name: &[u8],
        found: &mut Found,
    ) -> io::Result<()> {
        let budget = Budget::default();
        let mut source = Source::new(from, &budget);
        let member = Member {
            searcher: self,
            budget: &budget,
            path: &[],
            name,
        };
        member.search(&mut source, found);
        source.end()
    }

    /// Searches a name, which has no lines and contains nothing.
    pub fn search_name(&self, name: &[u8]) -> Vec<Hit> {
        let mut found = Found::default();
        let mut reading = Reading::new(self, &[], TextKind::Binary);
        reading.window(&Window::whole(name), &mut found);
        found.hits
    }
}

/// The file itself, or a member of a container in it.
#[derive(Clone, Copy)]
struct Member<'m> {
    searcher: &'m Searcher,
    budget: &'m Budget,
    /// The names of the members that lead here.
    path: &'m [Vec<u8>],
    name: &'m [u8],
}

impl Member<'_> {
    fn search(&self, from: &mut dyn Read, found: &mut Found) {
        let mut from = Failing { from, error: None };
        let mut head = Vec::with_capacity(HEAD);
        // An error here comes again below, where it is reported.
        let _ = (&mut from).take(HEAD as u64).read_to_end(&mut head);
        let kind = ContainerKind::of(&head);
        let mut whole = head.as_slice().chain(from);
        let plain = Stream::new(self.searcher, self.path);
        let read = match kind {
            Some(kind) if self.path.len() < MAX_DEPTH => {
                self.container(kind, plain, &mut whole, found)
            }
            _ => match plain.search(&mut whole, found) {
                Err(error) => Err(because(&error)),
                Ok(()) if kind.is_some() => Err(Unreadable::TooDeep),
                Ok(()) => Ok(()),
            },
        };
        if let Err(why) = read {
            self.not_read(why, found);
        }
    }

    /// Searches a container as it is, and what it contains.
    fn container(
        &self,
        kind: ContainerKind,
        plain: Stream<'_>,
        from: &mut dyn Read,
        found: &mut Found,
    ) -> Result<(), Unreadable> {
        let mut own = Found::default();
        let mut tee = Tee {
            from,
            plain,
            found: &mut own,
        };
        let first = found.hits.len();
        let unpacked = self.unpack(kind, &mut tee, found);
        tee.finish();
        // A value in a member that is not compressed is reported there alone.
        let inner = found.hits[first..].iter().map(|hit| &hit.key);
        let inner: BTreeSet<&EnvName> = inner.collect();
        own.hits.retain(|hit| !inner.contains(&hit.key));
        found.hits.append(&mut own.hits);
        found.unread.append(&mut own.unread);
        unpacked
    }

    fn not_read(&self, why: Unreadable, found: &mut Found) {
        if let Some(why) = self.budget.reason(why) {
            let is_named = found.unread.len() < MAX_UNREAD || self.path.is_empty();
            let depth = self.path.len() - usize::from(!is_named);
            found.not_read(&self.path[..depth], why);
        }
    }

    fn unpack(
        &self,
        kind: ContainerKind,
        from: &mut dyn Read,
        found: &mut Found,
    ) -> Result<(), Unreadable> {
        let mut visit = |name: &[u8], content: Content<'_>| self.member(name, content, found);
        match kind {
            ContainerKind::Compressed => {
                // To cut the name at a slash could leave part of a value.
                let name = inner_name(&self.searcher.redact(self.name));
                self.descend(&name, Content::Packed(&mut Parts::new(from)), found);
                Ok(())
            }
            ContainerKind::Zip => zip_members(from, &mut visit),
            ContainerKind::Tar => tar_members(from, &mut visit),
            ContainerKind::Unsupported => Err(Unreadable::UnknownMethod),
        }
    }

    /// Searches the name and the content of a member. Fails once the walk
    /// through the container is to end.
    fn member(
        &self,
        name: &[u8],
        content: Content<'_>,
        found: &mut Found,
    ) -> Result<(), Unreadable> {
        self.budget.count_member()?;
        let shown = if name.len() <= MAX_NAME {
            name.to_vec()
        } else {
            // To cut the name as it is could leave part of a value.
            let mut shown = self.searcher.redact(name);
            shown.truncate(MAX_NAME);
            shown
        };
        for mut hit in self.searcher.search_name(name) {
            hit.place.member = [self.path, std::slice::from_ref(&shown)].concat();
            found.add(hit, self.path);
        }
        self.descend(&shown, content, found);
        self.budget.go_on()
    }

    /// Searches the content of a member, one level deeper.
    fn descend(&self, name: &[u8], content: Content<'_>, found: &mut Found) {
        let path = [self.path, &[name.to_vec()]].concat();
        let member = Member {
            path: &path,
            name,
            ..*self
        };
        match content {
            Content::Plain(from) => member.search(from, found),
            Content::Packed(from) => member.search(&mut Bounded::new(from, self.budget), found),
            Content::Unread(why) => member.not_read(why, found),
        }
    }
}

/// Why a member could not be read to its end.
fn because(error: &io::Error) -> Unreadable {
    match error.kind() {
        io::ErrorKind::FileTooLarge => Unreadable::TooLarge,
        io::ErrorKind::Unsupported => Unreadable::UnknownMethod,
        _ => Unreadable::Damaged,
    }
}

/// The name of the content of a compressed file: `app.log` in
/// `logs/app.log.gz`, `x.tar` in `x.tgz`.
fn inner_name(name: &[u8]) -> Vec<u8> {
    let base = &name[memchr::memrchr(b'/', name).map_or(0, |slash| slash + 1)..];
    let Some(dot) = memchr::memrchr(b'.', base).filter(|dot| *dot > 0) else {
        return base.to_vec();
    };
    let (stem, ending) = base.split_at(dot);
    match ending.to_ascii_lowercase().as_slice() {
        b".gz" | b".gzip" | b".zst" | b".zstd" => stem.to_vec(),
        b".tgz" | b".tzst" => [stem, b".tar"].concat(),
        _ => base.to_vec(),
    }
}

/// Repeats its first error: a decoder may report an error only once.
struct Failing<'f> {
    from: &'f mut dyn Read,
    error: Option<io::ErrorKind>,
}

impl Read for Failing<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if let Some(error) = self.error {
            return Err(error.into());
        }
        let read = self.from.read(out);
        self.error = read.as_ref().err().map(io::Error::kind);
        read
    }
}

/// Searches the bytes of a container while it is unpacked.
struct Tee<'t> {
    from: &'t mut dyn Read,
    plain: Stream<'t>,
    found: &'t mut Found,
}

impl Tee<'_> {
    /// Searches what is behind the container's end.
    fn finish(mut self) {
        let mut chunk = vec![0; CHUNK];
        while let Ok(1..) = self.read(&mut chunk) {}
        self.plain.finish(self.found);
    }
}

impl Read for Tee<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(out)?;
        self.plain.push(&out[..length], self.found);
        Ok(length)
    }
}
