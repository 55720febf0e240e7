//! The parts of a value that are secrets themselves, in one list for everybody:
//! the password in a URL or a connection string, the items of a list, the
//! strings in a JSON text, and the text that base64 stands for.

use memchr::{memchr, memrchr};
use serde_json::Value;
use zeroize::Zeroize as _;

use crate::core::entropy;
use crate::core::entropy::thresholds::{NO_WORDS_BITS, TELLING_BITS};
use crate::core::hex::percent_decoded;
use crate::core::secret_words::may_be_secret;
use crate::core::url::Url;
use crate::needle::encoding::Encoding;
use crate::needle::form::{FormBytes, copy};
use crate::schema::formats;

/// A longer value is not a connection string, and a longer name is not a name in one.
const MAX_CONNECTION: usize = 16 * 1024;
const MAX_NAME: usize = 64;

/// A part of a value that may be a secret itself.
pub(super) struct Part {
    pub(super) encoding: Encoding,
    pub(super) text: FormBytes,
    /// Whether it may be an identifier, such as a tenant's, that stands in many files.
    pub(super) may_be_public: bool,
}

impl Part {
    fn new(encoding: Encoding, text: &[u8]) -> Self {
        Self {
            encoding,
            text: copy(text),
            may_be_public: false,
        }
    }
}

/// The parts of a value without white space around it. What is too weak to be a needle is
/// among them.
pub(super) fn parts(value: &[u8]) -> Vec<Part> {
    let mut found = Vec::new();
    if let Some(url) = Url::parse(value) {
        url_parts(&url, &mut found);
    }
    if matches!(value.first(), Some(b'{' | b'[' | b'"'))
        // The parser's error quotes the text, so it stops here.
        && let Ok(mut json) = serde_json::from_slice(value)
    {
        json_parts(None, &mut json, &mut found);
    } else if !value.starts_with(b"-----") && value.len() <= MAX_CONNECTION {
        named_parts(value, &mut found);
        items(value, &mut found);
    }
    if let Some(text) = entropy::decoded(value) {
        found.push(Part::new(Encoding::Decoded, text.trim_ascii()));
    }
    found.retain(|part| *part.text != value);
    found
}

/// Whether a part of a value is a secret, or a part of that: what `init` asks of a value
/// that no schema declares yet. An item without a name has to be a token.
pub(crate) fn has_secret(value: &[u8]) -> bool {
    has_secret_below(value.trim_ascii(), DEPTH)
}

fn has_secret_below(value: &[u8], depth: u32) -> bool {
    depth > 0
        && parts(value).iter().any(|part| {
            let is_named = !matches!(part.encoding, Encoding::ListItem | Encoding::Decoded);
            let bits = if is_named {
                TELLING_BITS
            } else {
                NO_WORDS_BITS
            };
            let is_whole = part.encoding != Encoding::Decoded && !part.may_be_public;
            is_whole && entropy::bits(&part.text) >= bits && !formats::is_placeholder(&part.text)
                || has_secret_below(&part.text, depth - 1)
        })
}

/// How deep to look for parts inside parts: base64 of a JSON text with base64 of
/// `user:password` in it, as Kubernetes keeps a registry's.
pub(super) const DEPTH: u32 = 5;

/// The beginning of a value that is not secret: a URL's scheme and user, a PEM text's
/// first line, a JSON text's first name.
pub(super) fn public(value: &[u8]) -> &[u8] {
    let length = if value.starts_with(b"-----BEGIN ") {
        value.iter().position(|byte| matches!(byte, b'\n' | b'\r'))
    } else if let Some(url) = Url::parse(value) {
        let is_token = url.user.is_some_and(is_random);
        Some(if is_token {
            url.scheme.len() + 3
        } else {
            url.public_length()
        })
    } else if value.starts_with(b"{") {
        memchr(b':', value).map(|at| at + 1)
    } else {
        None
    };
    &value[..length.unwrap_or(0)]
}

/// Whether a text is a token, and no word or name.
fn is_random(text: &[u8]) -> bool {
    entropy::bits(text) >= NO_WORDS_BITS
}

/// Adds a text as it is written, and with its percent escapes decoded.
fn add(encoding: Encoding, text: &[u8], found: &mut Vec<Part>) {
    found.push(Part::new(encoding, text));
    if memchr(b'%', text).is_some() {
        found.push(Part::new(encoding, &percent_decoded(text)));
    }
}

/// The password, or the token in the user's place. Without either, the random parts of
/// the path and the query: a webhook's secret is there.
fn url_parts(url: &Url<'_>, found: &mut Vec<Part>) {
    let secrets = url.password.into_iter();
    let secrets = secrets.chain(url.user.filter(|user| is_random(user)));
    let before = found.len();
    for secret in secrets {
        add(Encoding::UrlPassword, secret, found);
    }
    let is_filler = |part: &Part| entropy::bits(&part.text) < TELLING_BITS;
    if found[before..].iter().all(is_filler) {
        let segments = url.path.split(|byte| *byte == b'/');
        let queries = url.query.split(|byte| b"?&#=".contains(byte));
        for segment in segments.chain(queries).filter(|it| is_random(it)) {
            add(Encoding::UrlPath, segment, found);
        }
    }
}

