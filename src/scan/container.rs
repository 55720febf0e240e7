//! Containers: what is compressed or packed in a file, member by member, as a
//! stream, with bounds on how much comes out.
//!
//! A container's own bytes are searched as well: a value may stand in what is
//! not compressed, in a comment, or behind the end.

mod budget;
mod tar;
mod zip;

use std::io::{self, BufReader, Read};

use budget::{Bounded, Budget, Source};
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::searcher::{Found, Searcher, Unreadable};
use super::stream::Stream;

/// How many containers may be within each other.
const MAX_DEPTH: usize = 6;

/// How much of a beginning tells a container: the mark of a tar archive ends
/// at its byte 262.
const HEAD: usize = 512;

/// The largest window of a zstd frame; more would be held in memory.
const MAX_ZSTD_WINDOW: u64 = 16 << 20;

/// So much is read of a container at once.
const CHUNK: usize = 64 * 1024;

/// A container's format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Gzip,
    Zstd,
    Zip,
    Tar,
}

impl Format {
    /// The format of a text that begins so.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(&[0x1f, 0x8b, 8]) {
            Some(Self::Gzip)
        } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            Some(Self::Zstd)
        } else if head.starts_with(b"PK\x03\x04") {
            Some(Self::Zip)
        } else if head.get(257..262) == Some(b"ustar") {
            Some(Self::Tar)
        } else {
            None
        }
    }
}

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
    let members = tar::members(from, |name, content| {
        if each(name, content) {
            Ok(())
        } else {
            Err(None)
        }
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
        let mut head = Vec::with_capacity(HEAD);
        // What goes wrong here goes wrong again below, where it is told.
        let _ = from.take(HEAD as u64).read_to_end(&mut head);
        let format = Format::of(&head);
        let mut whole = head.as_slice().chain(from);
        let plain = Stream::new(self.searcher, self.member);
        match format {
            None => self.tell(plain.search(&mut whole, found).map_err(|_| None), found),
            Some(_) if self.member.len() >= MAX_DEPTH => {
                let searched = plain.search(&mut whole, found).map_err(|_| None);
                self.tell(searched.and(Err(Some(Unreadable::TooDeep))), found);
            }
            Some(format) => {
                let mut own = Found::default();
                let mut tee = Tee {
                    from: &mut whole,
                    plain,
                    found: &mut own,
                };
                let first = found.hits.len();
                let unpacked = self.unpack(format, &mut tee, found);
                tee.finish();
                // What stands in a member that is not compressed is told there.
                let inner = found.hits.get(first..).unwrap_or_default();
                let is_inner = |key| inner.iter().any(|hit| hit.key == key);
                own.hits.retain(|hit| !is_inner(hit.key.clone()));
                found.hits.append(&mut own.hits);
                self.tell(unpacked, found);
            }
        }
    }

    /// Notes why something was not read whole. `None` stands for damage.
    fn tell(&self, read: Result<(), Option<Unreadable>>, found: &mut Found) {
        if let Err(why) = read
            && let Some(why) = self.budget.why(why)
        {
            found.pass_by(self.member, why);
        }
    }

    fn unpack(
        &self,
        format: Format,
        from: &mut dyn Read,
        found: &mut Found,
    ) -> Result<(), Option<Unreadable>> {
        match format {
            Format::Gzip => {
                self.content(&mut MultiGzDecoder::new(from), found);
                Ok(())
            }
            Format::Zstd => self.frames(from, found),
            Format::Zip => zip::members(from, |name, reader| self.member(name, reader, found)),
            Format::Tar => tar::members(from, |name, reader| self.member(name, reader, found)),
        }
    }

    /// The frames of a zstd file, each of which may be a whole file.
    fn frames(&self, from: &mut dyn Read, found: &mut Found) -> Result<(), Option<Unreadable>> {
        let mut from = BufReader::with_capacity(CHUNK, from);
        loop {
            let window = MAX_ZSTD_WINDOW;
            let decoder = StreamingDecoder::new_with_max_window_size(&mut from, window);
            self.content(&mut decoder.map_err(|_| None)?, found);
            let rest = io::BufRead::fill_buf(&mut from).map_err(|_| None)?;
            if Format::of(rest) != Some(Format::Zstd) {
                return Ok(());
            }
        }
    }

    /// The one text in a compressed file.
    fn content(&self, reader: &mut dyn Read, found: &mut Found) {
        self.inner(&inner_name(self.name), reader, found);
    }

    /// A member with a name of its own, which is searched too. Says whether to
    /// go on.
    fn member(
        &self,
        name: &[u8],
        reader: &mut dyn Read,
        found: &mut Found,
    ) -> Result<(), Option<Unreadable>> {
        self.budget.count_member().map_err(Some)?;
        let mut path = self.member.to_vec();
        path.push(name.to_vec());
        for mut hit in self.searcher.search_name(name) {
            hit.place.member.clone_from(&path);
            found.hits.push(hit);
        }
        self.inner(name, reader, found);
        if self.budget.is_spent() {
            return Err(None);
        }
        Ok(())
    }

    fn inner(&self, name: &[u8], reader: &mut dyn Read, found: &mut Found) {
        let mut path = self.member.to_vec();
        path.push(name.to_vec());
        let layer = Layer {
            member: &path,
            name,
            ..*self
        };
        layer.search(&mut Bounded::new(reader, self.budget), found);
    }
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

#[cfg(test)]
mod tests;
