//! The part of a value that is secret: a URL's password, a field that is named so, the
//! body of a PEM text; and the text that an encoded one stands for.

use zeroize::Zeroizing;

use crate::core::entropy::encoded;
use crate::core::entropy::fields::{Fields, end_of_string, is_given};
use crate::core::entropy::price::price;
use crate::core::entropy::thresholds::{FINGERPRINT_BITS, TELLING_BITS};
use crate::core::entropy::words::is_sentence;
use crate::core::hex::{is_uuid, percent_decoded};
use crate::core::secret_words::may_be_secret;
use crate::core::url::Url;

/// Only this many bytes are read; more would not change the result.
const WINDOW: usize = 4096;

/// How deep structures may be nested (a URL in a JSON text).
const DEPTH: u32 = 5;

/// The most that words, names, numbers and dates are worth together as a sign that a text
/// does not occur by chance.
const HAND_MADE: u32 = TELLING_BITS;

/// The worth of a token's prefix, which may be random itself (`glpat-LSMA79_…`).
const PREFIX: u32 = 12;

/// Estimates how unlikely a value is to occur by chance, as it is written, in bits.
pub fn bits(value: &[u8]) -> u32 {
    Look::new(false).within(value.trim_ascii())
}

/// Estimates how hard a value is to guess, in bits: an encoded text is no harder than
/// the text that it decodes to.
pub fn bits_to_guess(value: &[u8]) -> u32 {
    Look::new(true).within(value.trim_ascii())
}

/// How a text is judged, and how many levels of structure may follow.
#[derive(Clone, Copy)]
struct Look {
    depth: u32,
    guesses: bool,
}

impl Look {
    const fn new(guesses: bool) -> Self {
        Self {
            depth: DEPTH,
            guesses,
        }
    }

    fn within(self, value: &[u8]) -> u32 {
        let value = value.get(..WINDOW).unwrap_or(value);
        let Some(depth) = self.depth.checked_sub(1) else {
            return 0;
        };
        let look = Self { depth, ..self };
        let value = without_scheme(value);
        if let Some(rest) = value.strip_prefix(b"-----BEGIN ") {
            look.text(&pem_body(rest))
        } else if let Some(url) = Url::parse(value) {
            look.url(&url, value)
        } else if let Some(bits) = look.fields(value) {
            bits
        } else if let Some(url) = Url::first_in(value) {
            look.url(&url, value)
        } else if let Some(string) = longest_string(value) {
            look.within(string)
        } else {
            look.text(jwt_signature(value).unwrap_or(value))
        }
    }

    /// A text without structure.
    fn text(self, text: &[u8]) -> u32 {
        let bare = without_prefix(text);
        let mut price = price(period(bare));
        if self.guesses && bare.len() < text.len() {
            price.bits += PREFIX;
        }
        if !self.guesses && price.by_hand {
            return price.bits.min(HAND_MADE);
        } else if !self.guesses || price.bits < FINGERPRINT_BITS {
            return price.bits;
        }
        if price.by_hand && (is_path(text) || is_sentence(text)) {
            return HAND_MADE;
        }
        if is_uuid(text) && text.get(14) != Some(&b'4') {
            // The other versions are a time, the hash of a name, or a counter.
            return HAND_MADE;
        }
        let readings = [percent, encoded::listed, pieces];
        let readings = readings.iter().filter_map(|reading| reading(text));
        let bits = readings.map(|text| self.within(text.trim_ascii()));
        bits.min().unwrap_or(u32::MAX).min(price.bits)
    }

    /// A URL: its password, or the token in its place; or parameters with the name of a
    /// secret; or the best part of user, path and query.
    fn url(self, url: &Url<'_>, text: &[u8]) -> u32 {
        if let Some(secret) = url.secret() {
            return self.text(&percent_decoded(secret));
        }
        let fields = text.split(|byte| b"?&;#".contains(byte));
        if let Some(bits) = fields.filter_map(|field| self.fields(field)).min() {
            return bits;
        }
        let parts = url.path.split(|byte| b"/#".contains(byte));
        let queries = url.query.split(|byte| b"?&;=#".contains(byte));
        let parts = parts.chain(queries).chain(url.user);
        let bits = parts.map(|part| self.text(&percent_decoded(part)));
        bits.max().unwrap_or(0)
    }

