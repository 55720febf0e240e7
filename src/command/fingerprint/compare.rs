//! `--against FILE`: the fingerprints of another machine beside those of this one.

use std::collections::BTreeMap;
use std::path::Path;

use crate::command::fingerprint::args::Args;
use crate::command::shared::standard_input;
use crate::core::message::{Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::read;
use crate::core::report::{
    Compared, Entry, Fingerprint, Problem, RemoteKeys, Report, Stage, Verdict,
};
use crate::env::fingerprints::Policy;
use crate::env::resolve::Validated;
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{KeyFormat, human, json, saved};
use crate::schema::model::Schema;
use crate::session::{Context, Session};

/// Compares the report with a saved one.
pub(super) fn compare(
    context: &Context<'_>,
    session: &Session<'_>,
    args: &Args,
    report: &Report,
    asked: &[EnvName],
    (saved, values): (&Path, Option<&Validated>),
) -> Result<Exit, Error> {
    let mut there = saved_keys(saved, values)?;
    there.retain(|key, _| is_compared(report, &session.schema, asked, key));
    context.ui.problems(&report.problems);
    let rows = compared(&report.entries, args.policy(), &there);
    context.ui.report(|colour| match args.format() {
        KeyFormat::Human => human::comparison(&rows, colour),
        KeyFormat::Json => json::comparison(&rows),
    })?;
    let agrees = |row: &Compared| matches!(row.verdict, Verdict::Same | Verdict::NotComparable);
    Ok(if report.errors() == 0 && rows.iter().all(agrees) {
        Exit::Clean
    } else {
        Exit::Problems
    })
}

/// The fingerprints of a saved report.
fn saved_keys(path: &Path, values: Option<&Validated>) -> Result<RemoteKeys, Error> {
    let values = values.into_iter().flat_map(Validated::iter);
    let shown = ShownPath::typed_in(path, "the path in `--against`");
    let shown = shown.without(values.map(|(_, value)| value));
    let (shown, saved) = if path.as_os_str() == "-" {
        (
            ShownPath::typed(Path::new("standard input")),
            standard_input::read()?,
        )
    } else {
        let saved = read::read(path, &shown)?;
        (shown, saved)
    };
    saved::read_keys(&saved).map_err(|bad| {
        Problem::error("against", bad.what())
            .at(Place::file(&shown))
            .hint(bad.hint())
            .ends(Stage::Read)
            .into()
    })
}

/// Whether a key of the saved report belongs into the table: the keys asked
/// for, else those of the run and those that this schema does not know, where
/// their names may be shown.
fn is_compared(report: &Report, schema: &Schema, asked: &[EnvName], key: &EnvName) -> bool {
    report.entries.iter().any(|entry| entry.key == *key)
        || (asked.is_empty() && key.is_showable() && !schema.rules.contains_key(key))
}

fn compared(entries: &[Entry], policy: Policy, there: &RemoteKeys) -> Vec<Compared> {
    let here: BTreeMap<&EnvName, &Entry> =
        entries.iter().map(|entry| (&entry.key, entry)).collect();
    let mut keys: Vec<&EnvName> = here.keys().copied().chain(there.keys()).collect();
    keys.sort();
    keys.dedup();
    let row = |key: &EnvName| {
        let entry = here.get(key);
        let own = entry
            .and_then(|entry| entry.winner())
            .map(|winner| winner.fingerprint.clone())
            .filter(|fingerprint| *fingerprint != Fingerprint::Empty);
        let there = there.get(key);
        let fingerprint = there.and_then(|there| there.fingerprint.clone());
        let judged = there.and_then(|there| there.judged);
        let compared = Compared::new(key.clone(), own, fingerprint);
        // A setting that equals a secret was judged as a secret.
        let shared = compared.here == Some(Fingerprint::SameAsSecret);
        if policy == Policy::Guarded && !shared && judged == entry.map(|entry| entry.kind) {
            compared.judged_alike()
        } else {
            compared
        }
    };
    keys.into_iter().map(row).collect()
}
