//! `secrun fingerprint`: which value is where, without values.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use zeroize::Zeroizing;

use crate::cli::FingerprintFlags;
use crate::command::explain::declared;
use crate::command::session::{Outcome, Session};
use crate::command::{colour, format, tell, tell_all};
use crate::core::message::{Message, Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::read::{self, MAX_FILE_BYTES, ReadError};
use crate::core::report::{self, Compared, Entry, Kind, Print, Problem, Report, There, Verdict};
use crate::core::secret::{Fingerprint, SecretValue, Secrets};
use crate::env::fingerprint_key;
use crate::env::fingerprints::{Fingerprinter, Policy};
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{Format, json, saved, text};
use crate::schema::model::Schema;
use crate::session::options::{DefaultScope, Options};
use crate::session::ui;

/// Shows, compares or verifies fingerprints.
///
/// # Errors
///
/// Whatever keeps that from being done.
pub fn fingerprint(
    options: &Options,
    host: &Host,
    flags: &FingerprintFlags,
) -> Result<Exit, Error> {
    let format = format(
        flags.report.format.as_deref(),
        host,
        &[Format::Human, Format::Json],
    )?;
    let wanted = flags
        .verify
        .as_deref()
        .map(|text| expected(&text.to_string_lossy()))
        .transpose()?;
    if flags.stdin && flags.keys.is_empty() {
        return of_stdin(options, host, flags, format, wanted);
    }
    let mut session = Session::open(options, host, DefaultScope::Everything)?;
    let keys = flags
        .keys
        .iter()
        .map(|word| declared(&session.schema, word))
        .collect::<Result<Vec<_>, _>>()?;
    if !keys.is_empty() {
        session.selection.narrow(&keys);
    }
    if flags.stdin || wanted.is_some() {
        let verifier = verifier(host, flags, wanted.as_ref(), session.project_name())?;
        let outcome = session.answer(&verifier)?;
        return verify(
            &outcome,
            flags,
            format,
            &keys,
            wanted.map(|wanted| (wanted, verifier)),
        );
    }
    let (fingerprinter, told) = fingerprinter(host, flags, session.project_name())?;
    let outcome = session.answer(&fingerprinter)?;
    let Outcome {
        mut report, texts, ..
    } = outcome;
    report.problems.extend(session.lint(&texts));
    report::sort(&mut report.problems);
    narrow(&mut report, &keys);
    report.problems.extend(told);
    warn_exact(flags, options, &mut report);
    let policy = policy(flags);
    match &flags.against {
        Some(path) => {
            let mut there = saved_prints(path)?;
            there.retain(|key, _| is_compared(&report, &session.schema, &keys, key));
            tell(&report, options, host);
            compare(&report, policy, &there, format, host)
        }
        None => show(&report, policy, format, options, host),
    }
}

/// What makes the fingerprints, and what is wrong with the key where none was
/// asked for.
fn fingerprinter(
    host: &Host,
    flags: &FingerprintFlags,
    project: &str,
) -> Result<(Fingerprinter, Option<Problem>), Error> {
    let (key, told) = if flags.keyed {
        (Some(fingerprint_key::find_or_make(&host.env)?), None)
    } else {
        fingerprint_key::find_or_warn(&host.env)
    };
    Ok((Fingerprinter::new(policy(flags), key, project), told))
}

fn policy(flags: &FingerprintFlags) -> Policy {
    if flags.exact {
        Policy::Exact
    } else {
        Policy::Guarded
    }
}

/// Keeps what is about the keys that were named.
fn narrow(report: &mut Report, keys: &[EnvName]) {
    if !keys.is_empty() {
        report.entries.retain(|entry| keys.contains(&entry.key));
        report
            .problems
            .retain(|problem| keys.iter().any(|key| problem.concerns(key)));
    }
}

fn warn_exact(flags: &FingerprintFlags, options: &Options, report: &mut Report) {
    if flags.exact && options.quiet != Some(true) {
        let what = message!(
            "`--exact` prints 32 bits of a fast hash: enough to find a weak value by trying"
        );
        report.problems.insert(0, Problem::warning("exact", what));
    }
}

fn show(
    report: &Report,
    policy: Policy,
    format: Format,
    options: &Options,
    host: &Host,
) -> Result<Exit, Error> {
    if format == Format::Json {
        ui::report(&json::fingerprints(report, policy))?;
    } else {
        tell(report, options, host);
        ui::report(&text::fingerprints(report, colour(host, Stream::Stdout)))?;
    }
    Ok(if report.errors() == 0 {
        Exit::Clean
    } else {
        Exit::Problems
    })
}

/// What a saved report says.
fn saved_prints(path: &Path) -> Result<BTreeMap<EnvName, There>, Error> {
    let shown = ShownPath::given(path, "the path in `--against`");
    let saved = read::read(path).map_err(|error| ReadError {
        path: shown.clone(),
        cause: (&error).into(),
    })?;
    saved::read_prints(&saved).map_err(|bad| {
        Problem::error("against", bad.what())
            .at(Place::file(&shown))
            .hint(bad.hint())
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

/// `--against FILE`: the same keys on another machine.
fn compare(
    report: &Report,
    policy: Policy,
    there: &BTreeMap<EnvName, There>,
    format: Format,
    host: &Host,
) -> Result<Exit, Error> {
    let rows = compared(&report.entries, policy, there);
    let text = if format == Format::Json {
        json::comparison(&rows)
    } else {
        text::comparison(&rows, colour(host, Stream::Stdout))
    };
    ui::report(&text)?;
    let clean = report.errors() == 0
        && rows
            .iter()
            .all(|row| matches!(row.verdict, Verdict::Same | Verdict::NotComparable));
    Ok(if clean { Exit::Clean } else { Exit::Problems })
}

fn compared(entries: &[Entry], policy: Policy, there: &BTreeMap<EnvName, There>) -> Vec<Compared> {
    let here: BTreeMap<&EnvName, &Entry> =
        entries.iter().map(|entry| (&entry.key, entry)).collect();
    let mut keys: Vec<&EnvName> = here.keys().copied().chain(there.keys()).collect();
    keys.sort();
    keys.dedup();
    let row = |key: &EnvName| {
        let entry = here.get(key);
        let own = entry
            .and_then(|entry| entry.winner())
            .map(|winner| winner.print.clone())
            .filter(|print| *print != Print::Empty);
        let there = there.get(key);
        let print = there.and_then(|there| there.print.clone());
        let judged = there.and_then(|there| there.judged);
        let compared = Compared::new(key.clone(), own, print);
        // What a secret holds, too, was judged as that.
        let shared = compared.here == Some(Print::SameAsSecret);
        if policy == Policy::Guarded && !shared && judged == entry.map(|entry| entry.kind) {
            compared.judged_alike()
        } else {
            compared
        }
    };
    keys.into_iter().map(row).collect()
}

/// What `--verify` was given.
enum Expected {
    /// Hex digits that begin a plain fingerprint.
    Plain(String),
    /// A whole keyed fingerprint.
    Keyed(String),
}

impl Expected {
    fn fits(&self, value: &SecretValue, fingerprinter: &Fingerprinter) -> bool {
        match self {
            Self::Plain(digits) => Fingerprint::of(value).starts_with(digits),
            Self::Keyed(text) => fingerprinter.makes(value, text),
        }
    }
}

/// Reads a fingerprint: `sha256:` and 8 to 64 hex digits, or the keyed form.
fn expected(text: &str) -> Result<Expected, Box<Problem>> {
    let text = text.trim().to_ascii_lowercase();
    let hex = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let keyed = text
        .strip_prefix("hmac:")
        .and_then(|rest| rest.split_once('@'));
    if keyed
        .is_some_and(|(digits, id)| digits.len() == 8 && id.len() == 4 && hex(digits) && hex(id))
    {
        return Ok(Expected::Keyed(text));
    }
    let digits = text.strip_prefix("sha256:").unwrap_or(&text);
    if (8..=64).contains(&digits.len()) && hex(digits) {
        return Ok(Expected::Plain(digits.to_owned()));
    }
    let what = message!("`--verify` takes `sha256:` and 8 to 64 hex digits, or `hmac:…@…`");
    Err(Problem::error("usage", what)
        .hint(message!(
            "copy it from `secrun fingerprint` or Python's hashlib"
        ))
        .into())
}

/// The fingerprinter for `--verify`: a keyed fingerprint needs the key that made it.
fn verifier(
    host: &Host,
    flags: &FingerprintFlags,
    wanted: Option<&Expected>,
    project: &str,
) -> Result<Fingerprinter, Error> {
    let Some(Expected::Keyed(text)) = wanted else {
        return Ok(Fingerprinter::new(policy(flags), None, project));
    };
    let hint = message!("set `SECRUN_FINGERPRINT_KEY` to the key that made the fingerprint");
    let missing = |what: &'static str| {
        let problem = Problem::error("fingerprint-key", Message::from(what));
        Error::from(problem.hint(hint.clone()))
    };
    let key = fingerprint_key::find(&host.env)?
        .ok_or_else(|| missing("there is no fingerprint key here to compare with"))?;
    if !text.ends_with(&key.id()) {
        return Err(missing(
            "made with another fingerprint key than the one here",
        ));
    }
    Ok(Fingerprinter::new(policy(flags), Some(key), project))
}

/// Compares one key with a fingerprint or with standard input. Nothing about
/// the value but yes or no comes out, in a time that does not depend on it.
fn verify(
    outcome: &Outcome,
    flags: &FingerprintFlags,
    format: Format,
    keys: &[EnvName],
    wanted: Option<(Expected, Fingerprinter)>,
) -> Result<Exit, Error> {
    let [key] = keys else {
        let what = message!("`--verify` and `--stdin` are about one key");
        return Err(Problem::error("usage", what)
            .hint(message!("name the key"))
            .into());
    };
    let Some(values) = outcome.values.as_ref() else {
        return Err(Error::Unsatisfied(Box::new(outcome.report.clone())));
    };
    let Some(value) = values.value(key) else {
        let what = message!("no value in this run, so there is nothing to compare");
        return Err(Problem::error("unset", what).about(key).into());
    };
    let by_print = wanted.is_none_or(|(wanted, verifier)| wanted.fits(value, &verifier));
    let by_input = !flags.stdin
        || stdin_candidates()?
            .iter()
            .any(|candidate| candidate.same(value));
    tell_match(by_print && by_input, Some(key), format)
}

/// `--stdin` without a key: the fingerprint of what is read, or whether it is the expected one.
fn of_stdin(
    options: &Options,
    host: &Host,
    flags: &FingerprintFlags,
    format: Format,
    wanted: Option<Expected>,
) -> Result<Exit, Error> {
    let candidates = stdin_candidates()?;
    let Some(value) = candidates.first() else {
        return Ok(Exit::Trouble);
    };
    let Some(wanted) = wanted else {
        let (fingerprinter, told) = fingerprinter(host, flags, "")?;
        tell_all(told.as_slice(), options, host);
        let print: Print = fingerprinter.print(Kind::Secret, value, &Secrets::none());
        ui::report(&if format == Format::Json {
            json::standard_input(&print)
        } else {
            format!("{print}\n")
        })?;
        return Ok(Exit::Clean);
    };
    let verifier = verifier(host, flags, Some(&wanted), "")?;
    let fits = |value: &SecretValue| wanted.fits(value, &verifier);
    tell_match(candidates.iter().any(fits), None, format)
}

fn tell_match(matches: bool, key: Option<&EnvName>, format: Format) -> Result<Exit, Error> {
    let verdict = if matches { "match" } else { "no match" };
    ui::report(&match key {
        _ if format == Format::Json => json::verification(key, matches),
        Some(key) => format!("{key}: {verdict}\n"),
        None => format!("{verdict}\n"),
    })?;
    Ok(if matches { Exit::Clean } else { Exit::Problems })
}

/// The value on standard input: without the line end that `echo` and editors
/// add, and as it is.
fn stdin_candidates() -> Result<Vec<SecretValue>, Error> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        usize::try_from(MAX_FILE_BYTES).unwrap_or(0) + 32,
    ));
    let read = std::io::stdin()
        .lock()
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes);
    read.map_err(|error| ReadError {
        path: ShownPath::new(Path::new("standard input")),
        cause: (&error).into(),
    })?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let what = message!("more than 1 MiB on standard input");
        return Err(Problem::error("too-long", what).into());
    }
    let trimmed = bytes
        .strip_suffix(b"\n")
        .map(|rest| rest.strip_suffix(b"\r").unwrap_or(rest));
    let candidates = trimmed
        .into_iter()
        .chain([bytes.as_slice()])
        .map(SecretValue::new)
        .collect::<Result<Vec<_>, _>>();
    candidates.map_err(|_| Problem::error("nul", message!("a NUL byte on standard input")).into())
}
