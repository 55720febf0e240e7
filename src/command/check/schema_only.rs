//! `check --schema-only`: the schema alone, for hooks and CI of people without values.

use crate::command::shared::report::{self, StrictLine};
use crate::core::report::{Report, sort};
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{OutputFormat, human};
use crate::session::options::DefaultScope;
use crate::session::trust::Audience;
use crate::session::{Context, Session, ui};

/// Judges the schema without a value: no other file is read, and git is not asked.
pub(super) fn check(
    context: &Context<'_>,
    format: OutputFormat,
    strict: bool,
) -> Result<Exit, Error> {
    let (host, ui) = (context.host, context.ui);
    let session = match Session::open(context, DefaultScope::IgnoringOuterRun) {
        Ok(session) => session,
        Err(error) => return report::end_without_keys(error, format, host),
    };
    let schema = &session.schema;
    let mut problems = schema.warnings.clone();
    problems.extend(session.open_to_others(&[], Audience::Check));
    sort(&mut problems);
    let report = Report::without_keys(schema.project.clone(), problems);
    let report = report::with_paths(report, format, host);
    match format.keys(&report) {
        Some(document) => ui::print(&document)?,
        None => ui.problems(&report.problems),
    }
    if !format.is_document() {
        ui.note(|_| human::valid_schema(schema))?;
    }
    let warnings = if strict { report.warnings() } else { 0 };
    report::end_strict(warnings, StrictLine::of(format, ui), ui)
}
