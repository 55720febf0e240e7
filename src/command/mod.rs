//! The commands: each a list of stages in order.

mod adoption;
pub mod check;
pub mod complete;
mod details;
mod editor_schema;
pub mod example;
pub mod explain;
pub mod fingerprint;
pub mod hook;
pub mod init;
pub mod mask;
mod masking;
pub mod run;
pub mod scan;
mod session;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use crate::cli::{Action, Family, Request, Stop};
use crate::core::message::{Message, Place, ShownPath, because, counted};
use crate::core::report::{Problem, Report};
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{Colour, Format, text};
use crate::session::options::Options;
use crate::session::trace;
use crate::session::ui;

/// Does what was asked for.
#[must_use]
pub fn dispatch(request: Request, host: &Host) -> Exit {
    let family = if matches!(request.action, Action::Run(_)) {
        Family::Run
    } else {
        Family::Report
    };
    let colour = colour(host, Stream::Stderr);
    let options = match Options::new(request.options, &host.env) {
        Ok(options) => options,
        Err(problem) => return fail(&problem.into(), family, colour),
    };
    if options.quiet != Some(true) {
        trace::start(options.verbose);
    }
    let outcome = match request.action {
        Action::Run(command) => run::run(&options, host, command),
        Action::Check(flags) => check::check(&options, host, &flags),
        Action::Fingerprint(flags) => fingerprint::fingerprint(&options, host, &flags),
        Action::Explain(flags) => explain::explain(&options, host, &flags),
        Action::Mask(flags) => mask::mask(&options, host, &flags),
        Action::Adopt(command) => adoption::adopt(&options, host, &command),
        Action::Scan(flags) => scan::scan(&options, host, &flags),
        Action::Init(flags) => init::init(&options, host, &flags),
    };
    outcome.unwrap_or_else(|error| fail(&error, family, colour))
}

/// Ends a command line that asks for nothing to be done.
#[must_use]
pub fn stop(stop: Stop) -> Exit {
    match stop {
        Stop::Tell(text) => match ui::report(&text) {
            Ok(()) => Exit::Clean,
            Err(error) => fail(&error, Family::Report, Colour::Never),
        },
        Stop::Usage { problem, family } => fail(&Error::Usage(problem), family, Colour::Never),
        Stop::Bare(help) => {
            ui::say(&help);
            Exit::Refused
        }
    }
}

/// Tells an error on stderr, all of its problems at once, and ends. Of `run`
/// there is one hint, of a report one for each problem.
#[must_use]
pub fn fail(error: &Error, family: Family, colour: Colour) -> Exit {
    let problems: Vec<Problem> = error
        .problems()
        .into_iter()
        .filter(Problem::is_error)
        .collect();
    let hints: BTreeSet<_> = problems
        .iter()
        .filter_map(|problem| problem.hint.as_ref())
        .collect();
    if hints.len() > 1 && family == Family::Run {
        let lines: String = problems
            .iter()
            .map(|problem| text::problem_line(problem, colour))
            .collect();
        let hint = message!("run `secrun check` for what to do about each");
        ui::say(&(lines + &text::hint_line(&hint, colour)));
    } else {
        ui::say(&text::problems(&problems, colour));
    }
    match family {
        Family::Run => error.exit_of_run(),
        Family::Report => error.exit_of_report(),
    }
}

/// Problems in words, each with its hint; with `--quiet` errors alone.
fn tell(report: &Report, options: &Options, host: &Host) {
    tell_all(&report.problems, options, host);
}

fn tell_all(problems: &[Problem], options: &Options, host: &Host) {
    let quiet = options.quiet == Some(true);
    let told: Vec<_> = problems
        .iter()
        .filter(|problem| !quiet || problem.is_error())
        .cloned()
        .collect();
    ui::say(&text::problems(&told, colour(host, Stream::Stderr)));
}

/// What stands above a last word on a report.
#[derive(Clone, Copy)]
enum Below {
    /// A report for people, on stdout.
    Report,
    /// Nothing that is for people, or nothing that may be added to.
    Nothing,
    /// A document that a machine reads, which has it all.
    Document,
}

impl Below {
    fn of(format: Format, options: &Options) -> Self {
        match format {
            Format::Human if options.quiet != Some(true) => Self::Report,
            Format::Human | Format::Github => Self::Nothing,
            Format::Json | Format::Sarif | Format::Gitlab | Format::Junit => Self::Document,
        }
    }
}

/// Ends a report without errors; says so where `--strict` alone makes it fail.
fn tell_strict(
    failures: usize,
    below: Below,
    options: &Options,
    host: &Host,
) -> Result<Exit, Error> {
    if failures == 0 {
        return Ok(Exit::Clean);
    }
    let warnings = counted(failures, "warning");
    let what = message!("{}, which `--strict` makes a failure", warnings);
    match below {
        Below::Report => ui::report(&format!("{what}\n"))?,
        Below::Nothing => tell_all(&[Problem::error("strict", what)], options, host),
        Below::Document => {}
    }
    Ok(Exit::Problems)
}

fn colour(host: &Host, stream: Stream) -> Colour {
    if host.wants_colour(stream) {
        Colour::Always
    } else {
        Colour::Never
    }
}

/// The format of a report: what was asked for, else GitHub's own under GitHub
/// Actions where the report has one.
fn format(given: Option<&OsStr>, host: &Host, possible: &[Format]) -> Result<Format, Box<Problem>> {
    let Some(given) = given else {
        return Ok(if host.is_github() && possible.contains(&Format::Github) {
            Format::Github
        } else {
            Format::Human
        });
    };
    let found = given
        .to_str()
        .and_then(Format::named)
        .filter(|format| possible.contains(format));
    found.ok_or_else(|| {
        let hint = if possible.contains(&Format::Junit) {
            "choose human, json, github, sarif, gitlab or junit"
        } else if possible.contains(&Format::Sarif) {
            "choose human, json, github or sarif"
        } else {
            "choose human or json"
        };
        Problem::error("usage", message!("no such format for this report"))
            .hint(Message::from(hint))
            .into()
    })
}

/// Adds the report to the page that GitHub shows for the job. Where it cannot,
/// the report counts all the same; how many warnings that makes.
fn append_summary(page: &str, host: &Host) -> usize {
    let Some(path) = host
        .env
        .get("GITHUB_STEP_SUMMARY")
        .filter(|path| !path.is_empty())
    else {
        return 0;
    };
    let file = OpenOptions::new().append(true).create(true).open(path);
    let written = file.and_then(|mut file| file.write_all(page.as_bytes()));
    let Err(error) = written else {
        return 0;
    };
    let what = message!("the summary of the job cannot be written: ");
    let problem = Problem::warning("summary", message!("{}{}", what, because(&error)))
        .at(Place::file(&ShownPath::new(Path::new(path))))
        .hint(message!("see what `GITHUB_STEP_SUMMARY` names"));
    let colour = colour(host, Stream::Stderr);
    ui::say(&text::problems(&[problem], colour));
    1
}
