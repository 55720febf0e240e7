//! `secrun generate`: writes code from the schema, or checks it.

use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::adopt::generate::{self, Choice, Existing};
use crate::command::shared::choices;
use crate::command::shared::from_schema::{end_comparison, refuse_real_values};
use crate::core::message::{Message, Place, ShownPath};
use crate::core::read;
use crate::core::report::{Failure, Problem, Stage};
use crate::core::write::{self, Target};
use crate::error::Error;
use crate::exit::Exit;
use crate::render::OutputFormat;
use crate::session::options::DefaultScope;
use crate::session::{Context, Session, ui};

/// Write a settings module from the schema, or check it
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to write
    #[arg(value_name = "KIND")]
    pub(crate) kind: Kind,
    /// Write here; the code below its mark stays
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Report whether this file is in step
    #[arg(long, value_name = "FILE", conflicts_with = "output")]
    pub(crate) check: Option<PathBuf>,
    /// Output format of --check
    #[arg(
        long,
        value_name = "FORMAT",
        requires = "check",
        value_parser = choices::formats(&OutputFormat::OF_CHECK)
    )]
    pub(crate) format: Option<OutputFormat>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    Pydantic,
}

/// Prints, writes or checks.
pub(crate) fn generate(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    // A module is for every run, whatever an outer run passes on.
    let session = Session::open(context, DefaultScope::IgnoringOuterRun)?;
    let choice = Choice {
        schema: &session.schema,
        scope: session.selection.scope.as_ref(),
        profile: context.options.profile_option(),
    };
    let made = match args.kind {
        Kind::Pydantic => generate::text(&choice),
    };
    if let Some(path) = &args.check {
        return check(&session, context, args.format, path, &made);
    }
    refuse_real_values(&session, &made)?;
    match &args.output {
        Some(path) => write(context, path, &made),
        None => ui::print(&made).map(|()| Exit::Clean),
    }
}

fn write(context: &Context<'_>, path: &Path, made: &str) -> Result<Exit, Error> {
    let shown = ShownPath::typed_in(path, "the path in `--output`");
    let mut text = made.as_bytes().to_vec();
    match read::read_found(path, &shown) {
        Ok(known) if known.is_empty() => {}
        Ok(known) => {
            let existing = Existing::of(&known).ok_or_else(|| by_hand(&shown))?;
            text.extend_from_slice(existing.own);
            if *known == text {
                return Ok(Exit::Clean);
            }
        }
        Err(error) if error.cause.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    write::write(path, &text, Target::Replaceable)?;
    context.ui.note(|_| format!("wrote {shown}\n"))?;
    Ok(Exit::Clean)
}

fn by_hand(shown: &ShownPath) -> Box<Failure> {
    let what = message!("secrun did not write this file, or its mark is gone");
    Problem::error("generate.by-hand", what)
        .at(Place::file(shown))
        .hint(message!(
            "write to another file, and move your code below its mark"
        ))
        .ends(Stage::Output)
}

fn check(
    session: &Session<'_>,
    context: &Context<'_>,
    format: Option<OutputFormat>,
    path: &Path,
    made: &str,
) -> Result<Exit, Error> {
    let shown = ShownPath::typed_in(path, "the path in `--check`");
    let found = match read::read_found(path, &shown) {
        Ok(text) => compare(&text, made, &shown),
        Err(error) if error.cause.kind() == io::ErrorKind::NotFound => {
            let what = message!("there is no such file");
            Some(Problem::error("generate.absent", what).at(Place::file(&shown)))
        }
        Err(error) => return Err(error.into()),
    };
    let selection = &session.selection;
    let scope = selection.scope.as_ref();
    let scope = scope.map(|label| message!(" --scope {}", label));
    let profile = context.options.profile_option();
    let profile = profile.and(selection.profile.as_ref());
    let profile = profile.map(|label| message!(" --profile {}", label));
    let hint = message!(
        "run `secrun{}{} generate pydantic --output {}`",
        scope.unwrap_or(Message::from("")),
        profile.unwrap_or(Message::from("")),
        shown
    );
    let problems = found.into_iter().map(|problem| problem.hint(hint.clone()));
    let good = message!("{} matches the schema", shown);
    end_comparison(session, context, problems.collect(), format, &good)
}

fn compare(text: &[u8], made: &str, shown: &ShownPath) -> Option<Problem> {
    let Some(existing) = Existing::of(text) else {
        let what = message!("secrun did not write this file, or its mark is gone");
        return Some(Problem::error("generate.by-hand", what).at(Place::file(shown)));
    };
    let line = existing.stale_line(made)?;
    let what = message!("from this line on, it is not what the schema says");
    Some(Problem::error("generate.stale", what).at(Place::at(shown, line, 1)))
}
