//! The JSON Schema as a file, for editors.

use std::io;
use std::path::Path;

use crate::core::message::{Place, ShownPath};
use crate::core::read::{self, ReadError};
use crate::core::report::Problem;
use crate::core::write::{self, Existing, WriteError};
use crate::error::Error;
use crate::schema::json_schema;

/// Writes it, over an earlier version of it too. Says whether the file changed.
pub(super) fn place(path: &Path) -> Result<bool, Error> {
    let text = json_schema::text();
    let shown = ShownPath::new(path);
    match read::read(path) {
        Ok(known) if *known == text.as_bytes() => return Ok(false),
        Ok(known) if !json_schema::is_ours(&known) => return Err(foreign(&shown).into()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            let cause = (&error).into();
            return Err(Error::Read(ReadError { path: shown, cause }));
        }
        _ => {}
    }
    write::write(path, text.as_bytes(), Existing::File)
        .map_err(|error| WriteError::new(path, &error))?;
    Ok(true)
}

fn foreign(shown: &ShownPath) -> Problem {
    let what = message!("is no JSON Schema of secrun's, so it is not overwritten");
    Problem::error("write", what)
        .at(Place::file(shown))
        .hint(message!("name another file, or remove this one"))
}
