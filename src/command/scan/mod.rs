//! `secrun scan`: the search for the values of secrets.

mod paths;
mod places;
mod values;
mod wait;

use std::time::{SystemTime, UNIX_EPOCH};

use crate::cli::ScanFlags;
use crate::command::session::Session;
use crate::command::{Below, append_summary, colour, format, tell_all, tell_strict};
use crate::core::name::EnvName;
use crate::core::report::{self, Problem};
use crate::env::fingerprints::Policy;
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::exec::sys::process;
use crate::exit::Exit;
use crate::git::Repository;
use crate::render::{Format, github, gitlab, json, junit, sarif, summary, text};
use crate::scan::surface::{Progress, Results, Search};
use crate::scan::{Finding, Patterns, ScanReport, Skipped, Surface};
use crate::schema::model::Date;
use crate::session::options::{DefaultScope, Options};
use crate::session::ui;

use paths::Bases;
use values::Values;

/// Searches, and reports what was found.
///
/// # Errors
///
/// Whatever keeps the search from being made.
pub fn scan(options: &Options, host: &Host, flags: &ScanFlags) -> Result<Exit, Error> {
    process::keep_out_debuggers();
    let started = SystemTime::now();
    let format = format(flags.report.format.as_deref(), host, &Format::ALL)?;
    let outcome = search(options, host, flags, format);
    let report = match outcome {
        Ok(report) => report,
        Err(error) => return unable(error, format, started),
    };
    if format == Format::Gitlab {
        ui::report(&gitlab::scan(&report, started, SystemTime::now()))?;
    } else {
        print(&report, format, options, host)?;
    }
    let untold = append_summary(&summary::scan(&report), host);
    let below = Below::of(format, options);
    verdict(&report, flags, untold, below, options, host)
}

fn search(
    options: &Options,
    host: &Host,
    flags: &ScanFlags,
    format: Format,
) -> Result<ScanReport, Error> {
    let session = Session::open(options, host, DefaultScope::Search)?;
    let (fingerprinter, warning) = session.fingerprinter(Policy::Guarded);
    let mut values = Values::of(&session, &fingerprinter)?;
    values.warnings.extend(warning);
    if values.searcher.is_empty() && !flags.patterns {
        return Err(values::nothing_to_search_for(&values.skipped).into());
    }
    let cwd = host.cwd.clone().unwrap_or_default();
    let repository = Repository::find(&host.env, &cwd).ok();
    let progress = Progress::default();
    let patterns = flags.patterns.then(Patterns::new);
    let search = Search {
        searcher: &values.searcher,
        patterns: patterns.as_ref(),
        fingerprints: &values.fingerprints,
        origin_files: &values.origin_files,
        progress: &progress,
    };
    let places = places::Places {
        flags,
        host,
        cwd: &cwd,
        root: session.root(),
        repository: repository.as_ref(),
    };
    let visible = host.is_terminal(Stream::Stderr) && options.quiet != Some(true);
    let results = wait::watched(visible, &progress, || places.search(search))?;
    let bases = Bases::new(&cwd, session.root(), repository.as_ref());
    let mut report = report(results, values.skipped, values.warnings, &session);
    bases.show_from_the_schema(&mut report);
    let mut report = report.allow(&session.schema.allow, today());
    match format {
        Format::Human | Format::Json => bases.show_from_here(&mut report),
        _ => bases.show_from_the_top(&mut report),
    }
    Ok(report)
}

/// The report on the results.
fn report(
    results: Results,
    skipped: Vec<Skipped>,
    mut warnings: Vec<Problem>,
    session: &Session<'_>,
) -> ScanReport {
    warnings.extend(values::tracked_origins(session, &results.tracked_origins));
    report::sort(&mut warnings);
    let mut report = ScanReport {
        rotate: in_history(&results.findings),
        findings: results.findings,
        token_matches: results.token_matches,
        not_read: results.not_read,
        skipped,
        allowed: 0,
        warnings,
        searched: results.searched,
    };
    report.tidy();
    report
}

/// The keys whose current values are in the history.
fn in_history(findings: &[Finding]) -> Vec<EnvName> {
    let there = findings
        .iter()
        .filter(|finding| finding.surface == Surface::History);
    let mut keys: Vec<EnvName> = there.map(|finding| finding.key.clone()).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn today() -> Date {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    Date::of_unix_time(now.map_or(0, |now| now.as_secs()))
}

/// Findings first: what was not read is of less weight.
fn verdict(
    report: &ScanReport,
    flags: &ScanFlags,
    untold: usize,
    below: Below,
    options: &Options,
    host: &Host,
) -> Result<Exit, Error> {
    let errors = report.warnings.iter().filter(|it| it.is_error()).count();
    let warnings = report.token_matches.len() + report.warnings.len() - errors + untold;
    if !report.findings.is_empty() {
        Ok(Exit::Problems)
    } else if flags.strict && warnings > 0 {
        tell_strict(warnings, below, options, host)
    } else if report.not_read.is_empty() && !hides_values(report) {
        Ok(Exit::Clean)
    } else {
        Ok(Exit::Trouble)
    }
}

fn print(report: &ScanReport, format: Format, options: &Options, host: &Host) -> Result<(), Error> {
    let quiet = options.quiet == Some(true);
    match format {
        Format::Human if quiet && verdict_is_clean(report) => Ok(()),
        Format::Human => {
            tell_all(&report.warnings, options, host);
            ui::report(&text::scan(report, colour(host, Stream::Stdout)))
        }
        Format::Json => ui::report(&json::scan(report)),
        Format::Github => ui::report(&github::scan(report)),
        Format::Sarif => ui::report(&sarif::scan(report)),
        Format::Junit => ui::report(&junit::scan(report)),
        Format::Gitlab => Ok(()),
    }
}

fn verdict_is_clean(report: &ScanReport) -> bool {
    report.findings.is_empty() && report.not_read.is_empty() && !hides_values(report)
}

/// Whether some value could not be searched for, as it is not known.
fn hides_values(report: &ScanReport) -> bool {
    report.warnings.iter().any(Problem::is_error)
}

/// An error before there is a report: machines get it in their format, too.
fn unable(error: Error, format: Format, started: SystemTime) -> Result<Exit, Error> {
    let report = || ScanReport {
        warnings: error.problems(),
        ..ScanReport::default()
    };
    match format {
        Format::Json => ui::report(&json::failure(error.kind(), &error.problems()))?,
        Format::Github => ui::report(&github::problems(&error.problems()))?,
        Format::Sarif => ui::report(&sarif::scan(&report()))?,
        Format::Gitlab => {
            let ended = SystemTime::now();
            ui::report(&gitlab::failure(&error.problems(), started, ended))?;
        }
        Format::Junit => ui::report(&junit::failure(&error.problems()))?,
        Format::Human => {}
    }
    Err(error)
}
