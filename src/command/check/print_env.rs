//! `--print-env`: the variables that the program would get, and why.

use crate::core::report::{Failure, Report, Status};
use crate::env::child_env::ChildInputs;
use crate::error::Error;
use crate::render::{KeyFormat, OutputFormat, human, json};
use crate::session::Context;

/// The format that was asked for, if the list has it.
pub(super) fn format(asked: Option<OutputFormat>) -> Result<KeyFormat, Box<Failure>> {
    let Some(asked) = asked else {
        return Ok(KeyFormat::Human);
    };
    KeyFormat::of(asked).ok_or_else(|| {
        let what = "`--print-env` does not support this format";
        Failure::usage(what, "choose one of `human`, `json`")
    })
}

/// Prints the list, and the report's problems beside it.
pub(super) fn print(
    context: &Context<'_>,
    child: ChildInputs<'_>,
    report: &Report,
    format: KeyFormat,
) -> Result<(), Error> {
    let set = report
        .entries
        .iter()
        .filter(|entry| entry.status != Status::Unset && entry.winner().is_some());
    let rows = child.names(set.map(|entry| &entry.key));
    context.ui.report(|colour| match format {
        KeyFormat::Human => human::environment(&rows, colour),
        KeyFormat::Json => json::environment(&rows),
    })?;
    context.ui.problems(&report.problems);
    Ok(())
}
