//! `secrun set KEY`: asks for a value, judges it, and writes it into an env file.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;

use crate::command::choices::one_of;
use crate::command::edit::{self, Destination};
use crate::command::{known_values, named_key, standard_input};
use crate::core::message::Message;
use crate::core::report::{Failure, Problem, Stage};
use crate::core::secret::SecretValue;
use crate::dotenv::MAX_VARIABLE_BYTES;
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::exec::prompt::{self, Answer, Manner};
use crate::exec::sys::signal;
use crate::exec::{Ending, end_as};
use crate::exit::Exit;
use crate::session::options::DefaultScope;
use crate::session::ui::Ui;
use crate::session::{Context, Session};

/// Ask for a value, and write it into an env file
// No `Debug`: somebody may type the value.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The key
    #[arg(value_name = "KEY")]
    pub(crate) key: OsString,
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
        _ => match asked(context.host, &message!("{} (not shown): ", rule.name))? {
            Asked::Value(value) => value,
            Asked::Nothing => return Ok(Exit::Problems),
            Asked::Signal(number) => return Ok(Exit::OfChild(end_as(Ending::Signal(number)))),
        },
    };
    let (errors, mut warnings): (Vec<_>, Vec<_>) = edit::judge(&session, &bindings, rule, &value)
        .into_iter()
        .partition(Problem::is_error);
    if !errors.is_empty() {
        return Err(edit::unsatisfied(errors));
    }
    let line = destination.set(&session, rule, &value)?;
    warnings.extend(warning);
    edit::report(&session, context, (&destination, line), rule, &value)?;
    context.ui.problems(&warnings);
    Ok(Exit::Clean)
}

/// What came of asking for a value.
pub(super) enum Asked {
    Value(SecretValue),
    /// Ctrl-D.
    Nothing,
    Signal(i32),
}

/// Asks on the terminal.
pub(super) fn asked(host: &Host, question: &Message) -> Result<Asked, Error> {
    if !host.is_terminal(Stream::Stdin) {
        let what = "standard input is not a terminal, so nobody can be asked";
        return Err(Failure::usage(what, "pass `--stdin` to read the value from it").into());
    }
    let term = host.env.get("TERM");
    let manner = Manner {
        // One more, so that what is too long is seen.
        most: MAX_VARIABLE_BYTES + 1,
        marks_paste: term.is_some_and(|term| !term.is_empty() && term != "dumb"),
    };
    let answer = prompt::ask(question.as_str(), manner);
    match answer.map_err(|_| no_terminal())? {
        Answer::Typed(mut bytes) => SecretValue::new(std::mem::take(&mut *bytes))
            .map(Asked::Value)
            .map_err(|_| {
                let what = message!("a NUL byte in what was typed");
                edit::unsatisfied(vec![Problem::error("nul", what)])
            }),
        Answer::Lines => {
            let what = message!("more than one line was pasted");
            let hint = message!("pass a file with the value: `secrun set KEY --stdin <FILE`");
            let problem = Problem::error("edit.lines", what).hint(hint);
            Err(edit::unsatisfied(vec![problem]))
        }
        Answer::End => Ok(Asked::Nothing),
        Answer::Signal(number) => Ok(Asked::Signal(number)),
    }
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

fn no_terminal() -> Box<Failure> {
    let what = message!("the terminal cannot be asked");
    let hint = message!("pass `--stdin`");
    Problem::error("edit.terminal", what)
        .hint(hint)
        .ends(Stage::Read)
}
