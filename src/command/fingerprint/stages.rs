//! The stages of `fingerprint`.

use crate::command::fingerprint::args::Args;
use crate::command::fingerprint::{compare, verify};
use crate::command::shared::{named_key, report};
use crate::core::name::EnvName;
use crate::core::report::{Problem, Report, sort};
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{KeyFormat, human, json};
use crate::session::options::DefaultScope;
use crate::session::{Context, Session};

/// Shows, compares or verifies fingerprints.
pub(crate) fn fingerprint(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    let expected = verify::expected(args)?;
    if args.stdin && args.keys.is_empty() {
        return verify::stdin(context, args, expected.as_ref());
    }
    let verifies = args.stdin || expected.is_some();
    if verifies && args.keys.len() != 1 {
        return Err(verify::takes_one_key().into());
    }
    let mut session = Session::open(context, DefaultScope::Everything)?;
    let declared = |word| named_key::declared(&session.schema, word).map(|rule| rule.name.clone());
    let words = args.keys.iter().map(|key| &**key);
    let keys = words.map(declared).collect::<Result<Vec<_>, _>>()?;
    if !keys.is_empty() {
        session.selection.narrow(&keys);
    }
    if let [key] = keys.as_slice()
        && verifies
    {
        return verify::key(context, &session, args, key, expected.as_ref());
    }
    let (fingerprinter, warning) = args.fingerprinter(context.host, session.project_name())?;
    let outcome = session.resolve(&fingerprinter)?;
    let mut report = outcome.report;
    report.problems.extend(session.lint(&outcome.texts));
    sort(&mut report.problems);
    narrow(&mut report, &keys);
    report.problems.extend(warning);
    if args.exact {
        report.problems.insert(0, exact());
    }
    match &args.against {
        Some(path) => {
            let saved = (path.as_path(), outcome.values.as_ref());
            compare::compare(context, &session, args, &report, &keys, saved)
        }
        None => show(context, args, &report),
    }
}

/// Keeps what is about the keys that were named.
fn narrow(report: &mut Report, keys: &[EnvName]) {
    if !keys.is_empty() {
        report.entries.retain(|entry| keys.contains(&entry.key));
        let concerns = |problem: &Problem| keys.iter().any(|key| problem.concerns(key));
        report.problems.retain(concerns);
    }
}

fn exact() -> Problem {
    let what = message!(
        "`--exact` prints 32 bits of a fast hash: enough to find a weak value by guessing"
    );
    Problem::warning("exact", what)
}

fn show(context: &Context<'_>, args: &Args, report: &Report) -> Result<Exit, Error> {
    let ui = context.ui;
    match args.format() {
        KeyFormat::Human => {
            ui.problems(&report.problems);
            ui.report(|colour| human::fingerprints(report, colour))?;
        }
        KeyFormat::Json => ui.report(|_| json::fingerprints(report, args.policy()))?,
    }
    Ok(report::exit_of(report))
}
