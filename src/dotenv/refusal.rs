//! What is said of what is refused.

use super::expand::ValueFault;
use super::piece::Ambiguity;
use super::scan::{FaultKind, Quote};
use super::text::{FlawKind, Unreadable};
use super::{MAX_FILE_BYTES, MAX_KEYS, MAX_VARIABLE_BYTES, Settings};
use crate::core::message::{Place, ShownPath, Words};
use crate::core::name::EnvName;
use crate::core::report::Problem;

const SAVE_AS_UTF8: &str = "save the file as UTF-8";
const LITERAL_TEXT: &str = "set `interpolation = \"off\"` under `[env]` if it is literal text";

/// A file that is not read at all.
pub(super) fn unreadable(path: &ShownPath, unreadable: Unreadable) -> Problem {
    match unreadable {
        Unreadable::TooLarge => {
            let what = Words::new("the file has more than ").count(MAX_FILE_BYTES);
            Problem::error("dotenv.too-large", what.text(" bytes"))
                .at(Place::file(path))
                .hint(Words::new("keep large values in files of their own"))
        }
        Unreadable::Utf16 => Problem::error("dotenv.utf16", Words::new("the file is UTF-16"))
            .at(Place::at(path, 1, 1))
            .hint(Words::new(SAVE_AS_UTF8)),
    }
}

/// Bytes that no variable can have.
pub(super) fn flaw(kind: FlawKind) -> Problem {
    match kind {
        FlawKind::Nul => Problem::error("dotenv.nul", Words::new("a NUL byte"))
            .hint(Words::new("remove it, or save the file as UTF-8")),
        FlawKind::NotUtf8 => Problem::error("dotenv.not-utf8", Words::new("not UTF-8 here"))
            .hint(Words::new(SAVE_AS_UTF8)),
    }
}

/// A statement that cannot be read, whose value opens on this line.
pub(super) fn statement(kind: FaultKind, line: usize) -> Problem {
    match kind {
        FaultKind::NotAnAssignment => Problem::error(
            "dotenv.not-an-assignment",
            Words::new("this line is not `KEY=value`"),
        )
        .hint(Words::new(
            "quote a value of several lines, and begin a comment with `#`",
        )),
        FaultKind::NoValue => {
            Problem::error("dotenv.no-value", Words::new("a name with no `=` after it")).hint(
                Words::new("write `=` after the name for an empty value, or remove the line"),
            )
        }
        FaultKind::Unclosed(quote) => unclosed(quote),
        FaultKind::TextAfter(quote, 0) => text_after(quote),
        FaultKind::TextAfter(quote, lines) => text_far_after(quote, line + lines),
        FaultKind::UnquotedPem => Problem::error(
            "dotenv.unquoted-pem",
            Words::new("a PEM block with no quotes"),
        )
        .hint(Words::new("put the whole block in double quotes")),
    }
}

fn unclosed(quote: Quote) -> Problem {
    let what = quote_opened(quote).text(" is never closed");
    Problem::error("dotenv.unclosed-quote", what).hint(Words::new(
        "close it at the end of the value (a `\\` before a quote keeps it open)",
    ))
}

fn text_after(quote: Quote) -> Problem {
    let what = quote_opened(quote).text(" has text after its closing quote");
    Problem::error("dotenv.text-after-quote", what).hint(Words::new(
        "quote the whole value once, with the other kind of quote if it has this one in it",
    ))
}

fn text_far_after(quote: Quote, line: usize) -> Problem {
    let what = quote_opened(quote)
        .text(" closes on line ")
        .count(line)
        .text(" with text after it");
    Problem::error("dotenv.text-after-quote", what)
        .hint(Words::new("look for a missing closing quote"))
}

fn quote_opened(quote: Quote) -> Words {
    Words::new(match quote {
        Quote::Single => "the `'` opened here",
        _ => "the `\"` opened here",
    })
}

/// A key that is not a variable's name.
pub(super) fn key() -> Problem {
    Problem::error(
        "dotenv.bad-key",
        Words::new("the key is not made of letters, digits and `_`"),
    )
    .hint(Words::new(
        "rename the key, or begin the line with `#` if it is a comment",
    ))
}

/// A value that cannot be put together.
pub(super) fn value(fault: &ValueFault, settings: &Settings<'_>) -> Problem {
    match fault {
        ValueFault::Ambiguous(why) => ambiguous(*why),
        ValueFault::Undefined(name) => Problem::error(
            "dotenv.undefined-reference",
            referred(name, settings).text(" is set neither above nor in the environment"),
        )
        .hint(Words::new(
            "set it above, or write `${NAME:-}` with its name if it may be empty",
        )),
        ValueFault::NotAllowed(name) => Problem::error(
            "dotenv.reference-not-allowed",
            referred(name, settings)
                .text(" is set in the environment, but the child may not inherit it"),
        )
        .hint(Words::new(
            "declare it in the schema, or add it to `inherit`",
        )),
        ValueFault::SettingFromSecret(name) => Problem::error(
            "dotenv.setting-from-secret",
            Words::new("a setting takes in ")
                .words(&referred(name, settings))
                .text(", which is or holds a secret"),
        )
        .hint(Words::new(
            "declare the key under `[secrets]`: settings may be shown",
        )),
        ValueFault::TooLong => too_long(),
        ValueFault::TooMuch => too_much(),
    }
}

fn too_long() -> Problem {
    let what = Words::new("more than ")
        .count(MAX_VARIABLE_BYTES)
        .text(" bytes with its name; Linux takes no more for one variable");
    Problem::error("too-long", what).hint(Words::new("keep the value in a file and pass its path"))
}

fn too_much() -> Problem {
    let what = "the references of this file bring in more than a process can be given";
    Problem::error("too-long", Words::new(what))
        .hint(Words::new("refer to large values less often"))
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
    Problem::error("dotenv.ambiguous-reference", Words::new(what)).hint(Words::new(hint))
}

/// A name that is referred to, where it may be shown.
fn referred(name: &EnvName, settings: &Settings<'_>) -> Words {
    if settings.may_show(name) {
        Words::new("").name(name)
    } else {
        Words::new("the name referred to")
    }
}

/// A key with two values; the earlier one is on this line.
pub(super) fn duplicate(line: usize) -> Problem {
    Problem::warning(
        "dotenv.duplicate",
        Words::new("also set on line ")
            .count(line)
            .text("; this one wins (uv takes the first)"),
    )
    .hint(Words::new("remove one of the two"))
}

/// A carriage return alone at a line's end.
pub(super) fn lone_carriage_return() -> Problem {
    Problem::warning(
        "dotenv.lone-cr",
        Words::new(
            "a carriage return alone ends this line (Compose, bash and uv keep it in the value)",
        ),
    )
    .hint(Words::new("save the file with LF line ends"))
}

/// One key more than a file may have.
pub(super) fn too_many_keys() -> Problem {
    Problem::error(
        "dotenv.too-many-keys",
        Words::new("more than ").count(MAX_KEYS).text(" keys"),
    )
    .hint(Words::new("split the file"))
}

/// One error more than is told.
pub(super) fn too_many_problems() -> Problem {
    Problem::error(
        "dotenv.too-many-problems",
        Words::new("too many problems; the rest of the file was not read"),
    )
    .hint(Words::new("check that this is an env file"))
}
