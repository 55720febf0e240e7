//! The parts of a value that are secrets of their own: the password in a URL,
//! the strings in a JSON text.

use serde_json::Value;
use zeroize::Zeroize as _;

use super::form::{Encoding, Forms};
use super::percent;
use crate::core::entropy;

/// A URL's user without a password is a token from so many bits on.
const TOKEN_BITS: u32 = 64;

/// A JSON string of fewer bits is ordinary, unless its name says otherwise.
const FIELD_BITS: u32 = 40;

/// A longer value is no connection string, and a longer name is no name in one.
const MAX_CONNECTION: usize = 4096;
const MAX_NAME: usize = 40;

/// Adds the forms of a URL's password, as it is written and decoded.
pub(super) fn password(value: &[u8], forms: &mut Forms, depth: u32) {
    if let Some(secret) = password_of(value) {
        forms.part(Encoding::UrlPassword, secret, depth);
        forms.part(Encoding::UrlPassword, &percent::decode(secret), depth);
    }
}

/// The password in a URL, or the token in its place, as it is written.
pub(super) fn password_of(value: &[u8]) -> Option<&[u8]> {
    let user = user_info(value)?;
    match split_once(user, b':') {
        Some((_, password)) => Some(password),
        None => (entropy::bits(user) >= TOKEN_BITS).then_some(user),
    }
}

/// The part of a value's beginning that is no secret by itself: a URL's
/// scheme and user, a PEM text's first line, a JSON text's first name.
pub(super) fn public(value: &[u8]) -> &[u8] {
    let length = if value.starts_with(b"-----BEGIN ") {
        value.iter().position(|byte| matches!(byte, b'\n' | b'\r'))
    } else if let Some(start) = authority(value) {
        let user = user_info(value).and_then(|user| split_once(user, b':'));
        Some(start + user.map_or(0, |(name, _)| name.len() + 1))
    } else if value.starts_with(b"{") {
        value.iter().position(|byte| *byte == b':').map(|at| at + 1)
    } else {
        None
    };
    value.get(..length.unwrap_or(0)).unwrap_or_default()
}

/// Where a URL's user and host begin.
fn authority(value: &[u8]) -> Option<usize> {
    let scheme = value.windows(3).position(|window| window == b"://")?;
    let good = |byte: &u8| byte.is_ascii_alphanumeric() || b"+.-".contains(byte);
    let name = value.get(..scheme)?;
    (name.first()?.is_ascii_alphabetic() && name.iter().all(good)).then_some(scheme + 3)
}

/// A URL's user with the password, before the `@`.
fn user_info(value: &[u8]) -> Option<&[u8]> {
    let rest = value.get(authority(value)?..)?;
    let end = rest.iter().position(|byte| b"/?#".contains(byte));
    let authority = rest.get(..end.unwrap_or(rest.len()))?;
    // A password may hold an unescaped `/`, and end the authority early.
    let held = if authority.contains(&b'@') || !authority.contains(&b':') {
        authority
    } else {
        rest
    };
    let at = held.iter().rposition(|byte| *byte == b'@')?;
    held.get(..at)
}

fn split_once(text: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|other| *other == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Adds the forms of the passwords and keys in a connection string: `Server=…;
/// Password=…`, `host=… password=…`, and those in a URL's query.
pub(super) fn connection(value: &[u8], forms: &mut Forms, depth: u32) {
    if value.len() > MAX_CONNECTION {
        return;
    }
    let between = |byte: &u8| byte.is_ascii_whitespace() || b";&?".contains(byte);
    for pair in value.split(between) {
        if let Some((name, secret)) = split_once(pair, b'=')
            && name.len() <= MAX_NAME
            && std::str::from_utf8(name).is_ok_and(is_sought)
        {
            let quoted = |quote: &[u8]| secret.strip_prefix(quote)?.strip_suffix(quote);
            let secret = quoted(b"'").or_else(|| quoted(b"\"")).unwrap_or(secret);
            forms.part(Encoding::ConnectionPassword, secret, depth);
            forms.part(
                Encoding::ConnectionPassword,
                &percent::decode(secret),
                depth,
            );
        }
    }
}

/// Adds the forms of the strings in a JSON text that are not ordinary.
pub(super) fn fields(value: &[u8], forms: &mut Forms, depth: u32) {
    if !matches!(value.first(), Some(b'{' | b'[' | b'"')) {
        return;
    }
    // The parser's error quotes the text, so it stops here.
    if let Ok(mut json) = serde_json::from_slice(value) {
        walk("", &mut json, forms, depth);
    }
}

/// Takes the strings of a JSON text, and wipes what the parser has copied.
fn walk(name: &str, json: &mut Value, forms: &mut Forms, depth: u32) {
    match json {
        Value::String(text) => {
            let taken = if forms.takes_any_field() {
                sounds_secret(name) || !is_ordinary(text)
            } else {
                is_sought(name)
            };
            if taken {
                forms.part(Encoding::JsonField, text.as_bytes(), depth);
            }
            text.zeroize();
        }
        Value::Array(items) => {
            for item in items {
                walk(name, item, forms, depth);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                walk(name, field, forms, depth);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a field of this name is searched for.
fn is_sought(name: &str) -> bool {
    let others = ["auth", "sig", "signature"];
    sounds_secret(name) || others.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// Whether a field of this name holds what is secret.
fn sounds_secret(name: &str) -> bool {
    const SOUNDS: [&str; 7] = [
        "key",
        "secret",
        "token",
        "pass",
        "pwd",
        "credential",
        "private",
    ];
    const OTHERS: [&str; 7] = ["uri", "url", "type", "id", "name", "email", "host"];
    let name = name.to_ascii_lowercase();
    SOUNDS.iter().any(|sound| name.contains(sound))
        && !OTHERS.iter().any(|other| name.ends_with(other))
}

/// Whether a string is of the kind that is public: an address, a name, a
/// number, words.
fn is_ordinary(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) || entropy::bits(text.as_bytes()) < FIELD_BITS
}
