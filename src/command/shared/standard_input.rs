//! Standard input, read whole: a value, or a saved report.

use std::io::Read as _;
use std::path::Path;

use zeroize::Zeroizing;

use crate::core::message::ShownPath;
use crate::core::read::{MAX_FILE_BYTES, ReadError};
use crate::core::report::{Problem, Stage};
use crate::error::Error;

/// Reads all of it.
pub(crate) fn read() -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        usize::try_from(MAX_FILE_BYTES).unwrap_or(0) + 32,
    ));
    let read = std::io::stdin()
        .lock()
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes);
    let shown = ShownPath::typed(Path::new("standard input"));
    read.map_err(|error| ReadError::new(&shown, &error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let what = message!("more than 1 MiB on standard input");
        return Err(Problem::error("too-long", what).ends(Stage::Read).into());
    }
    Ok(bytes)
}

/// The bytes without the line end that `echo` and editors add, if there is one.
pub(crate) fn without_line_end(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_suffix(b"\n")?;
    Some(rest.strip_suffix(b"\r").unwrap_or(rest))
}

pub(crate) fn has_nul() -> Problem {
    Problem::error("nul", message!("a NUL byte on standard input"))
}
