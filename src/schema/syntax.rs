//! What is wrong with text that is not TOML, in our own words: the parser's
//! words quote the text.

use std::ops::Range;

use crate::core::message::Message;
use crate::core::report::Problem;
use crate::schema::prescan::{Prescan, line_end};
use crate::schema::problems::Problems;

/// How many lines are reported: a file of another kind has an error in each.
const MAX_LINES: usize = 200;

/// Notes what is not TOML, one problem a line; gives the first place. Offsets of
/// problems count from `base`.
pub(super) fn note(
    text: &str,
    base: usize,
    faults: &[Range<usize>],
    prescan: &Prescan,
    problems: &mut Problems<'_>,
) -> Option<usize> {
    let faults = explained(text, faults, prescan);
    let (mut last, mut told) = (None, 0);
    for fault in &faults {
        if told == MAX_LINES {
            break;
        }
        let line = problems.line(base + fault.start);
        if last.replace(line) != Some(line) {
            told += 1;
            let (at, what, hint) = describe(text, fault, prescan);
            let problem = Problem::error("schema.syntax", Message::from(what));
            problems.note(
                base + at,
                match hint {
                    "" => problem,
                    hint => problem.hint(Message::from(hint)),
                },
            );
        }
    }
    faults.first().map(|fault| base + fault.start)
}

/// The faults without those that another one brings about: a string that is
/// not closed spoils its line, or all that follows if it is a long one or in
/// an open bracket, and a bracket that is not closed all that follows.
fn explained(text: &str, faults: &[Range<usize>], prescan: &Prescan) -> Vec<Range<usize>> {
    let mut faults = faults.to_vec();
    if faults.is_empty() {
        return faults;
    }
    let open = prescan.open.unwrap_or(text.len());
    // The strings in order, so the last that begins before a fault is the one it may be in.
    let spoilt = |fault: &Range<usize>| {
        let after = prescan
            .unclosed
            .partition_point(|string| string.start <= fault.start);
        let string = after.checked_sub(1).and_then(|at| prescan.unclosed.get(at));
        string.is_some_and(|string| fault.start <= string.end)
    };
    faults.retain(|fault| !spoilt(fault));
    let strings = prescan.unclosed.iter();
    faults.extend(strings.map(|string| string.start..string.start));
    // The bracket would be closed if a string in it were.
    let in_bracket = prescan.unclosed.iter().find(|string| string.start > open);
    let line = line_end(text.as_bytes(), open);
    let is_long = |string: &Range<usize>| {
        let text = &text[string.start..];
        text.starts_with("\"\"\"") || text.starts_with("'''")
    };
    let culprit = in_bracket.filter(|string| string.start <= line || is_long(string));
    let last = culprit.map_or(open, |string| string.start);
    faults.retain(|fault| fault.start <= last);
    if last == open && open < text.len() {
        faults.push(open..open);
    }
    faults.sort_by_key(|fault| (fault.start, fault.end));
    faults
}

/// Where, what, and what to do, from our own look at the text.
fn describe(
    text: &str,
    fault: &Range<usize>,
    prescan: &Prescan,
) -> (usize, &'static str, &'static str) {
    let bytes = text.as_bytes();
    let before = &text[..fault.start];
    let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = line_end(bytes, line_start);
    let before = &before[line_start..];
    let within = &text[fault.clone()];
    let after = text.get(fault.end..end).unwrap_or("").trim_start();
    let line = &text[line_start..end];
    let at_string = |string: &Range<usize>| string.start.cmp(&fault.start);
    if prescan.unclosed.binary_search_by(at_string).is_ok() {
        (fault.start, "this string is not closed", "")
    } else if prescan.open == Some(fault.start) {
        (fault.start, "this `[` or `{` is not closed", "")
    } else if is_key(within) && after.starts_with(['=', '.', ']']) {
        (fault.start, "this key or table is defined twice", "")
    } else if before.trim_end().ends_with('=') {
        if after.is_empty() && within.is_empty() || after.starts_with('#') && within.is_empty() {
            (fault.start, "this field has no value", "")
        } else {
            let what = "expected a quoted string, number, date, list, table, `true` or `false`";
            (fault.start, what, "put text in quotes")
        }
    } else if !line.contains(['=', '[', ']', '{', '}', ',']) {
        let what = "expected `FIELD = VALUE` or `[TABLE]`";
        let hint =
            "put values into an env file; if a secret was pasted here by mistake, replace it";
        (
            line_start + line.len() - line.trim_start().len(),
            what,
            hint,
        )
    } else {
        (fault.start, "invalid TOML", "")
    }
}

/// Whether a text is a whole key, bare or quoted.
fn is_key(text: &str) -> bool {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    let quoted = |quote| text.len() >= 2 && text.starts_with(quote) && text.ends_with(quote);
    !text.is_empty() && (text.bytes().all(bare) || quoted('"') || quoted('\''))
}
