//! `secrun check`: everything `run` does short of starting the program.

use crate::cli::CheckFlags;
use crate::command::session::Session;
use crate::command::{Below, append_summary, colour, format, masking, tell, tell_strict};
use crate::core::message::ShownPath;
use crate::core::report::{self, Problem, Report, Status};
use crate::env::fingerprints::Policy;
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{Format, github, json, sarif, summary, text};
use crate::session::options::{DefaultScope, Options};
use crate::session::project;
use crate::session::ui;

/// Checks, and tells everything at once.
///
/// # Errors
///
/// Whatever keeps the check from being made.
pub fn check(options: &Options, host: &Host, flags: &CheckFlags) -> Result<Exit, Error> {
    let all = Format::OF_CHECK;
    let possible = if flags.print_env { &all[..2] } else { &all };
    let format = format(flags.report.format.as_deref(), host, possible)?;
    // What a child would get is what `run` would give it.
    let scope = if flags.print_env {
        DefaultScope::OfTheSchema
    } else {
        DefaultScope::Everything
    };
    let session = match Session::open(options, host, scope) {
        Err(error) => return unable(error, format, host),
        Ok(session) => session,
    };
    let (fingerprinter, told) = session.fingerprinter(Policy::Guarded);
    let outcome = match session.answer(&fingerprinter) {
        Err(error) => return unable(error, format, host),
        Ok(outcome) => outcome,
    };
    let mut report = outcome.report;
    report.problems.extend(told);
    report.problems.extend(session.lint(&outcome.texts));
    if let Some(values) = &outcome.values {
        let (_, unmaskable) = masking::needles(&session.schema, values, &outcome.superseded);
        report.problems.extend(unmaskable);
    }
    if flags.code {
        report.problems.extend(session.compare_code());
    }
    report::sort(&mut report.problems);
    let masks = masking::is_asked_for(options, &session.schema);
    let failures = strict_failures(&report, flags, masks);
    if flags.print_env {
        let set = report
            .entries
            .iter()
            .filter(|entry| entry.status != Status::Unset && entry.winner().is_some())
            .map(|entry| &entry.key);
        let rows = session.frame().names(set);
        ui::report(&if format == Format::Json {
            json::environment(&rows)
        } else {
            text::environment(&rows, colour(host, Stream::Stdout))
        })?;
        tell(&report, options, host);
    } else {
        print(&report, format, options, host)?;
    }
    let untold = append_summary(&summary::check(&report), host);
    if report.errors() > 0 {
        return Ok(Exit::Problems);
    }
    let below = if flags.print_env {
        Below::Nothing
    } else {
        Below::of(format, options)
    };
    let failures = failures + if flags.strict { untold } else { 0 };
    tell_strict(failures, below, options, host)
}

/// How many warnings make a failure: with `--strict` all but those of what
/// masking cannot replace, which count only where masking is asked for.
fn strict_failures(report: &Report, flags: &CheckFlags, masks: bool) -> usize {
    let counts = |problem: &&Problem| {
        let idle = problem.code == masking::UNMASKABLE && !masks;
        !problem.is_error() && flags.strict && !idle
    };
    report.problems.iter().filter(counts).count()
}

fn print(report: &Report, format: Format, options: &Options, host: &Host) -> Result<(), Error> {
    match format {
        Format::Human | Format::Gitlab | Format::Junit => {
            tell(report, options, host);
            if options.quiet == Some(true) {
                Ok(())
            } else {
                ui::report(&text::check(report, colour(host, Stream::Stdout)))
            }
        }
        Format::Json => ui::report(&json::check(report)),
        Format::Github => ui::report(&github::check(&from_the_root(report, host))),
        Format::Sarif => ui::report(&sarif::check(&from_the_root(report, host))),
    }
}

/// The report with paths as the repository's root sees them.
fn from_the_root(report: &Report, host: &Host) -> Report {
    let folder = project::folder_in_repository(host).unwrap_or_default();
    report.clone().below(&ShownPath::found(&folder))
}

/// An error before there is a report: machines get it in their format, too.
fn unable(error: Error, format: Format, host: &Host) -> Result<Exit, Error> {
    let report = Report {
        project: None,
        scope: None,
        profile: None,
        entries: Vec::new(),
        problems: error.problems(),
    };
    match format {
        Format::Json => ui::report(&json::failure(error.kind(), &report.problems))?,
        Format::Github => {
            ui::report(&github::problems(&from_the_root(&report, host).problems))?;
        }
        Format::Sarif => ui::report(&sarif::check(&from_the_root(&report, host)))?,
        Format::Human | Format::Gitlab | Format::Junit => {}
    }
    Err(error)
}
