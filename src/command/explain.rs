//! `secrun explain KEY`: every layer that has it, who wins and why.

use std::ffi::{OsStr, OsString};

use crate::command::{key, report, values};
use crate::core::name::EnvName;
use crate::core::report::{ExplainNotes, Problem, sort};
use crate::env::fingerprints::Policy;
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{Format, json, text};
use crate::session::options::DefaultScope;
use crate::session::{Context, Session};

/// Show where the value of a key comes from, and why
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// The key
    #[arg(value_name = "KEY", required = true)]
    pub(crate) key: OsString,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = values::formats(&Format::OF_KEYS))]
    pub(crate) format: Option<Format>,
}

/// Explains one key.
pub(crate) fn explain(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    let session = Session::open(context, DefaultScope::Everything)?;
    let rule = key::declared(&session.schema, &args.key)
        .map_err(|problem| undeclared(&session, *problem, &args.key))?;
    let key = &rule.name;
    let (fingerprinter, warning) = session.fingerprinter(Policy::Guarded);
    let outcome = session.answer(&fingerprinter)?;
    let mut report = outcome.report;
    report.problems.extend(session.lint(&outcome.texts));
    report.problems.retain(|problem| problem.concerns(key));
    report.entries.retain(|entry| entry.key == *key);
    sort(&mut report.problems);
    let broken = report.problems.iter().any(is_about_a_layer);
    let reason = report
        .entries
        .first()
        .and_then(|entry| match entry.winner() {
            Some(_) if broken => Some(message!("of the layers that can be read")),
            None if broken => Some(message!("one layer cannot be read")),
            _ => context.options.why(&session.schema, entry),
        });
    let notes = ExplainNotes {
        rule: rule.describe(),
        reason,
    };
    context.ui.problems(warning.as_slice());
    context.ui.report(|colour| match args.format {
        Some(Format::Json) => json::explain(&report, key, &notes),
        _ => text::explain(&report, key, &notes, colour),
    })?;
    Ok(report::exit_of(&report))
}

/// Adds where an env file sets a key that the schema does not declare.
fn undeclared(session: &Session<'_>, problem: Problem, word: &OsStr) -> Box<Problem> {
    let name = word.to_str().and_then(|text| EnvName::new(text).ok());
    let places = name.map_or_else(Vec::new, |name| session.places_of(&name));
    let Some((first, more)) = places.split_first() else {
        return problem.into();
    };
    let mut what = message!("{}; it is set at {}", problem.what.clone(), first);
    for place in more {
        what = message!("{}, {}", what, place);
    }
    let what = message!("{}, and not passed on", what);
    let schema = &session.schema.path;
    let hint = message!("declare it under `[secrets]` or `[settings]` in {}", schema);
    Box::new(Problem { what, ..problem }.hint(hint))
}

/// Whether it keeps a layer of its key from being read.
fn is_about_a_layer(problem: &Problem) -> bool {
    let code = problem.code.as_str();
    let layer = matches!(code, "secret-file" | "nul") || code.starts_with("dotenv.");
    layer && problem.is_error()
}
