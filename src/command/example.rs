//! `secrun example`: writes `.env.example` from the schema, checks it, or
//! prints fakes.

use std::io;

use crate::adopt::example::{self, Example};
use crate::cli::adoption::ExampleFlags;
use crate::command::session::Session;
use crate::command::{colour, format};
use crate::core::binding::Bindings;
use crate::core::message::{Place, ShownPath};
use crate::core::read::{self, ReadError};
use crate::core::report::{self, Problem, Report};
use crate::core::write::{self, Existing, WriteError};
use crate::env::host::{self, Host, Stream};
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{Format, github, json, sarif, text};
use crate::schema::fake;
use crate::session::options::{DefaultScope, Options};
use crate::session::project;
use crate::session::ui;

/// Writes, checks or prints.
///
/// # Errors
///
/// Whatever keeps the files from being read or written.
pub fn example(options: &Options, host: &Host, flags: &ExampleFlags) -> Result<Exit, Error> {
    let session = Session::open(options, host, DefaultScope::Everything)?;
    if flags.check {
        check(&session, options, host, flags)
    } else if flags.fakes {
        fakes(&session, host)
    } else {
        write(&session, options, flags)
    }
}

fn write(session: &Session<'_>, options: &Options, flags: &ExampleFlags) -> Result<Exit, Error> {
    let made = example::text(&session.schema);
    let schema = Example {
        path: &session.schema.path,
        text: made.as_bytes(),
    };
    let real = example::holds_real_values(&session.schema, &schema, &real_values(session)?);
    if let Some(problem) = real.into_iter().next() {
        let what =
            message!("the schema holds the real value in a description, an example or a default");
        let place = Place::file(&session.schema.path);
        return Err(Problem { what, ..problem }.at(place).into());
    }
    if flags.stdout {
        return ui::report(&made).map(|()| Exit::Clean);
    }
    let path = session.root().join(example::FILE);
    let shown = ShownPath::new(&path);
    match read::read(&path) {
        Ok(known) if *known == made.as_bytes() => return Ok(Exit::Clean),
        Ok(known) if !flags.force && !example::is_ours(&known) => {
            return Err(by_hand(&shown).into());
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(unreadable(&shown, &error)),
    }
    write::write(&path, made.as_bytes(), Existing::File)
        .map_err(|error| WriteError::new(&path, &error))?;
    if options.quiet != Some(true) {
        ui::report(&format!("wrote {shown}\n"))?;
    }
    Ok(Exit::Clean)
}

fn unreadable(shown: &ShownPath, error: &io::Error) -> Error {
    Error::Read(ReadError {
        path: shown.clone(),
        cause: error.into(),
    })
}

fn by_hand(shown: &ShownPath) -> Problem {
    let what = message!("secrun did not write this file, so it does not overwrite it");
    Problem::error("env-example.by-hand", what)
        .at(Place::file(shown))
        .hint(message!(
            "move its comments into `description`, then pass `--force`"
        ))
}

/// The layers of every key. In CI the env files are mostly absent, and what is
/// not there cannot have leaked from there.
fn real_values(session: &Session<'_>) -> Result<Bindings, Error> {
    match session.layers() {
        Err(Error::Layers(unread))
            if unread
                .files
                .iter()
                .all(|file| file.cause.kind() == io::ErrorKind::NotFound) =>
        {
            Ok(Bindings::new())
        }
        other => other,
    }
}

fn check(
    session: &Session<'_>,
    options: &Options,
    host: &Host,
    flags: &ExampleFlags,
) -> Result<Exit, Error> {
    let all = Format::OF_CHECK;
    let format = format(flags.report.format.as_deref(), host, &all)?;
    let path = session.root().join(example::FILE);
    let shown = ShownPath::new(&path);
    let mut problems = match read::read(&path) {
        Ok(text) => {
            let example = Example {
                path: &shown,
                text: &text,
            };
            example::compare(&session.schema, &example, &real_values(session)?)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let problem = Problem::error("env-example.absent", message!("there is no such file"));
            vec![
                problem
                    .at(Place::file(&shown))
                    .hint(message!("run `secrun example`")),
            ]
        }
        Err(error) => return Err(unreadable(&shown, &error)),
    };
    report::sort(&mut problems);
    let report = Report {
        project: session.schema.project.clone(),
        scope: None,
        profile: None,
        entries: Vec::new(),
        problems,
    };
    tell(&report, format, options, host)?;
    Ok(if report.errors() == 0 {
        Exit::Clean
    } else {
        Exit::Problems
    })
}

fn tell(report: &Report, format: Format, options: &Options, host: &Host) -> Result<(), Error> {
    let folder = project::folder_in_repository(host).unwrap_or_default();
    let below = || report.clone().below(&ShownPath::found(&folder));
    match format {
        Format::Json => ui::report(&json::check(report)),
        Format::Github => ui::report(&github::problems(&below().problems)),
        Format::Sarif => ui::report(&sarif::check(&below())),
        Format::Human | Format::Gitlab | Format::Junit => {
            let colour = colour(host, Stream::Stderr);
            ui::say(&text::problems(&report.problems, colour));
            if report.errors() == 0 && options.quiet != Some(true) {
                ui::report("`.env.example` matches the schema and contains no real values\n")?;
            }
            Ok(())
        }
    }
}

/// Prints an env file of made-up values.
fn fakes(session: &Session<'_>, host: &Host) -> Result<Exit, Error> {
    let live_keys = session.selection.live_keys(&session.schema);
    let mut made =
        String::from("# Made up by `secrun example --fakes`, and good for nothing but tests.\n");
    let mut problems = Vec::new();
    for rule in session.schema.rules.values() {
        let value = fake::fake(rule, live_keys, &host::path_kind);
        let Some(literal) = value.as_deref().and_then(example::literal) else {
            let what = message!("no fake passes the rule");
            let hint = message!("give the key an `example` that passes");
            let problem = Problem::error("env-example.no-fake", what).about(&rule.name);
            problems.push(problem.at(rule.place.clone()).hint(hint));
            continue;
        };
        made.push_str(rule.name.as_str());
        made.push('=');
        made.push_str(&literal);
        made.push('\n');
    }
    ui::report(&made)?;
    let colour = colour(host, Stream::Stderr);
    ui::say(&text::problems(&problems, colour));
    Ok(if problems.is_empty() {
        Exit::Clean
    } else {
        Exit::Problems
    })
}
