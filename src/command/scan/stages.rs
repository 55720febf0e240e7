//! The stages of a search, and how it ends.

use std::path::Path;
use std::time::SystemTime;

use crate::command::scan::args::Args;
use crate::command::scan::paths::Bases;
use crate::command::scan::progress;
use crate::command::scan::surfaces::Surfaces;
use crate::command::scan::values::{self, Values};
use crate::command::shared::report::{self, StrictLine};
use crate::command::shared::tracked::{self, For};
use crate::core::report::{Problem, sort};
use crate::env::fingerprints::Policy;
use crate::env::host::Stream;
use crate::error::Error;
use crate::exit::Exit;
use crate::git::Repository;
use crate::render::{OutputFormat, human, summary};
use crate::scan::surface::{Progress, Results, Search};
use crate::scan::{Patterns, ScanReport, Skipped, keys_in_history};
use crate::session::options::DefaultScope;
use crate::session::ui::{self, Ui};
use crate::session::{Context, Session};

/// Searches, and reports what was found.
pub(crate) fn scan(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    let (host, ui) = (context.host, context.ui);
    let started = SystemTime::now();
    let format = report::format_or_default(args.format, host);
    let report = match search(context, args, format) {
        Ok(report) => report,
        Err(error) => {
            let time = started..SystemTime::now();
            let document = format.search_failure(error.kind(), error.problems(), time);
            return report::end_without_report(error, document);
        }
    };
    print(&report, format, started, ui)?;
    let more = report::append_summary(&summary::scan(&report), host, ui);
    if !report.findings.is_empty() || report.tracked().next().is_some() {
        return Ok(Exit::Problems);
    }
    let warnings = report.warnings.iter().filter(|it| !it.is_error()).count();
    let warnings = report.token_matches.len() + warnings + more;
    if args.strict && warnings > 0 {
        report::end_strict(warnings, StrictLine::of(format, ui), ui)
    } else if is_clean(&report) {
        Ok(Exit::Clean)
    } else {
        Ok(Exit::Trouble)
    }
}

fn search(context: &Context<'_>, args: &Args, format: OutputFormat) -> Result<ScanReport, Error> {
    let host = context.host;
    let session = Session::open(context, DefaultScope::IgnoringOuterRun)?;
    let (fingerprinter, warning) = session.fingerprinter(Policy::Guarded);
    let mut values = Values::of(&session, &fingerprinter)?;
    values.warnings.extend(warning);
    if values.searcher.is_empty() && !args.patterns {
        return Err(values::nothing_to_search_for(&values.skipped).into());
    }
    let cwd = host.cwd.clone().unwrap_or_default();
    let repository = Repository::find(&host.env, &cwd).ok();
    let progress = Progress::default();
    let patterns = args.patterns.then(Patterns::new);
    let search = Search {
        searcher: &values.searcher,
        patterns: patterns.as_ref(),
        fingerprints: &values.fingerprints,
        origin_files: &values.origin_files,
        progress: &progress,
    };
    let surfaces = Surfaces {
        args,
        host,
        cwd: &cwd,
        root: session.root(),
        repository: repository.as_ref(),
    };
    let visible = host.is_terminal(Stream::Stderr) && !context.ui.quiet;
    let results = progress::shown(visible, &progress, || surfaces.search(search))?;
    let bases = Bases::new(&cwd, session.root(), repository.as_ref());
    let origins = &results.tracked_origins;
    let is_tracked = |path: &Path| origins.iter().any(|origin| origin == path);
    let tracked = tracked::problems(&session, &values.value_files, For::Scan, is_tracked);
    values.warnings.extend(tracked);
    let mut report = report_of(results, values.skipped, values.warnings);
    bases.show_from_the_schema(&mut report);
    let mut report = report.allow(&session.schema.allow, tracked::today());
    bases.show_for(format, &mut report);
    Ok(report)
}

fn report_of(results: Results, skipped: Vec<Skipped>, mut warnings: Vec<Problem>) -> ScanReport {
    sort(&mut warnings);
    let mut report = ScanReport {
        rotate: keys_in_history(&results.findings).into_iter().collect(),
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

fn print(
    report: &ScanReport,
    format: OutputFormat,
    started: SystemTime,
    ui: Ui,
) -> Result<(), Error> {
    if let Some(document) = format.search(report, started..SystemTime::now()) {
        return ui::print(&document);
    }
    if ui.quiet && report.findings.is_empty() && is_clean(report) {
        return Ok(());
    }
    ui.problems(&report.warnings);
    ui.report(|colour| human::scan(report, colour))
}

/// Whether every place was read, and every value searched for.
fn is_clean(report: &ScanReport) -> bool {
    report.not_read.is_empty() && !report.warnings.iter().any(Problem::is_error)
}
