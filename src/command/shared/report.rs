//! Shared by the commands with a report: the default of `--format`, paths for CI
//! systems, `--strict`, and the summary of a job on GitHub.

use std::io::Write as _;
use std::path::Path;

use crate::core::message::{Place, ShownPath, because, counted};
use crate::core::open;
use crate::core::report::{Problem, Report};
use crate::env::host::Host;
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{OutputFormat, human};
use crate::session::project;
use crate::session::ui::{self, Ui};

/// The format that was asked for, else GitHub's own under GitHub Actions.
pub(crate) fn format_or_default(asked: Option<OutputFormat>, host: &Host) -> OutputFormat {
    let default = if host.is_github() {
        OutputFormat::Github
    } else {
        OutputFormat::Human
    };
    asked.unwrap_or(default)
}

/// How a report ends whose errors alone count.
pub(crate) fn exit_of(report: &Report) -> Exit {
    if report.errors() == 0 {
        Exit::Clean
    } else {
        Exit::Problems
    }
}

/// The report with the paths that the format wants.
pub(crate) fn with_paths(report: Report, format: OutputFormat, host: &Host) -> Report {
    match project::folder_in_repository(host) {
        Some(folder) if format.is_for_ci() => report.below(&ShownPath::trusted(&folder)),
        _ => report,
    }
}

/// Ends a command with an error in place of a report. Machines get its problems in the
/// report's format; people read them on stderr.
pub(crate) fn end_without_report(error: Error, document: Option<String>) -> Result<Exit, Error> {
    if let Some(document) = document {
        ui::print(&document)?;
    }
    Err(error)
}

/// Ends a report on keys with an error in its place.
pub(crate) fn end_without_keys(
    error: Error,
    format: OutputFormat,
    host: &Host,
) -> Result<Exit, Error> {
    let report = Report::without_keys(None, error.problems());
    let report = with_paths(report, format, host);
    let document = format.keys_failure(error.kind(), &report);
    end_without_report(error, document)
}

/// Where the line goes that says why `--strict` fails.
#[derive(Debug, Clone, Copy)]
pub(crate) enum StrictLine {
    /// Below a report for people, on stdout.
    BelowReport,
    /// On stderr, as stdout has no report or one that nothing may be added to.
    OnStderr,
    /// Nowhere: the document for a machine has every warning.
    Nowhere,
}

impl StrictLine {
    pub(crate) fn of(format: OutputFormat, ui: Ui) -> Self {
        if format.is_document() {
            Self::Nowhere
        } else if format == OutputFormat::Human && !ui.quiet {
            Self::BelowReport
        } else {
            Self::OnStderr
        }
    }
}

/// Ends a report without errors whose warnings count.
pub(crate) fn end_strict(warnings: usize, line: StrictLine, ui: Ui) -> Result<Exit, Error> {
    if warnings == 0 {
        return Ok(Exit::Clean);
    }
    let warnings = counted(warnings, "warning");
    let what = message!("{}; `--strict` makes this a failure", warnings);
    match line {
        StrictLine::BelowReport => ui.report(|_| format!("{what}\n"))?,
        StrictLine::OnStderr => ui.problems(&[Problem::error("strict", what)]),
        StrictLine::Nowhere => {}
    }
    Ok(Exit::Problems)
}

/// Adds the report to the page that GitHub shows for the job, and returns how many
/// warnings that makes: the report counts even if the page cannot be written.
pub(crate) fn append_summary(page: &str, host: &Host, ui: Ui) -> usize {
    let path = host.env.get("GITHUB_STEP_SUMMARY");
    let Some(path) = path.filter(|path| !path.is_empty()) else {
        return 0;
    };
    let file = open::open_to_append(Path::new(path));
    let Err(error) = file.and_then(|mut file| file.write_all(page.as_bytes())) else {
        return 0;
    };
    let what = message!("the job summary cannot be written: {}", because(&error));
    let problem = Problem::warning("summary", what)
        .at(Place::file(&ShownPath::typed(Path::new(path))))
        .hint(message!("check the file that `GITHUB_STEP_SUMMARY` names"));
    ui.say(|colour| human::problems(&[problem], colour));
    1
}
