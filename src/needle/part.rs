//! The parts of a value that are secrets of their own: the password in a URL,
//! the strings in a JSON text.

use memchr::memchr;
use serde_json::Value;
use zeroize::Zeroize as _;

use super::form::{Encoding, Forms};
use crate::core::entropy;
use crate::core::hex::percent_decoded;
use crate::core::secret_words::may_be_secret;
use crate::core::url::Url;

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
        forms.part(Encoding::UrlPassword, &percent_decoded(secret), depth);
    }
}

/// The password in a URL, or the token in its place, as it is written.
pub(super) fn password_of(value: &[u8]) -> Option<&[u8]> {
    let url = Url::parse(value)?;
    let token = || url.user.filter(|user| entropy::bits(user) >= TOKEN_BITS);
    url.password.or_else(token)
}

/// The part of a value's beginning that is no secret by itself: a URL's
/// scheme and user, a PEM text's first line, a JSON text's first name.
pub(super) fn public(value: &[u8]) -> &[u8] {
    let length = if value.starts_with(b"-----BEGIN ") {
        value.iter().position(|byte| matches!(byte, b'\n' | b'\r'))
    } else if let Some(url) = Url::parse(value) {
        Some(url.public_length())
    } else if value.starts_with(b"{") {
        memchr(b':', value).map(|at| at + 1)
    } else {
        None
    };
    &value[..length.unwrap_or(0)]
}

/// Adds the forms of the passwords and keys in a connection string: `Server=…;
/// Password=…`, `host=… password=…`, and those in a URL's query.
pub(super) fn connection(value: &[u8], forms: &mut Forms, depth: u32) {
    if value.len() > MAX_CONNECTION {
        return;
    }
    let between = |byte: &u8| byte.is_ascii_whitespace() || b";&?".contains(byte);
    for pair in value.split(between) {
        if let Some(at) = memchr(b'=', pair)
            && at <= MAX_NAME
            && may_be_secret(&pair[..at])
        {
            let secret = &pair[at + 1..];
            let quoted = |quote: &[u8]| secret.strip_prefix(quote)?.strip_suffix(quote);
            let secret = quoted(b"'").or_else(|| quoted(b"\"")).unwrap_or(secret);
            forms.part(Encoding::ConnectionPassword, secret, depth);
            forms.part(
                Encoding::ConnectionPassword,
                &percent_decoded(secret),
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
                may_be_secret(name.as_bytes()) || !is_ordinary(text)
            } else {
                may_be_secret(name.as_bytes())
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

/// Whether a string is of the kind that is public: an address, a name, a
/// number, words.
fn is_ordinary(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) || entropy::bits(text.as_bytes()) < FIELD_BITS
}
