//! Shared by the commands that write a file from the schema, or compare one with it.

use crate::adopt::example::{self, Example};
use crate::command::shared::{known_values, report};
use crate::core::message::{Message, Place};
use crate::core::report::{Problem, Report, Stage, sort};
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{OutputFormat, human};
use crate::session::{Context, Session};

/// Ends the command if a text made from the schema has the real value of a secret.
pub(crate) fn refuse_real_values(session: &Session<'_>, made: &str) -> Result<(), Error> {
    let schema = Example {
        path: &session.schema.path,
        text: made.as_bytes(),
    };
    let real =
        example::holds_real_values(&session.schema, &schema, &known_values::present(session)?);
    let Some(problem) = real.into_iter().next() else {
        return Ok(());
    };
    let what =
        message!("the schema holds the real value in a description, an example or a default");
    let rule = problem.key.as_ref();
    let rule = rule.and_then(|key| session.schema.rules.get(key));
    let path = rule.map_or(&session.schema.path, |rule| &rule.place.path);
    let place = Place::file(path);
    let problem = Problem { what, ..problem }.at(place);
    Err(problem.ends(Stage::Schema).into())
}

/// Ends a comparison: its problems in a format, or a line that says there are none.
pub(crate) fn end_comparison(
    session: &Session<'_>,
    context: &Context<'_>,
    mut problems: Vec<Problem>,
    format: Option<OutputFormat>,
    good: &Message,
) -> Result<Exit, Error> {
    let (host, ui) = (context.host, context.ui);
    sort(&mut problems);
    let report = Report::without_keys(session.schema.project.clone(), problems);
    let format = report::format_or_default(format, host);
    let report = report::with_paths(report, format, host);
    if let Some(document) = format.keys(&report) {
        ui.report(|_| document)?;
    } else {
        ui.say(|colour| human::problems(&report.problems, colour));
        if report.errors() == 0 {
            ui.note(|_| format!("{good}\n"))?;
        }
    }
    Ok(report::exit_of(&report))
}
