//! The structure of a value, and which part of it counts.

use zeroize::Zeroizing;

use crate::core::entropy::thresholds::FINGERPRINT_BITS;
use crate::core::entropy::{encoded, plain};
use crate::core::hex::percent_decoded;
use crate::core::secret_words::may_be_secret;
use crate::core::url::Url;

/// Only this many bytes are read; more would not change the result.
const WINDOW: usize = 4096;

/// How deep structures may be nested (a URL in a JSON text).
const DEPTH: u32 = 3;

/// Estimates the entropy of a value as it is written, in bits: how unlikely it is to
/// occur by chance.
pub fn bits(value: &[u8]) -> u32 {
    let estimator = Estimator {
        depth: DEPTH,
        encoded: Encoded::AsWritten,
    };
    estimator.within(value.trim_ascii())
}

/// Estimates how hard a value is to guess, in bits: an encoded text is no harder than
/// the text that it decodes to.
pub fn bits_to_guess(value: &[u8]) -> u32 {
    let estimator = Estimator {
        depth: DEPTH,
        encoded: Encoded::Decoded,
    };
    estimator.within(value.trim_ascii())
}

/// Where a text without structure falls into parts.
const BREAKS: [bool; 256] = {
    let mut breaks = [false; 256];
    let mut signs: &[u8] = b" \t\n\x0c\r.\\:@,";
    while let [sign, others @ ..] = signs {
        breaks[*sign as usize] = true;
        signs = others;
    }
    breaks
};

/// Whether the text is judged, too, that another one stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoded {
    AsWritten,
    Decoded,
}

/// Estimates a text of any structure, with a limit on how many levels follow.
#[derive(Clone, Copy)]
struct Estimator {
    depth: u32,
    encoded: Encoded,
}

impl Estimator {
    fn within(self, value: &[u8]) -> u32 {
        let value = value.get(..WINDOW).unwrap_or(value);
        let Some(depth) = self.depth.checked_sub(1) else {
            return 0;
        };
        let estimator = Self { depth, ..self };
        if let Some(rest) = value.strip_prefix(b"-----BEGIN ") {
            estimator.pem(rest)
        } else if is_json(value) {
            estimator.json(value)
        } else if let Some(url) = Url::first_in(value) {
            estimator.url(&url)
        } else if let Some(signature) = jwt_signature(value) {
            plain::bits(signature)
        } else if let Some(bits) = estimator.pairs(value) {
            bits
        } else {
            // `user:password`, or a token's number and the token.
            let start = memchr::memrchr(b':', value).map_or(0, |at| at + 1);
            let least = estimator.text(&value[start..]);
            estimator.unless_decoded(least, || encoded::text_of_85(value))
        }
    }

    /// The bits of a text, or of the one that it stands for, if those are fewer.
    /// What is weak already needs no second look.
    fn unless_decoded(
        self,
        bits: u32,
        decoded: impl FnOnce() -> Option<Zeroizing<Vec<u8>>>,
    ) -> u32 {
        if bits < FINGERPRINT_BITS || self.encoded == Encoded::AsWritten {
            return bits;
        }
        decoded().map_or(bits, |text| self.within(text.trim_ascii()).min(bits))
    }

    /// A text without structure. The best single part counts of those that an
    /// address or a sentence is made of.
    fn text(self, text: &[u8]) -> u32 {
        let parts = text.split(|byte| BREAKS[usize::from(*byte)]);
        let parts = parts.map(|part| self.part(part));
        let best = parts.max().unwrap_or(0);
        self.unless_decoded(best, || {
            memchr::memchr(b'%', text)?;
            Some(percent_decoded(text)).filter(|decoded| decoded.len() < text.len())
        })
    }

    /// A path, whose best segment counts, or base64 with slashes in it.
    fn part(self, part: &[u8]) -> u32 {
        let part = match self.encoded {
            Encoded::AsWritten => part,
            Encoded::Decoded => once(part),
        };
        let segment = |segment| plain::bits(segment).min(self.decoded(segment));
        if memchr::memchr(b'/', part).is_none() {
            return segment(part);
        }
        let best = part.split(|byte| *byte == b'/').map(segment).max();
        best.unwrap_or(0).min(self.decoded(part))
    }

    /// The bits of the decoded part; no limit if it does not decode to text.
    fn decoded(self, part: &[u8]) -> u32 {
        if self.encoded == Encoded::AsWritten {
            return u32::MAX;
        }
        let bare = plain::without_prefix(part);
        let last = encoded::last_digits(part);
        let shorter = [bare, last]
            .into_iter()
            .filter(|text| text.len() < part.len());
        let texts = std::iter::once(part).chain(shorter);
        let judged = texts
            .filter_map(encoded::text)
            .map(|text| self.within(text.trim_ascii()));
        judged.min().unwrap_or(u32::MAX)
    }

