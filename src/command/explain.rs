//! `secrun explain KEY`: every layer that has it, who wins and why.

use std::ffi::OsStr;

use crate::cli::ExplainFlags;
use crate::command::inquiry::Inquiry;
use crate::command::{colour, format, tell_all};
use crate::core::message::Words;
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
    let inquiry = Inquiry::open(options, host, DefaultScope::Everything)?;
    let key = declared(&inquiry.schema, &flags.key)
        .map_err(|problem| undeclared(&inquiry, *problem, &flags.key))?;
    let (printer, told) = inquiry.printer(Policy::Guarded);
    let outcome = inquiry.answer(&printer)?;
    let mut report = outcome.report;
    report.problems.extend(inquiry.lint(&outcome.texts));
    report.problems.retain(|problem| problem.concerns(&key));
    report.entries.retain(|entry| entry.key == key);
    report::sort(&mut report.problems);
    let Some(rule) = inquiry.schema.rules.get(&key) else {
        return Ok(Exit::Trouble);
    };
    let notes = ExplainNotes {
        rule: rule.describe(),
        reason: report.entries.first().and_then(|entry| {
            let broken = report.problems.iter().any(is_about_a_layer);
            match entry.winner() {
                Some(_) if broken => Some(Words::new("of the layers that can be read")),
                None if broken => Some(Words::new("the one that would cannot be read")),
                _ => options.why(&inquiry.schema, entry),
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
fn undeclared(inquiry: &Inquiry<'_>, problem: Problem, word: &OsStr) -> Box<Problem> {
    let name = word.to_str().and_then(|text| EnvName::new(text).ok());
    let places = name.map_or_else(Vec::new, |name| inquiry.places_of(&name));
    let Some((first, more)) = places.split_first() else {
        return problem.into();
    };
    let mut what = problem.what.clone().text("; it is set at ").show(first);
    for place in more {
        what = what.text(", ").show(place);
    }
    let what = what.text(", and not passed on");
    let hint = Words::new("declare it under `[secrets]` or `[settings]` in ");
    let hint = hint.show(&inquiry.schema.path);
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
    let problem = Problem::error(
        "unknown-key",
        Words::new("the schema does not name this key"),
    );
    let nearest = name
        .as_ref()
        .and_then(|name| nearest(schema, name.as_str()));
    let problem = match nearest {
        Some(other) => problem.hint(Words::new("did you mean ").name(other).text("?")),
        None => problem.hint(Words::new(
            "run `secrun fingerprint` for the keys there are",
        )),
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
