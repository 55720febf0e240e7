//! The rules of the search: for each kind of token, a few bytes that every one
//! of them has, and where they are in it.

use crate::core::entropy::thresholds::{TELLING_BITS, TOKEN_BITS};
use crate::schema::formats::form;
use crate::schema::formats::search::anchors::{BY_NAME, INNER, NAMED, ORDINARY, PUBLIC, SHORT};
use crate::schema::formats::search::judge;
use crate::schema::formats::search::name::{self, LastName};
use crate::schema::formats::search::reach::{begins, reach, run_end};
use crate::schema::formats::table::rows;

/// A token that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    /// The name of its form.
    pub form: &'static str,
}

/// How many bytes of each anchor are looked for at every place.
pub(super) const GRAM: usize = 3;

/// A kind of token, and by what it is found.
pub(super) struct Rule {
    form: &'static str,
    anchor: Box<[u8]>,
    /// Where in the anchor the bytes are that are looked for.
    gram: usize,
    how: How,
}

/// Where the token is, seen from the anchor.
#[derive(Clone, Copy)]
enum How {
    /// It begins with the anchor.
    Begin(&'static form::Token),
    /// The token contains the anchor, after at least and at most this many bytes.
    Within(usize, usize, &'static form::Token),
    /// The anchor is in the name that it is assigned to.
    Named(&'static form::Token),
    /// A key in PEM.
    Pem,
    /// A URL with a password.
    Url,
}

pub(super) fn all() -> Vec<Rule> {
    let mut rules = Vec::new();
    for row in rows() {
        for token in row.tokens {
            push(row.name, token, &mut rules);
        }
    }
    rules
}

/// Adds the rules of a token: by its own bytes, or else by its name.
fn push(form: &'static str, token: &'static form::Token, rules: &mut Vec<Rule>) {
    let mut add = |anchor: &str, how| rules.push(Rule::new(form, anchor, how));
    let mut inner = INNER.iter();
    let inner = inner.find(|(name, lead, ..)| *name == form && token.leads == [*lead]);
    let shortest = token.leads.iter().map(|lead| lead.len()).min();
    match form {
        "private-key" => add("-----BEGIN", How::Pem),
        "url-with-password" => add("://", How::Url),
        // Every header begins with `{"`.
        "jwt" => add("eyJ", How::Within(0, 0, token)),
        _ if !token.is_telling() || BY_NAME.contains(&form) => push_named(form, token, rules),
        _ if let Some((.., texts, least, most)) = inner => {
            texts
                .iter()
                .for_each(|text| add(text, How::Within(*least, *most, token)));
        }
        _ if shortest.is_none_or(|shortest| shortest < SHORT) => push_named(form, token, rules),
        _ => {
            let leads = token.leads.iter().filter(|lead| !PUBLIC.contains(lead));
            leads.for_each(|lead| add(lead, How::Begin(token)));
        }
    }
}

fn push_named(form: &'static str, token: &'static form::Token, rules: &mut Vec<Rule>) {
    let words = NAMED.iter().find(|(name, _)| *name == form);
    for word in words.map_or(&[][..], |(_, words)| *words) {
        rules.push(Rule::new(form, word, How::Named(token)));
        if word.bytes().all(|byte| !byte.is_ascii_uppercase()) {
            let word = word.to_ascii_uppercase();
            rules.push(Rule::new(form, &word, How::Named(token)));
        }
    }
}

impl Rule {
    fn new(form: &'static str, anchor: &str, how: How) -> Self {
        let anchor: Box<[u8]> = anchor.as_bytes().into();
        // The rarest bytes in text match least often by chance.
        let grams = anchor.windows(GRAM).enumerate();
        let rarest =
            grams.min_by_key(|(_, gram)| gram.iter().map(|byte| weight(*byte)).sum::<u32>());
        Self {
            form,
            gram: rarest.map_or(0, |(at, _)| at),
            anchor,
            how,
        }
    }

    /// The bytes that are looked for, as a number.
    pub(super) fn gram(&self) -> u32 {
        let bytes = self.anchor.iter().skip(self.gram).take(GRAM);
        bytes
            .rev()
            .fold(0, |gram, byte| gram << 8 | u32::from(*byte))
    }

    /// Where the anchor begins if its searched bytes are at `at`.
    pub(super) fn anchor(&self, text: &[u8], at: usize) -> Option<usize> {
        let at = at.checked_sub(self.gram)?;
        text.get(at..)?.starts_with(&self.anchor).then_some(at)
    }

    /// The token whose anchor is at `at`.
    pub(super) fn token(&self, text: &[u8], at: usize, judged: &LastName) -> Option<Token> {
        let (start, end) = self.span(text, at, judged)?;
        let bits = match self.how {
            How::Named(_) => TELLING_BITS,
            _ => TOKEN_BITS,
        };
        let token = text.get(start..end)?;
        let lead = match self.how {
            How::Begin(_) => self.anchor.len(),
            _ => 0,
        };
        let is_real = judge::is_real(self.form, token, token.get(lead..)?, bits);
        (is_real && !is_elided(text, end)).then_some(Token {
            start,
            end,
            form: self.form,
        })
    }

    /// The first place where another token of this rule can begin, after the anchor at
    /// `at`.
    pub(super) fn settled(&self, text: &[u8], at: usize) -> usize {
        let tried = match self.how {
            How::Begin(token) | How::Within(_, 0, token) => Some(token),
            _ => None,
        };
        let tried = tried.filter(|_| begins(text, at));
        let end = tried.and_then(|token| run_end(token.rest, text, at + self.anchor.len()));
        end.unwrap_or(0)
    }

    fn span(&self, text: &[u8], at: usize, judged: &LastName) -> Option<(usize, usize)> {
        match self.how {
            How::Begin(_) if self.anchor.len() <= SHORT && is_in_base64(text, at) => None,
            How::Begin(token) => token_at(token, text, at),
            How::Within(least, most, token) => {
                let mut starts = (least..=most)
                    .rev()
                    .filter_map(|before| at.checked_sub(before));
                starts.find_map(|start| token_at(token, text, start))
            }
            How::Named(token) => {
                let is_rare = !ORDINARY.contains(&self.form);
                let word = (at, at + self.anchor.len());
                name::value(text, word, is_rare, judged, &|start| {
                    token_at(token, text, start)
                })
            }
            How::Pem => judge::pem(text, at),
            How::Url => judge::url(text, at),
        }
    }
}

/// A token that begins at a place.
fn token_at(token: &form::Token, text: &[u8], start: usize) -> Option<(usize, usize)> {
    let here = text.get(start..).filter(|_| begins(text, start))?;
    let mut leads = token
        .leads
        .iter()
        .filter(|lead| here.starts_with(lead.as_bytes()));
    let end = leads.find_map(|lead| reach(token.rest, text, start + lead.len()))?;
    Some((start, end))
}

/// Whether the `-` before a place may be a digit of Base64: then a short beginning
/// comes by chance.
fn is_in_base64(text: &[u8], at: usize) -> bool {
    matches!(text[..at], [.., before, b'-'] if before.is_ascii_alphanumeric() || b"_-".contains(&before))
}

/// Whether a token goes on with dots in place of its rest.
fn is_elided(text: &[u8], end: usize) -> bool {
    let rest = &text[end..];
    rest.starts_with(b"...") || rest.starts_with("…".as_bytes())
}

/// How common a byte is in code.
fn weight(byte: u8) -> u32 {
    match byte {
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' => 5,
        b'a'..=b'z' | b'_' | b'-' | b'.' | b'/' | b':' | b'=' => 3,
        _ => 1,
    }
}
