//! The names that a value is assigned to, and the provider's name beside it.

use std::cell::Cell;

use crate::core::secret_words::may_be_secret;
use crate::schema::formats::search::assignment::{Span, assigned};

/// A name goes no further from a word in it.
const LONGEST: usize = 64;

/// How far a value is from the provider's name at most, where it has a name of its own:
/// `Mistral(api_key="…")`.
const BESIDE: usize = 240;

/// Names that say nothing of a provider, in small letters and without what parts them.
const PLAIN: [&[u8]; 16] = [
    b"accesskey",
    b"accesstoken",
    b"apikey",
    b"apisecret",
    b"apitoken",
    b"authtoken",
    b"authorization",
    b"bearertoken",
    b"bottoken",
    b"clientsecret",
    b"credentials",
    b"secret",
    b"secretkey",
    b"token",
    b"tokensecret",
    b"xapikey",
];

/// The last name that was judged, for the rules that look at the same one: several have
/// one word.
#[derive(Default)]
pub(super) struct LastName(Cell<Option<(Span, bool)>>);

impl LastName {
    fn may_be_secret(&self, text: &[u8], name: Span) -> bool {
        match self.0.get() {
            Some((last, verdict)) if last == name => verdict,
            _ => {
                let verdict = may_be_secret(&text[name.0..name.1]);
                self.0.set(Some((name, verdict)));
                verdict
            }
        }
    }
}

/// The value of the name that a provider's word is in, or that of a name beside it.
pub(super) fn value(
    text: &[u8],
    word: Span,
    is_rare: bool,
    last: &LastName,
    take: &dyn Fn(usize) -> Option<Span>,
) -> Option<Span> {
    if is_inside_a_word(text, word.0) {
        return None;
    }
    let name = around(text, word.0)?;
    let word = &text[word.0..word.1];
    if last.may_be_secret(text, name) {
        return assigned(text, name, take);
    }
    is_rare
        .then(|| {
            constructed(text, name, take)
                .or_else(|| after(text, name, word, take))
                .or_else(|| before(text, name, take))
        })
        .flatten()
}

/// Whether a place is within a word of the same case: `exa_` in `hexa_`.
fn is_inside_a_word(text: &[u8], at: usize) -> bool {
    match text[at.saturating_sub(2)..at.saturating_add(1).min(text.len())] {
        [b'\\', b'n' | b't' | b'r', _] => false,
        [.., before, first] => {
            before.is_ascii_lowercase() && first.is_ascii_lowercase()
                || before.is_ascii_uppercase() && first.is_ascii_uppercase()
        }
        _ => false,
    }
}

/// The name around a place. `None` if it does not end: nothing can be assigned to it.
fn around(text: &[u8], at: usize) -> Option<Span> {
    let start = text[..at].iter().rev().take(LONGEST);
    let end = text[at..].iter().take(LONGEST);
    let start = at - start.take_while(|byte| is_name(**byte)).count();
    let end = at + end.take_while(|byte| is_name(**byte)).count();
    if text.get(end).is_some_and(|byte| is_name(*byte)) {
        return None;
    }
    // A sentence ends there.
    let dots = text[at..end].iter().rev();
    Some((
        start,
        end - dots.take_while(|byte| b".-".contains(byte)).count(),
    ))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)
}

/// The first argument of a constructor, `cohere.Client("…")`, or of a command,
/// `wandb login …`.
fn constructed(text: &[u8], name: Span, take: &dyn Fn(usize) -> Option<Span>) -> Option<Span> {
    const LOGIN: &[u8] = b" login ";
    if text[name.1..].starts_with(LOGIN) {
        return take(name.1 + LOGIN.len());
    }
    let last = text[name.0..name.1].rsplit(|byte| *byte == b'.').next()?;
    let rest = text.get(name.1..)?.strip_prefix(b"(")?.trim_ascii_start();
    let quoted = rest.first().is_some_and(|byte| b"\"'`".contains(byte));
    let is_type = last.first().is_some_and(u8::is_ascii_uppercase);
    (is_type && quoted)
        .then(|| take(text.len() - rest.len() + 1))
        .flatten()
}

/// The value of the next plain name after a provider's, in the same paragraph. What
/// comes after its next name is found from there.
fn after(
    text: &[u8],
    name: Span,
    word: &[u8],
    take: &dyn Fn(usize) -> Option<Span>,
) -> Option<Span> {
    let rest = &text[name.1..text.len().min(name.1 + BESIDE)];
    let until = |end: &[u8]| memchr::memmem::find(rest, end).unwrap_or(rest.len());
    let rest = &rest[..until(b"\n\n").min(until(word))];
    names(rest).find_map(|(start, end)| {
        let word = &rest[start..end];
        // `wandb.login(key="…")`
        let is_argument = word == b"key" && rest[..start] == *b"(";
        let found = (is_plain(word) || is_argument).then_some((name.1 + start, name.1 + end));
        found.and_then(|plain| assigned(text, plain, take))
    })
}

/// The value of a header before the address that it is sent to.
fn before(text: &[u8], name: Span, take: &dyn Fn(usize) -> Option<Span>) -> Option<Span> {
    let from = name.0.saturating_sub(BESIDE);
    let rest = text[from..name.0].strip_suffix(b"://")?;
    let since = |end: &[u8]| memchr::memmem::rfind(rest, end).unwrap_or(0);
    let from = from + since(b"\n\n").max(since(b"://"));
    let rest = &text[from..name.0];
    names(rest).find_map(|(start, end)| {
        let word = &rest[start..end];
        let is_header = [&b"authorization"[..], b"x-api-key"]
            .iter()
            .any(|header| word.eq_ignore_ascii_case(header));
        let found = is_header.then(|| assigned(text, (from + start, from + end), take));
        found.flatten().filter(|span| span.1 <= name.0)
    })
}

/// All names of a text.
fn names(text: &[u8]) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].iter().position(|byte| is_name(*byte))?;
        let length = text[start..].iter().take_while(|byte| is_name(**byte));
        at = start + length.count();
        Some((start, at))
    })
}

/// Whether the last part of a name says that the value is secret, and not whose.
fn is_plain(name: &[u8]) -> bool {
    // The ends of the names below: most words of a text have another.
    if !matches!(
        name.last().map(u8::to_ascii_lowercase),
        Some(b'n' | b's' | b't' | b'y')
    ) {
        return false;
    }
    let last = name.rsplit(|byte| *byte == b'.').next().unwrap_or(name);
    let letters = last.iter().filter(|byte| !b"_-".contains(byte));
    let letters = || letters.clone().map(u8::to_ascii_lowercase);
    let is = |plain: &&[u8]| letters().eq(plain.iter().copied());
    (5..=20).contains(&last.len()) && PLAIN.iter().any(is)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_ends_as_the_quick_look_expects() {
        assert!(PLAIN.iter().all(|name| is_plain(name)));
        assert!(is_plain(b"client.API-Key") && !is_plain(b"keyboard"));
    }

    #[test]
    fn a_name_that_does_not_end_is_none() {
        let text = b"wandb.".repeat(100);
        assert_eq!(around(&text, 0), None);
        assert_eq!(around(&text, 594), Some((530, 599)));
    }
}
