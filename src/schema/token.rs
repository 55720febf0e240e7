//! A value against the forms of providers' tokens: what is wrong with it.

use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::schema::formats::{self, Fit, Format};
use crate::schema::model::Rule;

/// Whether a run's profile accepts live keys of providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveKeys {
    /// A key must be of its provider's form.
    Allow,
    /// A provider's live key is refused, whatever the variable, and the rule
    /// `format` is lifted, so that a fake passes.
    Forbid,
}

/// Checks the form of a value: whether it is a key of the provider, or whether it is a
/// live one where none is wanted.
pub(super) fn check(rule: &Rule, bytes: &[u8], live_keys: LiveKeys) -> Option<Problem> {
    let names = rule.names().map(EnvName::as_str);
    match (live_keys, rule.format) {
        (LiveKeys::Forbid, declared) => formats::live_form_of(names, declared, bytes).map(live_key),
        (LiveKeys::Allow, Some(format)) => check_format(format, bytes),
        (LiveKeys::Allow, None) if rule.is_secret() => {
            formats::cut_off(rule.name.as_str(), bytes).map(|format| cut_off(format, bytes))
        }
        (LiveKeys::Allow, None) => None,
    }
}

/// Checks a provider's form. Providers change theirs without notice, so what may be a key
/// of a new form is a warning.
fn check_format(format: Format, bytes: &[u8]) -> Option<Problem> {
    let noun = format.noun();
    let length = |what| Problem::warning("format.length", what);
    let problem = match format.fit(bytes) {
        Fit::Exact => return None,
        Fit::CutOff => return Some(cut_off(format, bytes)),
        Fit::Shorter => length(message!(
            "looks like {} but has an unexpected length; was it cut off?",
            noun
        )),
        Fit::OtherStructure => length(message!(
            "looks like {} but has an unexpected length or structure",
            noun
        )),
        Fit::Unknown => {
            let what = message!("does not look like {}", noun);
            let hint = "check that it is the right one; if it is, remove `format` from the schema";
            return Some(Problem::warning("format.unknown", what).hint(hint));
        }
        Fit::Other(other) => {
            let what = message!("not {}: it looks like {}", noun, other.noun());
            Problem::error("format", what)
        }
        Fit::No => Problem::error("format", message!("not {}", noun)),
    };
    Some(problem.hint(copy(bytes)))
}

/// A key of which the end is missing.
fn cut_off(format: Format, bytes: &[u8]) -> Problem {
    let what = message!(
        "looks like {} but is cut off: shorter than any known one",
        format.noun()
    );
    Problem::error("format.cut-off", what).hint(copy(bytes))
}

fn copy(bytes: &[u8]) -> Message {
    Message::from(if formats::is_placeholder(bytes) {
        "replace the placeholder with the real key"
    } else {
        "copy the whole key from the provider again"
    })
}

/// Refuses a live key where a fake is wanted.
fn live_key(format: Format) -> Problem {
    let what = message!(
        "a live key of the format `{}`, which this profile forbids",
        format.name()
    );
    Problem::error("live-key", what).hint("use a test key or a fake one")
}