    /// The weakest of the fields with the name of a secret, in JSON, YAML, INI, netrc,
    /// connection strings and queries.
    fn fields(self, text: &[u8]) -> Option<u32> {
        let is_named = |field: &(&[u8], &[u8])| is_given(field.1) && may_be_secret(field.0);
        let named = Fields { text, from: 0 }.filter(is_named);
        let netrc = [b"machine ".as_slice(), b"default "];
        let is_netrc = netrc.iter().any(|word| text.starts_with(word));
        let words = || {
            text.split(u8::is_ascii_whitespace)
                .filter(|word| !word.is_empty())
        };
        let pairs = words()
            .zip(words().skip(1))
            .filter(|pair| is_netrc && pair.0 == b"password");
        let all = named.chain(pairs);
        all.map(|(_, value)| self.within(&percent_decoded(value)))
            .min()
    }
}

/// The body of a PEM text, whose line breaks may be written out. Headers have a colon;
/// the first line of a key's body may name its kind only.
fn pem_body(rest: &[u8]) -> Zeroizing<Vec<u8>> {
    let find = |text| memchr::memmem::find(text, b"-----");
    let start = find(rest).map_or(rest.len(), |at| at + 5);
    let rest = &rest[start..];
    let body = &rest[..find(rest).unwrap_or(rest.len())];
    let lines = body
        .split(|byte| *byte == b'\n' || *byte == b'\\')
        .map(<[u8]>::trim_ascii);
    let base64 = lines.filter(|line| line.len() > 1 && !line.contains(&b':'));
    let mut joined = Zeroizing::new(Vec::with_capacity(body.len()));
    base64.for_each(|line| joined.extend_from_slice(line));
    joined
}

/// The longest string in a JSON text. Of one that the window cuts off, the visible part
/// counts.
fn longest_string(text: &[u8]) -> Option<&[u8]> {
    let is_json = match text.split_first()? {
        (b'"', rest) => rest.ends_with(b"\""),
        (b'{' | b'[', rest) => matches!(rest.trim_ascii_start().first(), Some(b'"' | b'{' | b'[')),
        _ => false,
    };
    let mut rest = Some(text).filter(|_| is_json)?;
    let mut longest = None;
    while let Some(start) = memchr::memchr(b'"', rest) {
        let inner = &rest[start + 1..];
        let end = end_of_string(inner, b'"').unwrap_or(inner.len());
        longest = longest.max(Some((end, &inner[..end])));
        rest = inner.get(end + 1..).unwrap_or_default();
    }
    longest.map(|(_, string)| string)
}

/// The signature of a JSON Web Token.
fn jwt_signature(value: &[u8]) -> Option<&[u8]> {
    let mut parts = value.strip_prefix(b"eyJ")?.split(|byte| *byte == b'.');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(_), Some(signature), None) => Some(signature),
        _ => None,
    }
}

fn percent(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    memchr::memchr(b'%', text)?;
    let is_text = |decoded: &Zeroizing<Vec<u8>>| {
        decoded.len() < text.len() && str::from_utf8(decoded).is_ok()
    };
    Some(percent_decoded(text)).filter(is_text)
}

