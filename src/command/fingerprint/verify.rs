//! `--verify` and `--stdin`: one value against a fingerprint, or against another
//! value. Only yes or no comes out, in a time that does not depend on the value.

use crate::command::fingerprint::args::Args;
use crate::command::shared::standard_input;
use crate::core::name::EnvName;
use crate::core::report::{Failure, KeyKind, Problem, Stage};
use crate::core::secret::{SecretValue, Secrets, ValueDigest};
use crate::env::fingerprint_key;
use crate::env::fingerprints::Fingerprinter;
use crate::env::host::Host;
use crate::error::Error;
use crate::exit::Exit;
use crate::render::{KeyFormat, json};
use crate::session::ui::Ui;
use crate::session::{Context, Session};

/// The argument of `--verify`.
pub(super) enum Expected {
    /// Hex digits that begin a plain fingerprint.
    Plain(String),
    /// A whole keyed fingerprint.
    Keyed(String),
}

impl Expected {
    fn fits(&self, value: &SecretValue, fingerprinter: &Fingerprinter) -> bool {
        match self {
            Self::Plain(digits) => ValueDigest::of(value).starts_with(digits),
            Self::Keyed(text) => fingerprinter.makes(value, text),
        }
    }
}

/// The fingerprint of `--verify`, if it is given.
pub(super) fn expected(args: &Args) -> Result<Option<Expected>, Box<Failure>> {
    let given = args.verify.as_deref();
    given.map(|text| parse(&text.to_string_lossy())).transpose()
}

/// Reads a fingerprint: `sha256:` and 8 to 64 hex digits, or the keyed form.
fn parse(text: &str) -> Result<Expected, Box<Failure>> {
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
    Err(Failure::usage(
        "`--verify` takes `sha256:` and 8 to 64 hex digits, or `hmac:…@…`",
        "copy it from `secrun fingerprint` or Python's hashlib",
    ))
}

/// The fingerprinter for `--verify`: a keyed fingerprint needs the key that made it.
fn verifier(
    host: &Host,
    args: &Args,
    expected: Option<&Expected>,
    project: &str,
) -> Result<Fingerprinter, Error> {
    let Some(Expected::Keyed(text)) = expected else {
        if args.keyed {
            fingerprint_key::find_or_make(&host.env)?;
        }
        return Ok(Fingerprinter::new(args.policy(), None, project));
    };
    let missing = |what: &'static str| {
        let hint = "set `SECRUN_FINGERPRINT_KEY` to the key that made the fingerprint";
        let problem = Problem::error("fingerprint-key", what);
        problem.hint(hint).ends(Stage::Read)
    };
    let key = if args.keyed {
        fingerprint_key::find_or_make(&host.env)?
    } else {
        fingerprint_key::find(&host.env)?
            .ok_or_else(|| missing("no fingerprint key to compare with"))?
    };
    if !text.ends_with(&key.id()) {
        return Err(missing("made with a different fingerprint key").into());
    }
    Ok(Fingerprinter::new(args.policy(), Some(key), project))
}

pub(super) fn takes_one_key() -> Box<Failure> {
    Failure::usage("`--verify` and `--stdin` take one key", "name the key")
}

/// Compares one key with a fingerprint or with standard input.
pub(super) fn key(
    context: &Context<'_>,
    session: &Session<'_>,
    args: &Args,
    key: &EnvName,
    expected: Option<&Expected>,
) -> Result<Exit, Error> {
    let verifier = verifier(context.host, args, expected, session.project_name())?;
    let outcome = session.resolve(&verifier)?;
    let Some(values) = outcome.values else {
        return Err(Error::Unsatisfied(Box::new(outcome.report)));
    };
    let Some(value) = values.value(key) else {
        let what = message!("no value in this run, so there is nothing to compare");
        let problem = Problem::error("unset", what).about(key);
        return Err(problem.ends(Stage::Unsatisfied).into());
    };
    let by_print = expected.is_none_or(|expected| expected.fits(value, &verifier));
    let by_input = !args.stdin
        || stdin_candidates()?
            .iter()
            .any(|candidate| candidate.same(value));
    answer(context.ui, args, by_print && by_input, Some(key))
}

/// `--stdin` without a key: prints the fingerprint of what is read, or whether it is
/// the expected one.
pub(super) fn stdin(
    context: &Context<'_>,
    args: &Args,
    expected: Option<&Expected>,
) -> Result<Exit, Error> {
    let (host, ui) = (context.host, context.ui);
    let candidates = stdin_candidates()?;
    if expected.is_some() {
        let verifier = verifier(host, args, expected, "")?;
        let fits = |value: &SecretValue| expected.is_some_and(|it| it.fits(value, &verifier));
        return answer(ui, args, candidates.iter().any(fits), None);
    }
    let (fingerprinter, warning) = args.fingerprinter(host, "")?;
    ui.problems(warning.as_slice());
    // The first is without the line end.
    let fingerprint = fingerprinter.of(KeyKind::Secret, &candidates[0], &Secrets::none());
    ui.report(|_| match args.format() {
        KeyFormat::Human => format!("{fingerprint}\n"),
        KeyFormat::Json => json::standard_input(&fingerprint),
    })?;
    Ok(Exit::Clean)
}

fn answer(ui: Ui, args: &Args, matches: bool, key: Option<&EnvName>) -> Result<Exit, Error> {
    let verdict = if matches { "match" } else { "no match" };
    ui.report(|_| match (args.format(), key) {
        (KeyFormat::Json, _) => json::verification(key, matches),
        (KeyFormat::Human, Some(key)) => format!("{key}: {verdict}\n"),
        (KeyFormat::Human, None) => format!("{verdict}\n"),
    })?;
    Ok(if matches { Exit::Clean } else { Exit::Problems })
}

/// The value on standard input, both without the line end that `echo` and editors add
/// and unchanged.
fn stdin_candidates() -> Result<Vec<SecretValue>, Error> {
    let bytes = standard_input::read()?;
    let trimmed = standard_input::without_line_end(&bytes);
    let candidates = trimmed
        .into_iter()
        .chain([bytes.as_slice()])
        .map(SecretValue::new)
        .collect::<Result<Vec<_>, _>>();
    candidates.map_err(|_| standard_input::has_nul().ends(Stage::Read).into())
}
