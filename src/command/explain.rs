//! `secrun explain KEY`: every layer that has it, who wins and why.

use std::ffi::OsStr;

use crate::cli::ExplainFlags;
use crate::command::session::Session;
use crate::command::{colour, format, tell_all};
use crate::core::name::EnvName;
use crate::core::report::{self, ExplainNotes, Problem};
use crate::env::fingerprints::Policy;
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{Format, json, text};
use crate::schema::model::Schema;
use crate::session::options::{DefaultScope, Options};
use crate::session::ui;

/// Explains one key.
///
/// # Errors
///
/// Whatever keeps the layers from being read; a key that the schema does not
/// declare.
pub fn explain(options: &Options, host: &Host, flags: &ExplainFlags) -> Result<Exit, Error> {
    let format = format(
        flags.report.format.as_deref(),
        host,
        &[Format::Human, Format::Json],
    )?;
    let session = Session::open(options, host, DefaultScope::Everything)?;
    let key = declared(&session.schema, &flags.key)
        .map_err(|problem| undeclared(&session, *problem, &flags.key))?;
    let (fingerprinter, told) = session.fingerprinter(Policy::Guarded);
    let outcome = session.answer(&fingerprinter)?;
    let mut report = outcome.report;
    report.problems.extend(session.lint(&outcome.texts));
    report.problems.retain(|problem| problem.concerns(&key));
    report.entries.retain(|entry| entry.key == key);
    report::sort(&mut report.problems);
    let Some(rule) = session.schema.rules.get(&key) else {
        return Ok(Exit::Trouble);
    };
    let notes = ExplainNotes {
        rule: rule.describe(),
        reason: report.entries.first().and_then(|entry| {
            let broken = report.problems.iter().any(is_about_a_layer);
            match entry.winner() {
                Some(_) if broken => Some(message!("of the layers that can be read")),
                None if broken => Some(message!("the one that would cannot be read")),
                _ => options.why(&session.schema, entry),
            }
        }),
    };
    tell_all(told.as_slice(), options, host);
    ui::report(&match format {
        Format::Json => json::explain(&report, &key, &notes),
        _ => text::explain(&report, &key, &notes, colour(host, Stream::Stdout)),
    })?;
    Ok(if report.errors() == 0 {
        Exit::Clean
    } else {
        Exit::Problems
    })
}

/// Says where an env file sets a key that the schema does not name.
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
    let hint = message!("declare it under `[secrets]` or `[settings]` in ");
    let hint = message!("{}{}", hint, session.schema.path);
    Box::new(Problem { what, ..problem }.hint(hint))
}

/// Whether it keeps a layer of its key from being read.
fn is_about_a_layer(problem: &Problem) -> bool {
    let code = problem.code.as_str();
    let layer = matches!(code, "secret-file" | "nul") || code.starts_with("dotenv.");
    layer && problem.is_error()
}

/// The key that was named, if the schema declares it under this name or as an alias.
pub(super) fn declared(schema: &Schema, word: &OsStr) -> Result<EnvName, Box<Problem>> {
    let name = word.to_str().and_then(|text| EnvName::new(text).ok());
    let by_alias = |name: &EnvName| {
        schema
            .rules
            .values()
            .find(|rule| rule.aliases.contains(name))
            .map(|rule| rule.name.clone())
    };
    if let Some(name) = &name {
        if schema.rules.contains_key(name) {
            return Ok(name.clone());
        }
        if let Some(key) = by_alias(name) {
            return Ok(key);
        }
    }
    let problem = Problem::error("unknown-key", message!("the schema does not name this key"));
    let nearest = name
        .as_ref()
        .and_then(|name| nearest(schema, name.as_str()));
    let problem = match nearest {
        Some(other) => problem.hint(message!("did you mean `{}`?", other)),
        None => problem.hint(message!("run `secrun fingerprint` for the keys there are")),
    };
    Err(match name.filter(EnvName::is_showable) {
        Some(name) => problem.about(&name).into(),
        None => problem.into(),
    })
}

fn nearest<'a>(schema: &'a Schema, word: &str) -> Option<&'a EnvName> {
    let distance = |name: &&EnvName| strsim::damerau_levenshtein(name.as_str(), word);
    schema
        .rules
        .keys()
        .min_by_key(distance)
        .filter(|name| distance(name) <= name.as_str().len() / 3)
}
