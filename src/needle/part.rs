//! The parts of a value that are secrets themselves: the password in a URL or a
//! connection string, the strings in a JSON text.

use memchr::memchr;
use serde_json::Value;
use zeroize::Zeroize as _;

use crate::core::entropy;
use crate::core::entropy::thresholds::{NO_WORDS_BITS, TELLING_BITS};
use crate::core::secret_words::may_be_secret;
use crate::core::url::Url;
use crate::needle::form::{FormBytes, copy};

/// A longer value is not a connection string, and a longer name is not a name in one.
const MAX_CONNECTION: usize = 4096;
const MAX_NAME: usize = 40;

/// The password in a URL, or the token in its place, as it is written.
pub(super) fn password(value: &[u8]) -> Option<&[u8]> {
    let url = Url::parse(value)?;
    let token = || url.user.filter(|user| entropy::bits(user) >= NO_WORDS_BITS);
    url.password.or_else(token)
}

/// The beginning of a value that is not secret: a URL's scheme and user, a PEM text's
/// first line, a JSON text's first name.
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

/// The passwords and keys in a connection string, as they are written:
/// `Server=…;Password=…`, `host=… password=…`, and those in a URL's query.
pub(super) fn connection_secrets(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || b";&?".contains(byte);
    let short = Some(value).filter(|value| value.len() <= MAX_CONNECTION);
    let pairs = short
        .into_iter()
        .flat_map(move |value| value.split(is_between));
    pairs.filter_map(|pair| {
        let at = memchr(b'=', pair).filter(|at| *at <= MAX_NAME)?;
        let (name, secret) = (&pair[..at], &pair[at + 1..]);
        let quoted = |quote: &[u8]| secret.strip_prefix(quote)?.strip_suffix(quote);
        let secret = quoted(b"'").or_else(|| quoted(b"\"")).unwrap_or(secret);
        may_be_secret(name).then_some(secret)
    })
}

/// A string in a JSON text.
pub(super) struct JsonField {
    /// Whether its name says that it may be a secret.
    pub(super) is_named: bool,
    pub(super) text: FormBytes,
}

impl JsonField {
    /// Whether the string looks public: an address, a name, a number, words.
    pub(super) fn is_ordinary(&self) -> bool {
        self.text.iter().all(u8::is_ascii_digit) || entropy::bits(&self.text) < TELLING_BITS
    }
}

/// The strings in a JSON text.
pub(super) fn json_fields(value: &[u8]) -> Vec<JsonField> {
    let mut found = Vec::new();
    if matches!(value.first(), Some(b'{' | b'[' | b'"'))
        // The parser's error quotes the text, so it stops here.
        && let Ok(mut json) = serde_json::from_slice(value)
    {
        collect_fields("", &mut json, &mut found);
    }
    found
}

/// Collects the strings of a JSON text, and wipes what the parser has copied.
fn collect_fields(name: &str, json: &mut Value, found: &mut Vec<JsonField>) {
    match json {
        Value::String(text) => {
            found.push(JsonField {
                is_named: may_be_secret(name.as_bytes()),
                text: copy(text.as_bytes()),
            });
            text.zeroize();
        }
        Value::Array(items) => {
            for item in items {
                collect_fields(name, item, found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                collect_fields(name, field, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
