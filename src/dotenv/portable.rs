//! dotenvy as a second reader: the only user of the crate.

use std::panic::{AssertUnwindSafe, catch_unwind};

use zeroize::Zeroizing;

use crate::core::name::EnvName;
use crate::dotenv::lexer::Assignment;
use crate::dotenv::piece::decode;

/// Whether dotenvy reads a statement as we do. It is for statements without a
/// `$` that means anything: dotenvy replaces `$NAME` from the environment of
/// this process, so every `$` is given to it as another character.
pub(super) fn reads_the_same(text: &str, assignment: &Assignment, name: &EnvName) -> bool {
    let masked = |part: &str| Zeroizing::new(part.replace('$', "_"));
    let before = &text[..assignment.start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let mut raw = masked(&text[line_start..assignment.tail.end]);
    raw.push('\n');
    let mut ours = Zeroizing::new(Vec::new());
    let value = masked(assignment.value.of(text));
    decode(&mut ours, &value, assignment.quote);
    // dotenvy's error message quotes the line, so it is dropped here.
    let same = catch_unwind(AssertUnwindSafe(|| {
        let mut items = dotenvy::from_read_iter(raw.as_bytes());
        let first = items.next().and_then(Result::ok);
        let more = items.next().is_some();
        first.is_some_and(|(key, value)| {
            let value = Zeroizing::new(value);
            !more && key == name.as_str() && value.as_bytes() == ours.as_slice()
        })
    }));
    same.unwrap_or(false)
}
