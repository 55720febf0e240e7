//! `secrun explain KEY`: every layer that has it, who wins and why.

use std::ffi::OsStr;

use crate::command::shared::{choices, known_values, named_key, report};
use crate::core::binding::Provenance;
use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::{Candidate, Effect, Entry, ExplainNotes, Failure, KeyKind, sort};
use crate::env::fingerprints::Policy;
use crate::env::selection::Nesting;
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{KeyFormat, human, json};
use crate::schema::model::Precedence;
use crate::session::options::{DefaultScope, Options};
use crate::session::words::KeyName;
use crate::session::{Context, Session};

/// Show where the value of a key comes from, and why
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// The key
    #[arg(value_name = "KEY")]
    pub(crate) key: KeyName,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_parser = choices::key_formats())]
    pub(crate) format: Option<KeyFormat>,
}

/// Explains one key.
pub(crate) fn explain(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    let session = Session::open(context, DefaultScope::Everything)?;
    let rule = named_key::declared(&session.schema, &args.key)
        .map_err(|failure| undeclared(&session, failure, &args.key))?;
    let key = &rule.name;
    let (fingerprinter, warning) = session.fingerprinter(Policy::Guarded);
    let loaded = session.load()?;
    let secrets = known_values::secrets(&session, &loaded.bindings);
    let profile = session.selection.profile.as_ref();
    let help = session.schema.help(rule, profile, &secrets);
    drop(secrets);
    let outcome = session.judge(loaded, &fingerprinter);
    let mut report = outcome.report;
    report.problems.extend(session.lint(&outcome.texts));
    report.problems.retain(|problem| problem.concerns(key));
    report.entries.retain(|entry| entry.key == *key);
    sort(&mut report.problems);
    let mut effects = report.problems.iter().map(|problem| problem.effect);
    let broken = effects.any(|effect| effect == Effect::HidesValue);
    let reason = report
        .entries
        .first()
        .and_then(|entry| match entry.winner() {
            Some(_) if broken => Some(message!("of the layers that can be read")),
            None if broken => Some(message!("one layer cannot be read")),
            _ => why(&context.options, &session, entry),
        });
    let notes = ExplainNotes {
        rule: rule.describe(),
        reason,
        description: help.description.map(|it| message!("{}", it)),
        docs: help.docs.map(|it| message!("{}", it)),
        contact: help.contact.map(|it| message!("{}", it)),
    };
    context.ui.problems(warning.as_slice());
    context
        .ui
        .report(|colour| match args.format.unwrap_or_default() {
            KeyFormat::Human => human::explain(&report, key, &notes, colour),
            KeyFormat::Json => json::explain(&report, key, &notes),
        })?;
    Ok(report::exit_of(&report))
}

/// Why the winning layer of a key wins, or why the run has none.
fn why(options: &Options, session: &Session<'_>, entry: &Entry) -> Option<Message> {
    let Some((winner, shadowed)) = entry.candidates.split_last() else {
        let takes_none =
            entry.kind == KeyKind::Secret && session.selection.makes_fakes(&session.schema);
        return takes_none.then(|| message!("the profile takes no secrets from `[env] files`"));
    };
    let over_host = shadowed.iter().any(|it| it.provenance == Provenance::Host);
    // One file, or the host, has it under several of its names.
    let is_same_layer = |other: &Candidate| match (&other.provenance, &winner.provenance) {
        (Provenance::File { place: one }, Provenance::File { place: other }) => {
            one.path == other.path
        }
        (one, other) => one == other,
    };
    Some(match &winner.provenance {
        _ if shadowed.is_empty() => message!("the only layer that sets it"),
        Provenance::Host | Provenance::File { .. } if shadowed.iter().all(is_same_layer) => {
            message!("an earlier name beats a later one")
        }
        Provenance::Host if session.selection.nesting == Nesting::Nested => {
            message!("the outer run's value beats files and defaults")
        }
        Provenance::Host => message!("the host environment beats files and defaults"),
        Provenance::Fake => message!("the layer above it is empty, so the fake applies"),
        Provenance::Default => message!("the layer above it is empty, so the default applies"),
        _ if over_host && options.precedence(&session.schema) == Precedence::FilesFirst => {
            let asked_by = match options.overrides {
                Some(_) => "`--override`",
                None => "`override` in the schema",
            };
            message!("files beat the host environment ({})", asked_by)
        }
        Provenance::SecretFile { .. } => {
            message!("a file with one value beats env files and defaults")
        }
        Provenance::File { .. } => message!("later files beat earlier ones and defaults"),
    })
}

/// Adds where an env file sets a key that the schema does not declare.
fn undeclared(session: &Session<'_>, mut failure: Box<Failure>, word: &OsStr) -> Box<Failure> {
    let name = word.to_str().and_then(|text| EnvName::new(text).ok());
    let places = name.map_or_else(Vec::new, |name| session.places_of(&name));
    let Some((first, more)) = places.split_first() else {
        return failure;
    };
    let mut what = message!("{}; it is set at {}", failure.problem.what, first);
    for place in more {
        what = message!("{}, {}", what, place);
    }
    failure.problem.what = message!("{}, and not passed on", what);
    let schema = &session.schema.path;
    let hint = message!("declare it under `[secrets]` or `[settings]` in {}", schema);
    failure.problem.hint = Some(hint);
    failure
}
