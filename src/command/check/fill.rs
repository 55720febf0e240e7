//! `secrun check --fill`: asks for every required key that has no value, and writes each
//! as `secrun set` does.

use crate::command::shared::ask::{self, Asked};
use crate::command::shared::edit::{self, Destination};
use crate::command::shared::known_values;
use crate::core::binding::Bindings;
use crate::core::message::{Message, counted};
use crate::core::name::EnvName;
use crate::core::report::{Report, Status};
use crate::env::fingerprints::Policy;
use crate::error::Error;
use crate::exec::sys::signal;
use crate::exec::{Ending, end_as};
use crate::exit::Exit;
use crate::schema::model::Rule;
use crate::session::options::DefaultScope;
use crate::session::{Context, Session};

/// How the asking ended.
pub(super) enum Filled {
    /// Every key was asked for, or the user had enough: a check follows.
    Asked,
    Signal(Exit),
}

/// What came of one key.
enum Answer {
    Written,
    Skipped,
    Quit,
    Signal(i32),
}

/// Asks for what is missing. What is written stays, whatever comes next.
pub(super) fn fill(context: &Context<'_>) -> Result<Filled, Error> {
    ask::need_terminal(context.host)?;
    signal::outlive_file_size_limit();
    let session = Session::open(context, DefaultScope::Everything)?;
    let missing = missing(&session)?;
    let mut written = 0;
    for (number, rule) in (1..).zip(&missing) {
        let counter = message!("{} of {}", number, missing.len());
        match one(context, &session, rule, &counter)? {
            Answer::Written => written += 1,
            Answer::Skipped => {}
            Answer::Quit => break,
            Answer::Signal(number) => {
                let status = end_as(Ending::Signal(number));
                return Ok(Filled::Signal(Exit::OfChild(status)));
            }
        }
    }
    let total = counted(missing.len(), "missing key");
    context.ui.note(|_| match missing.len() {
        0 => "no required key is missing\n".to_owned(),
        _ => format!("set {written} of {total}\n"),
    })?;
    Ok(Filled::Asked)
}

/// The required keys without a value in any layer, in the order of the schema.
fn missing<'s>(session: &'s Session<'_>) -> Result<Vec<&'s Rule>, Error> {
    let loaded = if session.selection.makes_fakes(&session.schema) {
        session.load()?
    } else {
        session.load_present()?
    };
    let (fingerprinter, _) = session.fingerprinter(Policy::Silent);
    let Report {
        entries, problems, ..
    } = session.judge(loaded, &fingerprinter).report;
    let is_empty = |key: &EnvName| {
        let mut problems = problems.iter();
        problems.any(|it| it.code.as_str() == "empty" && it.key.as_ref() == Some(key))
    };
    let is_asked = |status: Status, key: &EnvName| match status {
        Status::Missing => true,
        Status::Invalid => is_empty(key),
        Status::Ok | Status::Unset | Status::Unknown => false,
    };
    let entries = entries
        .iter()
        .filter(|it| it.required && is_asked(it.status, &it.key));
    let mut rules: Vec<&Rule> = entries
        .filter_map(|it| session.schema.rules.get(&it.key))
        .collect();
    rules.sort_by_key(|rule| rule.place.position);
    Ok(rules)
}

/// Asks for one key until there is a value that passes, or none is wanted.
fn one(
    context: &Context<'_>,
    session: &Session<'_>,
    rule: &Rule,
    counter: &Message,
) -> Result<Answer, Error> {
    let bindings = known_values::present(session)?;
    let destination = Destination::of(session, &bindings, rule, None)?;
    let warning = destination.check(context)?;
    let mut question = question(session, &bindings, &destination, rule, counter);
    loop {
        let value = match ask::value(context.host, &question) {
            Ok(Asked::Value(value)) if value.is_empty() => return Ok(Answer::Skipped),
            Ok(Asked::Value(value)) => value,
            Ok(Asked::Nothing) => return Ok(Answer::Quit),
            Ok(Asked::Signal(number)) => return Ok(Answer::Signal(number)),
            Err(error) => {
                again(context, error)?;
                continue;
            }
        };
        let written = edit::judged(session, &bindings, rule, &value)
            .and_then(|warnings| Ok((destination.set(session, rule, &value)?, warnings)));
        match written {
            Ok((line, mut warnings)) => {
                warnings.extend(warning);
                edit::report(session, context, (&destination, line), rule, &value)?;
                context.ui.problems(&warnings);
                return Ok(Answer::Written);
            }
            Err(error) => again(context, error)?,
        }
        question = short(rule);
    }
}

/// Shows what is wrong with an answer. What is wrong with a file ends the asking.
fn again(context: &Context<'_>, error: Error) -> Result<(), Error> {
    match error {
        Error::Unsatisfied(report) if report.problems.iter().all(|it| it.place.is_none()) => {
            context.ui.problems(&report.problems);
            Ok(())
        }
        error => Err(error),
    }
}

/// The question, with what the schema says of the key.
fn question(
    session: &Session<'_>,
    bindings: &Bindings,
    destination: &Destination,
    rule: &Rule,
    counter: &Message,
) -> Message {
    let secrets = known_values::secrets(session, bindings);
    let profile = session.selection.profile.as_ref();
    let help = session.schema.help(rule, profile, &secrets);
    let mut text = message!("\n{} ({}), for {}\n", rule.name, counter, destination.shown);
    if let Some(description) = help.description {
        text = message!("{}  {}\n", text, description);
    }
    if let Some(page) = help.docs {
        text = message!("{}  get it at {}\n", text, page);
    }
    match (help.owner, help.contact) {
        (Some(owner), Some(contact)) => {
            text = message!("{}  ask `{}`: {}\n", text, owner, contact);
        }
        (Some(owner), None) => text = message!("{}  ask `{}`\n", text, owner),
        (None, _) => {}
    }
    let rule_words = rule.describe().into_iter();
    let rule_words = rule_words.reduce(|one, next| message!("{}, {}", one, next));
    if let Some(words) = rule_words {
        text = message!("{}  {}\n", text, words);
    }
    message!("{}{}", text, short(rule))
}

fn short(rule: &Rule) -> Message {
    message!("{} (not shown; Enter skips, Ctrl-D quits): ", rule.name)
}
