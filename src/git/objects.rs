//! The objects of a repository with their content, as `git cat-file --batch`
//! prints them.

use std::io::{self, Read};

use crate::git::command::{Git, NoAnswer, Output, terminated};
use crate::git::digest::Digest;
use crate::git::id::ObjectId;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectKind {
    /// The content of a file.
    Blob,
    /// A commit, with its message.
    Commit,
    /// An annotated tag, with its message.
    Tag,
    Tree,
}

impl ObjectKind {
    /// Git's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blob => "blob",
            Self::Commit => "commit",
            Self::Tag => "tag",
            Self::Tree => "tree",
        }
    }
}

/// Objects, one after the other.
pub(crate) struct Objects {
    stream: Output,
    /// How much of the current object is still to be read, with the line end
    /// after it.
    left: u64,
    header: Vec<u8>,
}

/// An object without its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Object {
    pub id: ObjectId,
    pub kind: ObjectKind,
    /// The length of its content.
    pub size: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// An object; its content is read from the [`Objects`].
    Object(Object),
    /// An object that the repository does not have, or cannot read: a partial clone, or
    /// a damaged one.
    Missing(ObjectId),
    End,
}

impl Object {
    /// Whether this is its content: a damaged repository may have another one, which git
    /// does not notice.
    pub(crate) fn has(&self, content: &[u8]) -> bool {
        let mut digest = self.digest();
        digest.update(content);
        digest.is(self.id.as_bytes())
    }

    fn digest(&self) -> Digest {
        let mut digest = Digest::of_length(self.id.as_bytes().len());
        digest.update(format!("{} {}\0", self.kind.name(), self.size).as_bytes());
        digest
    }
}

/// The content of an object that is too large for memory.
pub(crate) struct Content<'o> {
    objects: &'o mut Objects,
    object: Object,
    digest: Digest,
}

impl Content<'_> {
    /// Reads to the end, and says whether it was the object's content.
    ///
    /// # Errors
    ///
    /// If git breaks off.
    pub(crate) fn finish(mut self) -> io::Result<bool> {
        io::copy(&mut self, &mut io::sink())?;
        Ok(self.digest.is(self.object.id.as_bytes()))
    }
}

impl Read for Content<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.objects.read(buffer)?;
        self.digest.update(&buffer[..read]);
        Ok(read)
    }
}

impl Objects {
    /// The content of the object that was just reached.
    pub(crate) fn content(&mut self, object: Object) -> Content<'_> {
        Content {
            digest: object.digest(),
            object,
            objects: self,
        }
    }

    /// Every object, reachable or not, in the order of the packs.
    pub(crate) fn all(git: &Git<'_>) -> Result<Self, NoAnswer> {
        let words = "cat-file --batch-all-objects --batch --unordered --buffer";
        Ok(Self::of(git.stream(words.split(' '))?.of_history()))
    }

    /// The objects with these ids, in this order.
    pub(crate) fn with_ids(git: &Git<'_>, ids: &[ObjectId]) -> Result<Self, NoAnswer> {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let words = ["cat-file", "--batch", "--buffer"];
        let output = git.ask_about(words, terminated(&ids, b'\n'))?;
        Ok(Self::of(output.of_history()))
    }

    fn of(stream: Output) -> Self {
        Self {
            stream,
            left: 0,
            header: Vec::new(),
        }
    }

    /// Goes on to the next object, and skips what was not read of this one.
    ///
    /// # Errors
    ///
    /// [`NoAnswer`] when git prints something else, or breaks off.
    pub(crate) fn advance(&mut self) -> Result<Next, NoAnswer> {
        let left = std::mem::take(&mut self.left);
        if io::copy(&mut self.stream.by_ref().take(left), &mut io::sink())? < left {
            return Err(NoAnswer);
        }
        let mut header = std::mem::take(&mut self.header);
        let next = self.stream.next(b'\n', &mut header);
        self.header = header;
        if !next? {
            return Ok(Next::End);
        }
        let next = parse(&self.header).ok_or(NoAnswer)?;
        if let Next::Object(object) = next {
            self.left = object.size + 1;
        }
        Ok(next)
    }

    /// Waits for the end.
    pub(crate) fn finish(self) -> Result<(), NoAnswer> {
        self.stream.finish()
    }
}

/// The content of the current object.
impl Read for Objects {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = self.left.saturating_sub(1);
        let read = self.stream.by_ref().take(most).read(buffer)?;
        self.left -= read as u64;
        if read == 0 && most > 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(read)
    }
}

/// `<id> <kind> <size>`, or `<id> missing`.
fn parse(header: &[u8]) -> Option<Next> {
    let mut words = header.split(|byte| *byte == b' ');
    let id = ObjectId::parse(words.next()?)?;
    let kind = match words.next()? {
        b"blob" => ObjectKind::Blob,
        b"tree" => ObjectKind::Tree,
        b"commit" => ObjectKind::Commit,
        b"tag" => ObjectKind::Tag,
        b"missing" => return Some(Next::Missing(id)),
        _ => return None,
    };
    let size = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
    Some(Next::Object(Object { id, kind, size }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_hash_of_its_content() {
        // `printf 'hello\n' | git hash-object --stdin`, with both object formats.
        for id in [
            "ce013625030ba8dba906f756967f9e9ca394464a",
            "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4",
        ] {
            let id = ObjectId::parse(id.as_bytes()).unwrap();
            let (kind, size) = (ObjectKind::Blob, 6);
            let object = Object { id, kind, size };
            assert!(object.has(b"hello\n") && !object.has(b"hullo\n"));
            assert!(!Object { size: 7, ..object }.has(b"hello\n"));
        }
    }

    #[test]
    fn headers_are_read() {
        let id = "0a".repeat(20);
        let whole = ObjectId::parse(id.as_bytes()).unwrap();
        let object = |kind, size| {
            Some(Next::Object(Object {
                id: whole,
                kind,
                size,
            }))
        };
        let case = |rest: &str| parse(format!("{id}{rest}").as_bytes());
        assert_eq!(case(" blob 12"), object(ObjectKind::Blob, 12));
        assert_eq!(case(" tag 0"), object(ObjectKind::Tag, 0));
        assert_eq!(case(" missing"), Some(Next::Missing(whole)));
        assert_eq!(case(" ambiguous"), None);
        assert_eq!(case(""), None);
    }
}
