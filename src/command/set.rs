//! `secrun set KEY`: asks for a value, judges it, and writes it into an env file.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;

use crate::command::shared::ask::{self, Asked};
use crate::command::shared::choices::one_of;
use crate::command::shared::edit::{self, Destination};
use crate::command::shared::{known_values, named_key, standard_input};
use crate::core::report::{Failure, Problem};
use crate::core::secret::SecretValue;
use crate::env::host::Stream;
use crate::error::Error;
use crate::exec::sys::signal;
use crate::exec::{Ending, end_as};
use crate::exit::Exit;
use crate::session::options::DefaultScope;
use crate::session::ui::Ui;
use crate::session::words::KeyName;
use crate::session::{Context, Session};

/// Ask for a value, and write it into an env file
// No `Debug`: somebody may type the value.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The key
    #[arg(value_name = "KEY")]
    pub(crate) key: KeyName,
    /// Read the value from standard input, without a line end at its end, or `exact`
    #[arg(
        long,
        value_name = "HOW",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "line",
        value_parser = one_of(&Input::ALL, Input::name)
    )]
    pub(crate) stdin: Option<Input>,
    /// Write this env file [default: the one that has the key, or the last one]
    #[arg(long, value_name = "PATH")]
    pub(crate) file: Option<PathBuf>,
    /// A value, which does not belong here
    #[arg(hide = true)]
    pub(crate) more: Vec<OsString>,
}

/// What of standard input is the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// All but a line end at its end.
    Line,
    Exact,
}

impl Input {
    const ALL: [Self; 2] = [Self::Line, Self::Exact];

    const fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Exact => "exact",
        }
    }
}

/// Sets a key.
pub(crate) fn set(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    if !args.more.is_empty() || args.key.as_bytes().contains(&b'=') {
        return Err(value_as_argument().into());
    }
    // A file that must not be that large is an error, not the end of this process.
    signal::outlive_file_size_limit();
    let session = Session::open(context, DefaultScope::Everything)?;
    let rule = named_key::declared(&session.schema, &args.key)?;
    let bindings = known_values::present(&session)?;
    let destination = Destination::of(&session, &bindings, rule, args.file.as_deref())?;
    let warning = destination.check(context)?;
    let value = match args.stdin {
        Some(how) if !context.host.is_terminal(Stream::Stdin) => from_stdin(how, context.ui)?,
        _ => match ask::value(context.host, &message!("{} (not shown): ", rule.name))? {
            Asked::Value(value) => value,
            Asked::Nothing => return Ok(Exit::Problems),
            Asked::Signal(number) => return Ok(Exit::OfChild(end_as(Ending::Signal(number)))),
        },
    };
    let mut warnings = edit::judged(&session, &bindings, rule, &value)?;
    let line = destination.set(&session, rule, &value)?;
    warnings.extend(warning);
    edit::report(&session, context, (&destination, line), rule, &value)?;
    context.ui.problems(&warnings);
    Ok(Exit::Clean)
}

fn from_stdin(how: Input, ui: Ui) -> Result<SecretValue, Error> {
    let bytes = standard_input::read()?;
    let value = match standard_input::without_line_end(&bytes) {
        Some(rest) if how == Input::Line => {
            let what = message!("the line end at the end of standard input is left out");
            let hint = message!("pass `--stdin=exact` to keep it");
            ui.problems(&[Problem::note("edit.line-end", what).hint(hint)]);
            rest
        }
        _ => &bytes,
    };
    let value = SecretValue::new(value);
    value.map_err(|_| edit::unsatisfied(vec![standard_input::has_nul()]))
}

fn value_as_argument() -> Box<Failure> {
    let what = "a value on the command line, which other users and the shell's history see";
    let hint = "run `secrun set KEY`, which asks for the value, or pass `--stdin`";
    Failure::usage(what, hint)
}
