//! The problems of an env file, in words that hold no value.

use crate::core::message::{Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::dotenv::expand::ValueFault;
use crate::dotenv::lexer::{FaultKind, Quote};
use crate::dotenv::piece::Ambiguity;
use crate::dotenv::statement::{MAX_FILE_BYTES, MAX_KEYS, MAX_VARIABLE_BYTES, ReadOptions};
use crate::dotenv::text::{FlawKind, Unreadable};

const SAVE_AS_UTF8: &str = "save the file as UTF-8";
const LITERAL_TEXT: &str = "set `interpolation = \"off\"` under `[env]` if it is literal text";

/// A file that is not read at all.
pub(super) fn unreadable(path: &ShownPath, unreadable: Unreadable) -> Problem {
    match unreadable {
        Unreadable::TooLarge => {
            let what = message!("the file has more than {} bytes", MAX_FILE_BYTES);
            Problem::error("dotenv.too-large", what)
                .at(Place::file(path))
                .hint("keep large values in separate files")
        }
        Unreadable::Utf16 => Problem::error("dotenv.utf16", "the file is UTF-16")
            .at(Place::at(path, 1, 1))
            .hint(SAVE_AS_UTF8),
    }
}

/// Bytes that no variable can have.
pub(super) fn flaw(kind: FlawKind) -> Problem {
    match kind {
        FlawKind::Nul => {
            Problem::error("dotenv.nul", "a NUL byte").hint("remove it, or save the file as UTF-8")
        }
        FlawKind::NotUtf8 => Problem::error("dotenv.not-utf8", "invalid UTF-8").hint(SAVE_AS_UTF8),
    }
}

/// A statement that cannot be read, whose value opens on this line.
pub(super) fn statement(kind: FaultKind, line: usize) -> Problem {
    match kind {
        FaultKind::NotAnAssignment => {
            Problem::error("dotenv.not-an-assignment", "this line is not `KEY=value`")
                .hint("quote multi-line values, and start comments with `#`")
        }
        FaultKind::NoValue => Problem::error("dotenv.no-value", "no `=` after the name")
            .hint("write `=` after the name for an empty value, or remove the line"),
        FaultKind::Unclosed(quote) => {
            let what = message!("the {} opened here is never closed", shown(quote));
            let hint = "close it at the end of the value (a `\\` before a quote keeps it open)";
            Problem::error("dotenv.unclosed-quote", what).hint(hint)
        }
        FaultKind::TextAfter(quote, lines) => text_after(quote, line, lines),
        FaultKind::UnquotedPem => {
            Problem::error("dotenv.unquoted-pem", "a PEM block without quotes")
                .hint("put the whole block in double quotes")
        }
    }
}

/// Text after the closing quote, this many lines below the opening one.
fn text_after(quote: Quote, line: usize, lines: usize) -> Problem {
    let (what, hint) = if lines == 0 {
        (
            message!(
                "the {} opened here has text after its closing quote",
                shown(quote)
            ),
            "remove what follows it, such as a comma, or quote the whole value once with the other kind of quotes",
        )
    } else {
        (
            message!(
                "the {} opened here closes on line {} with text after it",
                shown(quote),
                line + lines
            ),
            "look for a missing closing quote",
        )
    };
    Problem::error("dotenv.text-after-quote", what).hint(hint)
}

const fn shown(quote: Quote) -> &'static str {
    match quote {
        Quote::Single => "`'`",
        Quote::Double | Quote::None => "`\"`",
    }
}

/// A key that is not a valid variable name.
pub(super) fn key() -> Problem {
    let what = "the key has characters other than letters, digits and `_`";
    Problem::error("dotenv.bad-key", what)
        .hint("rename the key, or start the line with `#` if it is a comment")
}

/// A value that cannot be put together.
pub(super) fn value(fault: &ValueFault, options: &ReadOptions<'_>) -> Problem {
    let shown = |name: &EnvName| {
        if options.may_show(name) {
            message!("`{}`", name)
        } else {
            message!("the variable referred to")
        }
    };
    match fault {
        ValueFault::Ambiguous(why) => ambiguous(*why),
        ValueFault::Undefined(name) => {
            let what = message!(
                "{} is set neither above nor in the environment",
                shown(name)
            );
            Problem::error("dotenv.undefined-reference", what)
                .hint("set it above, or write `${NAME:-}` with its name if it may be empty")
        }
        ValueFault::NotAllowed(name) => {
            let what = message!(
                "{} is set in the environment, but the child may not inherit it",
                shown(name)
            );
            Problem::error("dotenv.reference-not-allowed", what)
                .hint("declare it in the schema, or add it to `inherit`")
        }
        ValueFault::SettingFromSecret(name) => {
            let what = message!(
                "a setting refers to {}, which is or contains a secret",
                shown(name)
            );
            Problem::error("dotenv.setting-from-secret", what)
                .hint("declare the key under `[secrets]`: settings may be shown")
        }
        ValueFault::TooLong => {
            let what = message!(
                "more than {} bytes with its name, which Linux does not allow for one variable",
                MAX_VARIABLE_BYTES
            );
            Problem::error("too-long", what).hint("keep the value in a file and pass its path")
        }
        ValueFault::TooMuch => {
            let what = "the references in this file expand to more than a process can receive";
            Problem::error("too-long", what).hint("refer to large values less often")
        }
    }
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
            "set the default above as a separate key",
        ),
        Ambiguity::OtherForm => (
            "readers disagree on this form of `${…}`",
            "write `${NAME}` or `${NAME:-default}`, or set `interpolation = \"off\"` under `[env]`",
        ),
    };
    Problem::error("dotenv.ambiguous-reference", what).hint(hint)
}

/// A key with two values; the earlier one is on this line.
pub(super) fn duplicate(line: usize) -> Problem {
    let what = message!(
        "also set on line {}; this one wins (uv takes the first)",
        line
    );
    Problem::warning("dotenv.duplicate", what).hint("remove one of the two")
}

/// A carriage return alone at a line's end.
pub(super) fn lone_carriage_return() -> Problem {
    let what = "a carriage return alone ends this line (Compose, bash and uv keep it in the value)";
    Problem::warning("dotenv.lone-cr", what).hint("save the file with LF line endings")
}

/// One key more than a file may have.
pub(super) fn too_many_keys() -> Problem {
    let what = message!("more than {} keys", MAX_KEYS);
    Problem::error("dotenv.too-many-keys", what).hint("split the file")
}

/// The error that stands for all that are not reported.
pub(super) fn too_many_problems() -> Problem {
    let what = "too many problems; secrun did not read the rest of the file";
    Problem::error("dotenv.too-many-problems", what).hint("check that this is an env file")
}
