//! Tells possible real secrets from examples, templates and names.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use zeroize::Zeroizing;

use crate::core::entropy;
use crate::core::entropy::thresholds::{PASSWORD_BITS, TELLING_BITS};
use crate::core::hex::{percent_decoded, percent_escape};
use crate::schema::formats::fake::is_fake;
use crate::schema::formats::placeholder::is_placeholder;
use crate::schema::formats::search::reach::begins;

/// A shorter password cannot be distinguished from a word.
const SHORTEST_PASSWORD: usize = 6;

/// A URL's user and password are not longer.
const LONGEST_USER: usize = 256;

/// Whether a text of a form may be a real one. The body comes after what all tokens
/// of the form begin with.
pub(super) fn is_real(form: &str, token: &[u8], body: &[u8], bits: u32) -> bool {
    match form {
        // Their own rules have already checked them.
        "private-key" | "url-with-password" => true,
        _ if form == "jwt" || token.starts_with(b"eyJ") => is_signed(token),
        _ => !is_image(token) && !is_fake(token, body, 0) && entropy::bits(token) >= bits,
    }
}

/// Whether a text is the end of a PNG image in Base64.
fn is_image(token: &[u8]) -> bool {
    has(token, b"ABJRU5Er")
}

/// Whether a JSON Web Token has a header that names an algorithm, and claims that are
/// not an example's.
fn is_signed(token: &[u8]) -> bool {
    let mut parts = token.split(|byte| *byte == b'.');
    let mut decode = || {
        URL_SAFE_NO_PAD
            .decode(parts.next()?)
            .ok()
            .map(Zeroizing::new)
    };
    let (Some(header), Some(claims)) = (decode(), decode()) else {
        return false;
    };
    let samples: [&[u8]; 5] = [
        b"John Doe",
        b"1234567890",
        b"example",
        b"supabase-demo",
        b"{\"some\":\"payload\"}",
    ];
    has(&header, b"\"alg\"") && !samples.iter().any(|sample| has(&claims, sample))
}

fn has(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|it| it == word)
}

/// The first line of a private key in PEM that has a body.
pub(super) fn pem(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?.strip_prefix(b"-----BEGIN")?;
    let label = rest.iter().take(100);
    let label = label.take_while(|byte| byte.is_ascii_uppercase() || b" 0123456789".contains(byte));
    let (label, rest) = rest.split_at_checked(label.count())?;
    let is_private = label.ends_with(b" PRIVATE KEY") || label.ends_with(b" PRIVATE KEY BLOCK");
    let body = rest.strip_prefix(b"-----").filter(|_| is_private)?;
    let end = text.len() - body.len();
    (body_length(body) >= 64).then_some((at, end))
}

/// How many characters of Base64 come within the next lines, however these are
/// quoted. Headers have a colon, and are passed over.
fn body_length(body: &[u8]) -> usize {
    let body = body.get(..1024).unwrap_or(body);
    let lines = body.split(|byte| matches!(byte, b'\n' | b'\r'));
    let mut length = 0;
    for line in lines.flat_map(|line| line.split(|byte| *byte == b'\\')) {
        let line = line.trim_ascii();
        let line = line
            .strip_prefix(b"n")
            .filter(|rest| rest.len() > 8)
            .unwrap_or(line);
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
        let quotes = |byte: &u8| b"\"', +#/*".contains(byte);
        let start = line
            .iter()
            .position(|byte| !quotes(byte))
            .unwrap_or(line.len());
        let line = &line[start..];
        if line.starts_with(b"-----") {
            break;
        }
        let run = line.iter().take_while(|byte| is_base64(byte)).count();
        let over = &line[run..];
        if over.iter().all(quotes) && entropy::bits(&line[..run]) >= TELLING_BITS {
            length += run;
        }
    }
    length
}

/// A URL with a user and a password, whose `://` is at `at`; up to the `@`.
pub(super) fn url(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at + 3..)?;
    let is_part = |byte: &u8| byte.is_ascii_graphic() && !b"/\"'`<>{}()$|\\^,;[]".contains(byte);
    let part = rest
        .iter()
        .take(LONGEST_USER)
        .take_while(|byte| is_part(byte));
    let user_end = rest
        .get(..part.count())?
        .iter()
        .position(|byte| *byte == b'@')?;
    let colon = rest
        .get(..user_end)?
        .iter()
        .position(|byte| *byte == b':')?;
    let (user, password) = (rest.get(..colon)?, rest.get(colon + 1..user_end)?);
    let host = &rest[user_end + 1..];
    let scheme = text.get(..at)?.iter().rev().take(40);
    let scheme = scheme.take_while(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(byte));
    let start = at - scheme.count();
    let real = start < at
        && begins(text, start)
        && password.len() >= SHORTEST_PASSWORD
        && user != password
        && !is_placeholder(password)
        && !is_placeholder(user)
        && !is_sample_host(host)
        && !is_template(password)
        && entropy::bits(&percent_decoded(password)) >= PASSWORD_BITS;
    real.then_some((start, at + 3 + user_end + 1))
}

/// Whether a host is one of those that documents use (RFC 2606, section 3).
fn is_sample_host(host: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let end = host.iter().position(|byte| !is_name(byte));
    let name = host[..end.unwrap_or(host.len())].to_ascii_lowercase();
    let is = |label: &[u8]| [&b"example"[..], b"invalid", b"test"].contains(&label);
    name.is_empty() || name.split(|byte| *byte == b'.').any(is)
}

/// Whether a text is filled in later: `%s`, `%(name)s`.
fn is_template(text: &[u8]) -> bool {
    memchr::memchr_iter(b'%', text).any(|at| percent_escape(&text[at..]).is_none())
}
