//! Containers: what is compressed or packed in a file, member by member, as a
//! stream, with bounds on how much comes out.
//!
//! A container's own bytes are searched as well: a value may stand in what is
//! not compressed, in a comment, or behind the end.

mod ascii85;
mod budget;
mod endless;
mod parts;
mod pdf;
mod peek;
mod png;
mod tar;
mod zip;

use std::collections::BTreeSet;
use std::io::{self, Read};

use budget::{Bounded, Budget, Source};
use parts::Parts;

use super::searcher::{Found, Searcher, Unreadable};
use super::stream::Stream;
use crate::core::name::EnvName;

/// How many containers may be within each other.
const MAX_DEPTH: usize = 6;

/// How much of a beginning tells a container: the mark of a tar archive ends
/// at its byte 262.
const HEAD: usize = 512;

/// So much is read of a container at once.
const CHUNK: usize = 64 * 1024;

/// So much of a member's name is told.
const MAX_NAME: usize = 1024;

/// Past so much that is told of what is not read, members are not named.
const MAX_UNREAD: usize = 100;

/// The most hits in the names of members.
const MAX_NAMES: usize = 10_000;

/// A container's format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Gzip,
    Zstd,
    Zip,
    Tar,
    Png,
    Pdf,
    /// One that is not read: bzip2, xz, lz4, 7z, rar.
    Foreign,
}

impl Format {
    /// The format of a text that begins so.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            [b'P', b'K', 3, 4, ..] => Some(Self::Zip),
            [
                b'B',
                b'Z',
                b'h',
                b'1'..=b'9',
                b'1',
                b'A',
                b'Y',
                b'&',
                b'S',
                b'Y',
                ..,
            ]
            | [0xfd, b'7', b'z', b'X', b'Z', 0, ..]
            | [0x04, 0x22, 0x4d, 0x18, ..]
            | [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..]
            | [b'R', b'a', b'r', b'!', 0x1a, 7, ..] => Some(Self::Foreign),
            _ if parts::is_skippable(head) => Some(Self::Zstd),
            _ if head.starts_with(png::MARK) => Some(Self::Png),
            _ if head.starts_with(pdf::MARK) => Some(Self::Pdf),
            _ if tar::is_header(head) => Some(Self::Tar),
            _ if head.starts_with(b"#!") && zip::is_program(head) => Some(Self::Zip),
            _ => None,
        }
    }
}

/// What a container has of a member.
enum Content<'c> {
    /// What stands there as it is.
    Plain(&'c mut dyn Read),
    /// What is decompressed while it is read.
    Packed(&'c mut dyn Read),
    Unread(Unreadable),
}

/// Takes a member and its name, or says why nothing more is read.
type Each<'e> = dyn FnMut(&[u8], Content<'_>) -> Result<(), Unreadable> + 'e;

/// Searches a stream and whatever it contains.
///
/// # Errors
///
/// What reading the stream itself ends with; what was found before is there.
pub(super) fn search(
    searcher: &Searcher,
    from: &mut dyn Read,
    name: &[u8],
    found: &mut Found,
) -> io::Result<()> {
    let budget = Budget::default();
    let mut source = Source::new(from, &budget);
    let layer = Layer {
        searcher,
        budget: &budget,
        member: &[],
        name,
    };
    layer.search(&mut source, found);
    source.end()
}

/// Calls `each` with the name and the content of every file of a tar archive,
/// until it says that it cannot go on. Whether the archive was read to its end.
pub fn members_of_tar(
    from: &mut dyn Read,
    each: &mut dyn FnMut(&[u8], &mut dyn Read) -> bool,
) -> bool {
    let members = tar::members(from, &mut |name, content| {
        if let Content::Plain(content) = content
            && each(name, content)
        {
            return Ok(());
        }
        Err(Unreadable::Damaged)
    });
    members.is_ok()
}

/// A text on the way in: the file itself, or a member of a container.
#[derive(Clone, Copy)]
struct Layer<'l> {
    searcher: &'l Searcher,
    budget: &'l Budget,
    /// The names of the members on the way in.
    member: &'l [Vec<u8>],
    /// Its own name.
    name: &'l [u8],
}

