//! The content of git's objects, one after the other.

use std::io;

use super::haystack::Haystack;
use super::worker::{WHOLE, Worker};
use crate::git::{Next, NoAnswer, Object, ObjectId, Objects};
use crate::scan::ObjectKind;

/// The content of an object.
pub(super) enum Content<'o> {
    /// It is there.
    There(Bytes<'o>),
    /// It is not: a partial clone, or damage.
    Missing,
}

/// Bytes that are in memory, or that are read while they are searched.
pub(super) enum Bytes<'o> {
    /// All of them.
    Whole(&'o [u8]),
    /// The rest of the stream, once.
    Stream(&'o mut Objects, u64),
}

impl Bytes<'_> {
    /// Searches them; what is a stream only once.
    pub(super) fn search(
        &mut self,
        worker: &mut Worker<'_>,
        origin: Haystack<'_>,
    ) -> io::Result<()> {
        match self {
            Self::Whole(bytes) => {
                worker.haul.searched.bytes += bytes.len() as u64;
                worker.bytes(bytes, origin);
            }
            Self::Stream(objects, size) => {
                worker.stream(*objects, *size, origin)?;
            }
        }
        Ok(())
    }
}

/// Looks at every object.
pub(super) fn each(
    mut objects: Objects,
    mut look: impl FnMut(Object, Content<'_>) -> io::Result<()>,
) -> Result<(), NoAnswer> {
    let mut buffer = Vec::new();
    loop {
        match objects.advance()? {
            Next::End => return objects.finish(),
            Next::Missing(id) => look(missing(id), Content::Missing)?,
            Next::Object(object) if object.size > WHOLE => {
                let bytes = Bytes::Stream(&mut objects, object.size);
                look(object, Content::There(bytes))?;
            }
            Next::Object(object) => {
                buffer.clear();
                io::Read::read_to_end(&mut objects, &mut buffer)?;
                look(object, Content::There(Bytes::Whole(&buffer)))?;
            }
        }
    }
}

/// What is not there is mostly the content of a file.
fn missing(id: ObjectId) -> Object {
    Object {
        id,
        kind: ObjectKind::Blob,
        size: 0,
    }
}
