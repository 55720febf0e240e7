//! What to do about a required key without a value.

use crate::core::message::Message;
use crate::core::report::Problem;
use crate::env::plan::PlannedFile;
use crate::schema::help::Help;
use crate::schema::types::Disk;

/// The problem with the words of the schema's author behind it.
pub(super) fn explained(problem: Problem, help: &Help) -> Problem {
    match &help.description {
        Some(description) => Problem {
            what: message!("{}: {}", problem.what, description),
            ..problem
        },
        None => problem,
    }
}

/// How to give the key a value: where to get one, which file to edit, whom to ask.
pub(super) fn to_add(files: &[PlannedFile], disk: &Disk<'_>, help: &Help) -> Message {
    let or = match ask(help) {
        Some(ask) => ask,
        None => message!("set it in the environment"),
    };
    let Some(file) = files.last() else {
        return with_page(or, help);
    };
    let is_there = |file: &PlannedFile| disk(&file.path).is_some();
    let example = files.first().and_then(PlannedFile::example);
    let example = example.filter(|(path, _)| disk(path).is_some());
    let edit = match &example {
        Some((_, example)) if !files.iter().any(is_there) => {
            message!("run `cp {} {}` and fill it in", example, files[0].shown)
        }
        Some((_, example)) => message!("add it to {} (see {})", file.shown, example),
        None => message!("add it to {}", file.shown),
    };
    with_page(
        message!("{}, or {}; `secrun check --fill` asks for it", edit, or),
        help,
    )
}

/// The hint for a key that is there and empty.
pub(super) fn to_fill(set: &Message, help: &Help) -> Message {
    let set = match ask(help) {
        Some(ask) => message!("{}, {}", set, ask),
        None => message!("{}", set),
    };
    with_page(message!("{}, or declare `allow_empty = true`", set), help)
}

fn ask(help: &Help) -> Option<Message> {
    match (&help.contact, &help.owner) {
        (Some(contact), _) => Some(message!("ask {}", contact)),
        (None, Some(owner)) => Some(message!("ask `{}`", owner)),
        (None, None) => None,
    }
}

fn with_page(rest: Message, help: &Help) -> Message {
    match &help.docs {
        Some(page) => message!("get it at {} and {}", page, rest),
        None => rest,
    }
}
