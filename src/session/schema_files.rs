//! An opened project, and the files that its schema is made of.

use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::core::access::Access;
use crate::core::message::ShownPath;
use crate::error::Error;
use crate::schema::model::Schema;
use crate::schema::{self, Source};

/// A project: the files of its schema, and the folder that its paths are relative to.
pub(crate) struct Project {
    /// The folder, from the working directory; empty for that itself.
    pub(crate) root: PathBuf,
    /// The schema, then what it extends, each followed by its parent.
    pub(crate) files: Vec<SchemaFile>,
}

/// A file of the schema.
pub(crate) struct SchemaFile {
    pub(crate) shown: ShownPath,
    /// Its text, up to one byte over the limit.
    pub(crate) text: Zeroizing<Vec<u8>>,
    /// Who may change it.
    pub(crate) access: Access,
    /// Its path, from the schema's folder.
    pub(crate) path: PathBuf,
    /// Its folder and the schema's, as [`Source`] has them.
    pub(super) folder: String,
    pub(super) inside: String,
}

impl Project {
    /// The schema as it is shown.
    pub(crate) fn schema(&self) -> &ShownPath {
        &self.files[0].shown
    }

    /// Reads the schema with all that it extends.
    pub(crate) fn parse(&self) -> Result<Schema, Error> {
        let source = |file| SchemaFile::source(file);
        let sources: Vec<Source<'_>> = self.files.iter().map(source).collect();
        schema::parse_all(&sources).map_err(Error::Schema)
    }
}

impl SchemaFile {
    fn source(&self) -> Source<'_> {
        Source {
            path: &self.shown,
            text: &self.text,
            folder: &self.folder,
            inside: &self.inside,
        }
    }
}