/// The text with every piece decoded that stands for another text: one as a whole, after
/// a prefix, or between slashes.
fn pieces(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte);
    let decode = |piece: &[u8]| {
        // A few bytes are text by chance.
        let decoded = encoded::text(piece);
        decoded.filter(|it| it.len() >= SHORTEST_PIECE || piece.len() == text.len())
    };
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut any = false;
    for piece in text
        .chunk_by(|one, next| is_digit(*one) == is_digit(*next) && (*one != b'=' || *next == b'='))
    {
        let bare = without_prefix(piece);
        let second = piece.iter().position(|byte| b"-_".contains(byte));
        let second = &piece[second.map_or(0, |at| at + 1)..];
        let mut starts = [piece, bare, second].into_iter();
        let whole = starts.find_map(|it| Some((it, decode(it)?)));
        if let Some((digits, decoded)) = whole {
            any = true;
            out.extend_from_slice(&piece[..piece.len() - digits.len()]);
            out.extend_from_slice(&decoded);
            continue;
        }
        for segment in piece.split_inclusive(|byte| *byte == b'/') {
            let decoded = decode(segment.strip_suffix(b"/").unwrap_or(segment));
            any |= decoded.is_some();
            out.extend_from_slice(decoded.as_deref().map_or(segment, Vec::as_slice));
        }
    }
    any.then_some(out)
}

/// A shorter piece of another text is not decoded.
const SHORTEST_PIECE: usize = 8;

/// The repeated part of a text, also after a prefix, or else the text.
pub fn once(text: &[u8]) -> &[u8] {
    let bare = without_prefix(text);
    let unit = period(bare);
    if unit.len() < bare.len() {
        unit
    } else if bare.len() < text.len() {
        period(text)
    } else {
        text
    }
}

/// The longest part of a text whose repetition is looked for.
const LONGEST_PERIOD: usize = 128;

/// The part that makes up the whole text by repetition (the last one may be
/// incomplete), or else the text itself.
fn period(text: &[u8]) -> &[u8] {
    let Some((first, rest)) = text.split_first() else {
        return text;
    };
    let longest = LONGEST_PERIOD.min(text.len() / 2);
    let (small, capital) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let mut starts = memchr::memchr2_iter(small, capital, &rest[..longest]).map(|at| at + 1);
    let is_period = |at: &usize| text[*at..].eq_ignore_ascii_case(&text[..text.len() - at]);
    starts.find(is_period).map_or(text, |at| &text[..at])
}

/// Whether a text begins as a path does.
fn is_path(text: &[u8]) -> bool {
    let starts = [b"/".as_slice(), b"./", b"../", b"~/"];
    let relative = starts.iter().any(|start| text.starts_with(start));
    relative && !text.starts_with(b"//") || text.get(1..3) == Some(b":\\")
}

/// What follows the name of a scheme of HTTP, or the head of a `data:` URL.
fn without_scheme(text: &[u8]) -> &[u8] {
    if let Some(rest) = text.strip_prefix(b"data:")
        && let Some(at) = memchr::memchr(b',', rest)
    {
        return &rest[at + 1..];
    }
    let schemes = [b"basic ".as_slice(), b"bearer ", b"token "];
    let has = |scheme: &&&[u8]| {
        let start = text.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let scheme = schemes.iter().find(has);
    scheme.map_or(text, |scheme| text[scheme.len()..].trim_ascii_start())
}

/// What follows `sk-proj-`, `github_pat_`, `lsv2_pt_` and their like: words before one long
/// piece, which most of the text is.
fn without_prefix(text: &[u8]) -> &[u8] {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_+/=".contains(byte);
    let mut rest = text;
    for _ in 0..4 {
        let start = rest.get(..12).unwrap_or(rest);
        let Some(end) = memchr::memchr2(b'-', b'_', start) else {
            break;
        };
        let (word, after) = (&rest[..end], &rest[end + 1..]);
        let digits = word
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let letters = &word[..end - digits.min(2)];
        let one_case = letters.iter().all(u8::is_ascii_lowercase)
            || letters.iter().all(u8::is_ascii_uppercase);
        let mut pieces = after.split(|byte| b"-_".contains(byte));
        let is_one = pieces.any(|piece| piece.len() * 2 >= after.len());
        if !one_case || !is_one || !after.iter().all(is_plain) {
            break;
        }
        rest = after;
    }
    rest
}