impl Layer<'_> {
    fn search(&self, from: &mut dyn Read, found: &mut Found) {
        let mut from = Failing { from, error: None };
        let mut head = Vec::with_capacity(HEAD);
        // What goes wrong here goes wrong again below, where it is told.
        let _ = (&mut from).take(HEAD as u64).read_to_end(&mut head);
        let format = Format::of(&head);
        let mut whole = head.as_slice().chain(from);
        let plain = Stream::new(self.searcher, self.member);
        let read = match format {
            Some(format) if self.member.len() < MAX_DEPTH => {
                return self.container(format, plain, &mut whole, found);
            }
            Some(_) => plain.search(&mut whole, found).map(|()| false),
            None => plain.search(&mut whole, found).map(|()| true),
        };
        let read = read.map_err(|error| because(&error));
        let read = read.and_then(|read| read.then_some(()).ok_or(Unreadable::TooDeep));
        self.tell(read, found);
    }

    /// Searches a container as it is, and what it contains.
    fn container(&self, format: Format, plain: Stream<'_>, from: &mut dyn Read, found: &mut Found) {
        let mut own = Found::default();
        let mut tee = Tee {
            from,
            plain,
            found: &mut own,
        };
        let first = found.hits.len();
        let unpacked = self.unpack(format, &mut tee, found);
        tee.finish();
        // What stands in a member that is not compressed is told there.
        let inner = found.hits.get(first..).unwrap_or_default();
        let inner: BTreeSet<&EnvName> = inner.iter().map(|hit| &hit.key).collect();
        own.hits.retain(|hit| !inner.contains(&hit.key));
        found.hits.append(&mut own.hits);
        found.unread.append(&mut own.unread);
        self.tell(unpacked, found);
    }

    /// Notes why something was not read whole.
    fn tell(&self, read: Result<(), Unreadable>, found: &mut Found) {
        if let Err(why) = read
            && let Some(why) = self.budget.why(why)
        {
            let few = found.unread.len() < MAX_UNREAD;
            let container = self.member.split_last().map_or(&[][..], |(_, path)| path);
            found.pass_by(if few { self.member } else { container }, why);
        }
    }

    fn unpack(
        &self,
        format: Format,
        from: &mut dyn Read,
        found: &mut Found,
    ) -> Result<(), Unreadable> {
        let mut each = |name: &[u8], content: Content<'_>| self.member(name, content, found);
        match format {
            Format::Gzip | Format::Zstd => {
                // A cut at a slash could leave a part of a value.
                let name = inner_name(&self.searcher.redact(self.name));
                self.inner(&name, Content::Packed(&mut Parts::new(from)), found);
                Ok(())
            }
            Format::Zip => zip::members(from, &mut each),
            Format::Tar => tar::members(from, &mut each),
            Format::Png => png::texts(from, &mut each),
            Format::Pdf => pdf::streams(from, &mut each),
            Format::Foreign => Err(Unreadable::UnknownMethod),
        }
    }

    /// A member with a name of its own, which is searched too. Says whether to
    /// go on.
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
            // A cut could leave a part of a value.
            cut(self.searcher.redact(name))
        };
        for mut hit in self.searcher.search_name(name) {
            hit.place.member = [self.member, std::slice::from_ref(&shown)].concat();
            if found.hits.len() < MAX_NAMES {
                found.hits.push(hit);
            } else {
                found.pass_by(self.member, Unreadable::TooMany);
            }
        }
        self.inner(&shown, content, found);
        self.budget.go_on()
    }

    fn inner(&self, name: &[u8], content: Content<'_>, found: &mut Found) {
        let path = [self.member, &[name.to_vec()]].concat();
        let layer = Layer {
            member: &path,
            name,
            ..*self
        };
        match content {
            Content::Plain(from) => layer.search(from, found),
            Content::Packed(from) => layer.search(&mut Bounded::new(from, self.budget), found),
            Content::Unread(why) => layer.tell(Err(why), found),
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

fn cut(mut name: Vec<u8>) -> Vec<u8> {
    name.truncate(MAX_NAME);
    name
}

/// The name of what is in a compressed file of this name: `app.log` in
/// `logs/app.log.gz`, `x.tar` in `x.tgz`.
fn inner_name(name: &[u8]) -> Vec<u8> {
    let base = name.rsplit(|byte| *byte == b'/').next().unwrap_or(name);
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

/// Fails again where it has failed; a decoder may only do so once.
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

/// Passes a container's bytes on to what unpacks it, and searches them.
struct Tee<'t> {
    from: &'t mut dyn Read,
    plain: Stream<'t>,
    found: &'t mut Found,
}

impl Tee<'_> {
    /// Reads what is behind the container's end.
    fn finish(mut self) {
        let mut chunk = vec![0; CHUNK];
        while let Ok(1..) = self.read(&mut chunk) {}
        self.plain.finish(self.found);
    }
}

impl Read for Tee<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(out)?;
        self.plain
            .push(out.get(..length).unwrap_or_default(), self.found);
        Ok(length)
    }
}
