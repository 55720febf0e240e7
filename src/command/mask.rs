//! `secrun mask`: a filter that replaces every secret; with `--github`, commands
//! that make GitHub Actions replace them.

use std::path::PathBuf;

use crate::command::shared::known_values;
use crate::command::shared::masking::{self, Masking};
use crate::core::message::because;
use crate::core::open::{self, Sought};
use crate::core::report::{Failure, Problem};
use crate::env::layers::{Loaded, UnreadableFiles};
use crate::error::Error;
use crate::exec::copy::{CopyError, MaskedCopy};
use crate::exit::Exit;
use crate::needle::Needles;
use crate::needle::mask::{Masker, actions};
use crate::session::options::DefaultScope;
use crate::session::ui::{self, Ui};
use crate::session::{Context, Session};

/// Replace secrets in logs and other text
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Files to copy, `-` for standard input [default: -]
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Make GitHub Actions mask the forms that it would miss
    #[arg(long, conflicts_with = "files")]
    pub(crate) github: bool,
}

/// Passes input through the masker, or writes the commands that make GitHub mask.
pub(crate) fn mask(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    if args.github && !context.host.is_github() {
        return Err(outside_github().into());
    }
    let session = Session::open(context, DefaultScope::IgnoringOuterRun)?;
    let mut loaded = session.load_real()?;
    let problems = known_values::hidden(&session, &loaded);
    if !problems.is_empty() {
        // A value that is not known would pass.
        let files = Vec::new();
        return Err(UnreadableFiles { files, problems }.into());
    }
    let mut problems = masking::warnings_of_layers(&session, &mut loaded);
    let Loaded { bindings, .. } = loaded;
    // Every layer's values, valid or not: a log may hold a value that is shadowed by now.
    let values = bindings.iter().map(|it| (&it.key, &it.value));
    let superseded = bindings.superseded();
    let masking = Masking::new(&session.schema, values, superseded);
    if args.github {
        let (forms, unmaskable) = masking.forms();
        problems.extend(unmaskable);
        context.ui.problems(&problems);
        return ui::print_unchecked(&actions::add_masks(&forms)).map(|()| Exit::Clean);
    }
    let (needles, unmaskable) = masking.needles();
    problems.extend(unmaskable);
    context.ui.problems(&problems);
    drop(bindings);
    pass(&needles, &args.files, context.ui)
}

/// Passes the files through as cat(1) does: a file that cannot be read is
/// reported, and the others follow.
fn pass(needles: &Needles, files: &[PathBuf], ui: Ui) -> Result<Exit, Error> {
    let mut output = MaskedCopy::new(Masker::new(needles));
    let mut exit = Exit::Clean;
    let stdin = [PathBuf::from("-")];
    let files = if files.is_empty() { &stdin } else { files };
    for (number, path) in (1..).zip(files) {
        let passed = if path.as_os_str() == "-" {
            output.copy(std::io::stdin())
        } else {
            open::open_waiting(path, Sought::Named)
                .map_err(|error| CopyError::Read(error.kind()))
                .and_then(|(file, _)| output.copy(&file))
        };
        match passed {
            Ok(()) => {}
            Err(CopyError::Read(kind)) => {
                exit = Exit::Trouble;
                // A number, as somebody who types `mask VALUE` must not see the value again.
                let what = message!("file {} cannot be read: {}", number, because(kind));
                ui.problems(&[Problem::error("read", what)]);
            }
            Err(error) => return ended(error, exit),
        }
    }
    output
        .finish()
        .map_or_else(|error| ended(error, exit), |()| Ok(exit))
}

/// A broken pipe is not an error: the reader has what it wanted.
fn ended(error: CopyError, exit: Exit) -> Result<Exit, Error> {
    match error {
        CopyError::BrokenPipe => Ok(exit),
        CopyError::Read(kind) | CopyError::Write(kind) => Err(Error::Output(kind)),
    }
}

fn outside_github() -> Box<Failure> {
    let what = message!("`--github` prints values, and this is not GitHub Actions");
    let hint = message!("run it in a step of a workflow, or pipe output through `secrun mask`");
    Failure::usage(what, hint)
}
