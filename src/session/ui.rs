//! secrun's own words on stdout and stderr.

use std::io::{self, Write as _};

use crate::error::Error;
use crate::exec::sys::startup;

/// Prints a report on stdout. A reader that has gone (`| head`) ends it
/// quietly: what it wanted, it has.
///
/// # Errors
///
/// [`Error::Output`] when the report cannot be written for another reason.
pub fn report(text: &str) -> Result<(), Error> {
    hand_over(text.as_bytes())
}

/// The same with bytes that may be values: `mask --github` alone, by design.
///
/// # Errors
///
/// As [`report`].
pub fn hand_over(bytes: &[u8]) -> Result<(), Error> {
    if startup::closed_descriptors().any(|closed| closed == 1) {
        // `/dev/null` stands in for it, and would take everything.
        return Err(Error::Output(io::ErrorKind::NotConnected));
    }
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Output(error.kind())),
        _ => Ok(()),
    }
}

/// Says something on stderr, in one write, so that lines of processes side by
/// side stay whole.
pub fn say(text: &str) {
    if !text.is_empty() {
        // When stderr is closed there is nobody left to tell.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}