    /// The body of a PEM text, whose line breaks may be written out.
    fn pem(self, rest: &[u8]) -> u32 {
        let start = find(rest, b"-----").map_or(rest.len(), |at| at + 5);
        let rest = &rest[start..];
        let body = &rest[..find(rest, b"-----").unwrap_or(rest.len())];
        let lines = body.split(|byte| *byte == b'\n' || *byte == b'\\');
        // Headers have a colon; the first line of a key's body names its kind only.
        let lines = lines.map(<[u8]>::trim_ascii);
        let base64 = lines.filter(|line| line.len() > 1 && !line.contains(&b':'));
        base64.map(|line| self.text(line)).sum()
    }

    /// The longest string under a name that sounds secret; without such names, the
    /// longest string of all.
    fn json(self, value: &[u8]) -> u32 {
        let mut secret: &[u8] = &[];
        let mut any: &[u8] = &[];
        let mut name: &[u8] = &[];
        let mut named = false;
        let mut rest = value;
        while let Some((text, after)) = next_string(rest) {
            if after.trim_ascii_start().first() == Some(&b':') {
                name = text;
                named |= may_be_secret(name);
            } else if may_be_secret(name) {
                secret = longer(secret, text);
            } else {
                any = longer(any, text);
            }
            rest = after;
        }
        self.within(if named { secret } else { any })
    }

    /// A URL: its password; or parameters that sound secret; or, where there is
    /// neither, the best single part of user, path and query.
    fn url(self, url: &Url<'_>) -> u32 {
        if let Some(password) = url.password.filter(|password| !password.is_empty()) {
            return self.text(&percent_decoded(password));
        }
        let is_break = |byte: &u8| b"?&;".contains(byte);
        let pairs = || url.query.split(is_break).filter_map(pair);
        let secret = pairs().filter(|(name, _)| may_be_secret(name));
        if let Some(least) = secret
            .map(|(_, text)| self.text(&percent_decoded(text)))
            .min()
        {
            return least;
        }
        let parts = url.path.split(|byte| b"/#".contains(byte)).chain(url.user);
        let texts = pairs().map(|(_, text)| text).chain(parts);
        texts
            .map(|text| self.text(&percent_decoded(text)))
            .max()
            .unwrap_or(0)
    }

    /// A list of `name=text` with `;` or white space between (ODBC, libpq, Azure):
    /// the weakest text under a name that sounds secret.
    fn pairs(self, value: &[u8]) -> Option<u32> {
        memchr::memchr(b'=', value)?;
        let parts = value.split(|byte| *byte == b';' || byte.is_ascii_whitespace());
        let pairs = parts.filter_map(pair);
        let secret = pairs.filter(|(name, _)| may_be_secret(name));
        secret.map(|(_, text)| self.text(text)).min()
    }
}

/// The repeated part of a text, also after a prefix, or else the text.
pub fn once(text: &[u8]) -> &[u8] {
    let bare = plain::without_prefix(text);
    let unit = plain::period(bare);
    if unit.len() < bare.len() {
        unit
    } else if bare.len() < text.len() {
        plain::period(text)
    } else {
        text
    }
}

/// Whether a text begins as a JSON object, an array of more than numbers, or a
/// string does.
fn is_json(value: &[u8]) -> bool {
    match value.split_first() {
        Some((b'"', rest)) => rest.ends_with(b"\""),
        Some((b'{', rest)) => rest.trim_ascii_start().first() == Some(&b'"'),
        Some((b'[', rest)) => matches!(rest.trim_ascii_start().first(), Some(b'"' | b'{' | b'[')),
        _ => false,
    }
}

/// The next string of a JSON text, and what follows it.
fn next_string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let start = text.iter().position(|byte| *byte == b'"')? + 1;
    let inner = text.get(start..)?;
    let mut escaped = false;
    let end = inner.iter().position(|byte| {
        let quote = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        quote
    });
    // Only the visible part of a string that the window cuts off counts; nothing follows it.
    Some(end.map_or((inner, &[]), |end| (&inner[..end], &inner[end + 1..])))
}

/// The signature of a JSON Web Token.
fn jwt_signature(value: &[u8]) -> Option<&[u8]> {
    let mut parts = value.strip_prefix(b"eyJ")?.split(|byte| *byte == b'.');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(_), Some(signature), None) => Some(signature),
        _ => None,
    }
}

fn pair(part: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(b'=', part)?;
    let (name, text) = part.split_at(at);
    let text = text.get(1..)?;
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
    // The padding of a base64 text makes no pair.
    (!name.is_empty() && name.iter().all(letter) && !text.iter().all(|byte| *byte == b'='))
        .then_some((name, text))
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, word)
}

fn longer<'a>(one: &'a [u8], other: &'a [u8]) -> &'a [u8] {
    if other.len() > one.len() { other } else { one }
}