/// Values after the name of a secret: `Server=…;Password=…`, `host=… password=…`,
/// `x-api-key=…,…`, a URL's query, `password: …`, `password …` in a netrc.
fn named_parts(value: &[u8], found: &mut Vec<Part>) {
    let is_netrc = value.starts_with(b"machine ") || value.starts_with(b"default ");
    let third = if is_netrc { b' ' } else { b'=' };
    let mut from = 0;
    while let Some(at) = memchr::memchr3(b'=', b':', third, &value[from..]).map(|at| from + at) {
        let name = before(&value[from..at]);
        from = at + 1;
        if name.is_empty() || name.len() > MAX_NAME || !may_be_secret(name) {
            continue;
        }
        let rest = value[from..].trim_ascii_start();
        for ends in [b";&,\r\n\t ".as_slice(), b";&\r\n\t "] {
            let end = rest.iter().position(|byte| ends.contains(byte));
            let written = &rest[..end.unwrap_or(rest.len())];
            add(Encoding::ConnectionPassword, bare(written), found);
        }
        if let Some(quoted) = quoted(rest) {
            add(Encoding::ConnectionPassword, quoted, found);
        }
    }
}

/// The name at the end of a text, without quotes around it.
fn before(text: &[u8]) -> &[u8] {
    let text = bare(text.trim_ascii_end());
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b";&?,{('\"".contains(byte);
    let start = text.iter().rposition(is_end).map_or(0, |at| at + 1);
    &text[start..]
}

/// A text without the quotes around it.
fn bare(text: &[u8]) -> &[u8] {
    quoted(text)
        .filter(|it| it.len() + 2 == text.len())
        .unwrap_or(text)
}

/// The text between the quotes, or the braces of ODBC, that another text begins with.
fn quoted(text: &[u8]) -> Option<&[u8]> {
    let (open, rest) = text.split_first()?;
    let close = match open {
        b'\'' | b'"' => *open,
        b'{' => b'}',
        _ => return None,
    };
    let mut at = 0;
    loop {
        at += memchr(close, &rest[at..])?;
        // A quote in the text is doubled, or has a backslash before it.
        let is_doubled = rest.get(at + 1) == Some(&close);
        if !is_doubled && (at == 0 || rest[at - 1] != b'\\') {
            return Some(&rest[..at]);
        }
        at += 1 + usize::from(is_doubled);
    }
}

/// The bytes that separate the items of a list, and whether they are rare.
type List = (fn(u8) -> bool, bool);

/// The items of a list, the password of `user:password`, the token of `Bearer …`. If all
/// items are keys, each may be shorter.
fn items(value: &[u8], found: &mut Vec<Part>) {
    let lists: [List; 4] = [
        (is_separator, false),
        (|byte| matches!(byte, b',' | b';' | b'|' | b'\n'), false),
        (|byte| byte.is_ascii_whitespace(), false),
        (|byte| b":&#~".contains(&byte), true),
    ];
    for (is_between, is_rare) in lists {
        let items = || {
            value
                .split(|byte| is_between(*byte))
                .map(|it| unnamed(it.trim_ascii()))
        };
        let items = || items().filter(|item| !item.is_empty());
        let are_keys = items().all(|item| is_key(item, TELLING_BITS));
        let bits = if are_keys {
            TELLING_BITS
        } else {
            NO_WORDS_BITS
        };
        let is_item = |item: &&[u8]| (are_keys || !is_rare) && is_key(item, bits);
        for item in items().filter(is_item) {
            add(Encoding::ListItem, item, found);
        }
    }
    if Url::parse(value).is_none() {
        for at in [memchr(b':', value), memrchr(b':', value)]
            .into_iter()
            .flatten()
        {
            let secret = value[at + 1..].trim_ascii();
            let is_text = secret.iter().copied().any(is_separator) || unnamed(secret) != secret;
            if !is_text && is_key(secret, TELLING_BITS) {
                add(Encoding::ListItem, secret, found);
            }
        }
    }
}

fn is_separator(byte: u8) -> bool {
    b",;|".contains(&byte) || byte.is_ascii_whitespace()
}

/// An item without a name before `=` and without the quotes around it. What ends in `=` is
/// base64.
fn unnamed(item: &[u8]) -> &[u8] {
    let is_one = !item.iter().copied().any(is_separator) && Url::parse(item).is_none();
    let equals = memchr(b'=', item).filter(|_| is_one);
    let value = equals.map(|at| &item[at + 1..]);
    bare(
        value
            .filter(|it| it.iter().any(|byte| *byte != b'='))
            .unwrap_or(item),
    )
}

/// Whether an item of a list has more than so many bits and is no address. Words and
/// numbers in a row have [`TELLING_BITS`] at most.
fn is_key(item: &[u8], bits: u32) -> bool {
    let is_address = Url::parse(item).is_none() && memchr(b'@', item).is_some();
    !is_address && !item.iter().all(u8::is_ascii_digit) && entropy::bits(item) > bits
}

/// Collects the strings of a JSON text, and wipes what the parser has copied. A string
/// without a name, as in a list of keys, has that of the whole value.
fn json_parts(name: Option<&str>, json: &mut Value, found: &mut Vec<Part>) {
    match json {
        Value::String(text) => {
            let is_named = name.is_none_or(|name| may_be_secret(name.as_bytes()));
            let has_password =
                Url::parse(text.as_bytes()).is_some_and(|url| url.password.is_some());
            if is_named || has_password || is_key(text.as_bytes(), TELLING_BITS) {
                found.push(Part {
                    may_be_public: !is_named,
                    ..Part::new(Encoding::JsonField, text.as_bytes())
                });
            }
            text.zeroize();
        }
        Value::Array(items) => {
            for item in items {
                json_parts(name, item, found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                json_parts(Some(name), field, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
