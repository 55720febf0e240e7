//! `secrun mask`: a filter that replaces every secret, and `--github`, which
//! has GitHub Actions replace them.

use std::fs::File;
use std::path::PathBuf;

use crate::cli::MaskFlags;
use crate::command::session::Session;
use crate::command::{colour, masking, tell_all};
use crate::core::message::Message;
use crate::core::report::Problem;
use crate::env::host::{Host, Stream};
use crate::env::layers::{Loaded, UnreadableFiles};
use crate::error::Error;
use crate::exec::copy::{CopyError, FilteredCopy};
use crate::exec::sys::process;
use crate::exit::Exit;
use crate::needle::Needles;
use crate::needle::mask::{Masker, actions};
use crate::render::text;
use crate::session::options::{DefaultScope, Options};
use crate::session::ui;

/// Passes input through the masker, or writes the commands that make GitHub mask.
///
/// # Errors
///
/// Whatever keeps the values from being read, or the output from being written.
pub fn mask(options: &Options, host: &Host, flags: &MaskFlags) -> Result<Exit, Error> {
    if flags.github && !host.is_github() {
        return Err(outside_github().into());
    }
    let session = Session::open(options, host, DefaultScope::Search)?;
    process::keep_out_debuggers();
    let mut loaded = session.load()?;
    let problems = masking::hidden(&session, &loaded);
    if !problems.is_empty() {
        // What is not known would pass.
        let files = Vec::new();
        return Err(UnreadableFiles { files, problems }.into());
    }
    let mut problems = masking::warnings_of_layers(&session, &mut loaded);
    let Loaded { bindings, .. } = loaded;
    if flags.github {
        let (forms, unmaskable) = masking::forms_of(&session.schema, &bindings);
        problems.extend(unmaskable);
        tell_all(&problems, options, host);
        return ui::hand_over(&actions::add_masks(&forms)).map(|()| Exit::Clean);
    }
    let (needles, unmaskable) = masking::needles_of(&session.schema, &bindings);
    problems.extend(unmaskable);
    tell_all(&problems, options, host);
    drop(bindings);
    pass(&needles, &flags.files, host)
}

/// Copies the files as cat(1) does: reports one that cannot be read and goes
/// on with the next.
fn pass(needles: &Needles, files: &[PathBuf], host: &Host) -> Result<Exit, Error> {
    let mut output = FilteredCopy::new(Masker::new(needles));
    let mut exit = Exit::Clean;
    let stdin = [PathBuf::from("-")];
    let files = if files.is_empty() { &stdin } else { files };
    for (number, path) in (1..).zip(files) {
        let passed = if path.as_os_str() == "-" {
            output.copy(std::io::stdin())
        } else {
            File::open(path)
                .map_err(|error| CopyError::Read(error.kind()))
                .and_then(|file| output.copy(&file))
        };
        match passed {
            Ok(()) => {}
            Err(CopyError::Read(kind)) => {
                exit = Exit::Trouble;
                // Someone who runs `mask VALUE` by mistake must not see the value again.
                let what = message!(
                    "file {} cannot be read: {}",
                    number,
                    crate::core::message::because(kind)
                );
                let problem = Problem::error("read", what);
                let colour = colour(host, Stream::Stderr);
                ui::say(&text::problems(&[problem], colour));
            }
            Err(error) => return ended(error, exit),
        }
    }
    output
        .finish()
        .map_or_else(|error| ended(error, exit), |()| Ok(exit))
}

/// A broken pipe is no error: the reader has what it wanted.
fn ended(error: CopyError, exit: Exit) -> Result<Exit, Error> {
    match error {
        CopyError::BrokenPipe => Ok(exit),
        CopyError::Read(kind) | CopyError::Write(kind) => Err(Error::Output(kind)),
    }
}

fn outside_github() -> Problem {
    let what = message!("`--github` prints values, and this is not GitHub Actions");
    let hint = "run it in a step of a workflow, or pipe output through `secrun mask`";
    Problem::error("usage", what).hint(Message::from(hint))
}
