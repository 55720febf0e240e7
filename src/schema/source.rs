//! A file that a schema is read from.

use crate::core::lines::Lines;
use crate::core::message::{Message, Place, ShownPath};
use crate::core::report::Problem;

/// The largest file of a schema, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// The byte order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A file of the schema: the one that was opened, or one that it extends.
#[derive(Debug, Clone, Copy)]
pub struct Source<'s> {
    pub path: &'s ShownPath,
    pub text: &'s [u8],
    /// Its folder, as seen from the folder of the schema: `../..`, or nothing for the same.
    pub folder: &'s str,
    /// The folder of the schema, as seen from its own: `services/api`, or nothing.
    pub inside: &'s str,
}

impl<'s> Source<'s> {
    /// The schema itself.
    pub fn schema(path: &'s ShownPath, text: &'s [u8]) -> Self {
        Self {
            path,
            text,
            folder: "",
            inside: "",
        }
    }

    /// A path that the file names, as seen from the folder of the schema.
    pub(super) fn rebased(&self, path: &str) -> Box<str> {
        match self.folder {
            "" => path.into(),
            _ if path.starts_with('/') => path.into(),
            folder => format!("{folder}/{path}").into(),
        }
    }

    /// The text, without a byte order mark, if it is UTF-8 and of a sane size.
    pub(super) fn decode(&self) -> Result<&'s str, Vec<Problem>> {
        let Self { path, text, .. } = *self;
        if text.len() > MAX_BYTES {
            let what = message!("larger than 1 MiB");
            let problem = Problem::error("schema.too-large", what);
            return Err(vec![problem.at(Place::file(path))]);
        }
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        if text.starts_with(BYTE_ORDER_MARK) {
            let problem = Problem::error("schema.encoding", "a second byte order mark");
            let problem = problem.hint("save the file as UTF-8 without byte order marks");
            return Err(vec![problem.at(Place::at(path, 1, 1))]);
        }
        let valid = text.utf8_chunks().next().map_or("", |first| first.valid());
        let end = valid.find('\0').unwrap_or(valid.len());
        if end == text.len() {
            return Ok(valid);
        }
        let what = if end < valid.len() {
            "a NUL byte"
        } else {
            "invalid UTF-8"
        };
        let problem = Problem::error("schema.encoding", Message::from(what))
            .hint(message!("save the file as UTF-8"));
        Err(vec![problem.at(Lines::new(valid).place(path, end))])
    }
}
