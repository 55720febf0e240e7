//! Writes what secrun itself says, on stdout and stderr. It knows whether to
//! colour, and whether the user wants errors alone. Only `exec` writes there
//! too: the program's output.

use std::io::{self, Write as _};

use crate::core::message::Message;
use crate::core::report::Problem;
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::exec::sys::startup;
use crate::render::{Colour, human};

/// How a command speaks to the user.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ui {
    /// Whether only errors are wanted.
    pub(crate) quiet: bool,
    stdout: Colour,
    stderr: Colour,
}

impl Ui {
    /// Colours what goes to a terminal.
    pub(crate) fn new(host: &Host, quiet: bool) -> Self {
        let colour = |stream| {
            if host.wants_colour(stream) {
                Colour::Always
            } else {
                Colour::Never
            }
        };
        Self {
            quiet,
            stdout: colour(Stream::Stdout),
            stderr: colour(Stream::Stderr),
        }
    }

    /// For a command line that is not understood: no host has been read yet.
    pub(crate) const fn plain() -> Self {
        Self {
            quiet: false,
            stdout: Colour::Never,
            stderr: Colour::Never,
        }
    }

    /// Prints a report, which `--quiet` does not silence.
    pub(crate) fn report(self, text: impl FnOnce(Colour) -> String) -> Result<(), Error> {
        print(&text(self.stdout))
    }

    /// Prints on stdout what was done, unless `--quiet` is given.
    pub(crate) fn note(self, text: impl FnOnce(Colour) -> String) -> Result<(), Error> {
        if self.quiet {
            return Ok(());
        }
        self.report(text)
    }

    /// Writes text on stderr.
    pub(crate) fn say(self, text: impl FnOnce(Colour) -> String) {
        say(&text(self.stderr));
    }

    /// Writes a hint on stderr.
    pub(crate) fn hint(self, hint: &Message) {
        self.say(|colour| human::hint_line(hint, colour));
    }

    /// Writes problems on stderr, each with its hint; with `--quiet` errors alone.
    pub(crate) fn problems(self, problems: &[Problem]) {
        let shown: Vec<_> = problems
            .iter()
            .filter(|problem| !self.quiet || problem.is_error())
            .cloned()
            .collect();
        self.say(|colour| human::problems(&shown, colour));
    }
}

/// Prints on stdout. A broken pipe (`| head`) is no error: the reader has what
/// it wanted.
///
/// # Errors
///
/// [`Error::Output`] when stdout cannot be written for another reason.
pub fn print(text: &str) -> Result<(), Error> {
    print_unchecked(text.as_bytes())
}

/// Prints bytes that may be values, as [`print()`] does text: `mask --github` alone prints
/// such, by design.
pub(crate) fn print_unchecked(bytes: &[u8]) -> Result<(), Error> {
    if startup::closed_descriptors().any(|closed| closed == 1) {
        // `startup` opened `/dev/null` in its place, which would swallow the output.
        return Err(Error::Output(io::ErrorKind::NotConnected));
    }
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Output(error.kind())),
        _ => Ok(()),
    }
}

/// Writes on stderr in one write, so that lines of concurrent processes do not
/// mix.
pub fn say(text: &str) {
    if !text.is_empty() {
        // If stderr is closed, there is no other place to report that.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}
