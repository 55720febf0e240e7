//! What is said of what is refused.

use super::expand::ValueFault;
use super::piece::Ambiguity;
use super::scan::{FaultKind, Quote};
use super::text::{FlawKind, Unreadable};
use super::{MAX_FILE_BYTES, MAX_KEYS, MAX_VARIABLE_BYTES, Settings};
use crate::core::message::{Message, Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::Problem;

const SAVE_AS_UTF8: &str = "save the file as UTF-8";
const LITERAL_TEXT: &str = "set `interpolation = \"off\"` under `[env]` if it is literal text";

/// A file that is not read at all.
pub(super) fn unreadable(path: &ShownPath, unreadable: Unreadable) -> Problem {
    match unreadable {
        Unreadable::TooLarge => {
            let what = message!("the file has more than {}", MAX_FILE_BYTES);
            Problem::error("dotenv.too-large", message!("{} bytes", what))
                .at(Place::file(path))
                .hint(message!("keep large values in files of their own"))
        }
        Unreadable::Utf16 => Problem::error("dotenv.utf16", message!("the file is UTF-16"))
            .at(Place::at(path, 1, 1))
            .hint(Message::from(SAVE_AS_UTF8)),
    }
}

/// Bytes that no variable can have.
pub(super) fn flaw(kind: FlawKind) -> Problem {
    match kind {
        FlawKind::Nul => Problem::error("dotenv.nul", message!("a NUL byte"))
            .hint(message!("remove it, or save the file as UTF-8")),
        FlawKind::NotUtf8 => Problem::error("dotenv.not-utf8", message!("not UTF-8 here"))
            .hint(Message::from(SAVE_AS_UTF8)),
    }
}

/// A statement that cannot be read, whose value opens on this line.
pub(super) fn statement(kind: FaultKind, line: usize) -> Problem {
    match kind {
        FaultKind::NotAnAssignment => Problem::error(
            "dotenv.not-an-assignment",
            message!("this line is not `KEY=value`"),
        )
        .hint(message!(
            "quote a value of several lines, and begin a comment with `#`"
        )),
        FaultKind::NoValue => {
            Problem::error("dotenv.no-value", message!("a name with no `=` after it")).hint(
                message!("write `=` after the name for an empty value, or remove the line"),
            )
        }
        FaultKind::Unclosed(quote) => unclosed(quote),
        FaultKind::TextAfter(quote, 0) => text_after(quote),
        FaultKind::TextAfter(quote, lines) => text_far_after(quote, line + lines),
        FaultKind::UnquotedPem => Problem::error(
            "dotenv.unquoted-pem",
            message!("a PEM block with no quotes"),
        )
        .hint(message!("put the whole block in double quotes")),
    }
}

fn unclosed(quote: Quote) -> Problem {
    let what = message!("{} is never closed", quote_opened(quote));
    Problem::error("dotenv.unclosed-quote", what).hint(message!(
        "close it at the end of the value (a `\\` before a quote keeps it open)"
    ))
}

fn text_after(quote: Quote) -> Problem {
    let what = message!("{} has text after its closing quote", quote_opened(quote));
    Problem::error("dotenv.text-after-quote", what).hint(message!(
        "quote the whole value once, with the other kind of quote if it has this one in it"
    ))
}

fn text_far_after(quote: Quote, line: usize) -> Problem {
    let what = message!(
        "{} closes on line {} with text after it",
        quote_opened(quote),
        line
    );
    Problem::error("dotenv.text-after-quote", what)
        .hint(message!("look for a missing closing quote"))
}

fn quote_opened(quote: Quote) -> Message {
    Message::from(match quote {
        Quote::Single => "the `'` opened here",
        _ => "the `\"` opened here",
    })
}

/// A key that is not a variable's name.
pub(super) fn key() -> Problem {
    Problem::error(
        "dotenv.bad-key",
        message!("the key is not made of letters, digits and `_`"),
    )
    .hint(message!(
        "rename the key, or begin the line with `#` if it is a comment"
    ))
}

/// A value that cannot be put together.
pub(super) fn value(fault: &ValueFault, settings: &Settings<'_>) -> Problem {
    match fault {
        ValueFault::Ambiguous(why) => ambiguous(*why),
        ValueFault::Undefined(name) => Problem::error(
            "dotenv.undefined-reference",
            message!(
                "{} is set neither above nor in the environment",
                referred(name, settings)
            ),
        )
        .hint(message!(
            "set it above, or write `${{NAME:-}}` with its name if it may be empty"
        )),
        ValueFault::NotAllowed(name) => Problem::error(
            "dotenv.reference-not-allowed",
            message!(
                "{} is set in the environment, but the child may not inherit it",
                referred(name, settings)
            ),
        )
        .hint(message!("declare it in the schema, or add it to `inherit`")),
        ValueFault::SettingFromSecret(name) => Problem::error(
            "dotenv.setting-from-secret",
            message!(
                "a setting takes in {}, which is or holds a secret",
                referred(name, settings)
            ),
        )
        .hint(message!(
            "declare the key under `[secrets]`: settings may be shown"
        )),
        ValueFault::TooLong => too_long(),
        ValueFault::TooMuch => too_much(),
    }
}

fn too_long() -> Problem {
    let what = message!(
        "more than {} bytes with its name; Linux takes no more for one variable",
        MAX_VARIABLE_BYTES
    );
    Problem::error("too-long", what).hint(message!("keep the value in a file and pass its path"))
}

fn too_much() -> Problem {
    let what = "the references of this file bring in more than a process can be given";
    Problem::error("too-long", Message::from(what))
        .hint(message!("refer to large values less often"))
}

fn ambiguous(why: Ambiguity) -> Problem {
    let (what, hint) = match why {
        Ambiguity::InSingleQuotes => (
            "readers disagree on a `${…}` in single quotes",
            "put it in double quotes to have it replaced, or set `interpolation = \"off\"` under `[env]`",
        ),
        Ambiguity::Escaped => ("readers disagree on a `\\` before `${…}`", LITERAL_TEXT),
        Ambiguity::NestedDefault => (
            "readers disagree on a `${…}` in the default of another",
            "set the default above as a key of its own",
        ),
        Ambiguity::OtherForm => (
            "readers disagree on this form of `${…}`",
            "write `${NAME}` or `${NAME:-default}`, or set `interpolation = \"off\"` under `[env]`",
        ),
    };
    Problem::error("dotenv.ambiguous-reference", Message::from(what)).hint(Message::from(hint))
}

/// A name that is referred to, where it may be shown.
fn referred(name: &EnvName, settings: &Settings<'_>) -> Message {
    if settings.may_show(name) {
        message!("`{}`", name)
    } else {
        message!("the name referred to")
    }
}

/// A key with two values; the earlier one is on this line.
pub(super) fn duplicate(line: usize) -> Problem {
    Problem::warning(
        "dotenv.duplicate",
        message!(
            "also set on line {}; this one wins (uv takes the first)",
            line
        ),
    )
    .hint(message!("remove one of the two"))
}

/// A carriage return alone at a line's end.
pub(super) fn lone_carriage_return() -> Problem {
    Problem::warning(
        "dotenv.lone-cr",
        message!(
            "a carriage return alone ends this line (Compose, bash and uv keep it in the value)"
        ),
    )
    .hint(message!("save the file with LF line ends"))
}

/// One key more than a file may have.
pub(super) fn too_many_keys() -> Problem {
    Problem::error(
        "dotenv.too-many-keys",
        message!("more than {} keys", MAX_KEYS),
    )
    .hint(message!("split the file"))
}

/// One error more than is told.
pub(super) fn too_many_problems() -> Problem {
    Problem::error(
        "dotenv.too-many-problems",
        message!("too many problems; the rest of the file was not read"),
    )
    .hint(message!("check that this is an env file"))
}
