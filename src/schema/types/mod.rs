//! What a value must look like: the types of the schema and their checks.

mod duration;
mod encoding;
mod host;
mod json;
mod jwt;
mod list;
mod number;
mod path;
mod pem;
mod size;
mod time;
mod url;
mod word;

use std::path::Path;

use crate::core::message::Message;
use crate::core::name::Label;
use crate::schema::echo::is_token_like;

/// A compiled regular expression: the dialect of pydantic's `pattern` (Rust's
/// regex), with ASCII classes. Its source is never shown.
#[derive(Clone)]
pub struct Pattern(regex_lite::Regex);

/// A text that is not a regular expression. Carries nothing: the parser's own
/// words quote the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a regular expression")]
pub struct InvalidPattern;

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// [`InvalidPattern`] when it is none, or would be too large.
    pub fn new(source: &str) -> Result<Self, InvalidPattern> {
        regex_lite::Regex::new(source)
            .map(Self)
            .map_err(|_| InvalidPattern)
    }

    /// Whether the pattern is found anywhere in the text.
    #[must_use]
    pub fn is_found_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Pattern([redacted])")
    }
}

/// `type` of a rule with the fields that belong to it.
#[derive(Debug, Clone)]
pub enum Shape {
    /// `string`: any text; lengths, pattern and prefix are fields of the rule.
    String,
    /// `int`, as pydantic reads one.
    Int {
        /// The least allowed.
        min: Option<i128>,
        /// The most allowed.
        max: Option<i128>,
    },
    /// `float`, as pydantic reads one.
    Float {
        /// The least allowed.
        min: Option<f64>,
        /// The most allowed.
        max: Option<f64>,
    },
    /// `bool`: pydantic's words.
    Bool,
    /// `enum`: one of `values`, exactly.
    Enum {
        /// The values.
        values: Vec<Box<str>>,
    },
    /// `url`.
    Url {
        /// The allowed schemes, in lower case; empty allows any.
        schemes: Vec<Box<str>>,
        /// The allowed hosts (`*.example.org` for any below); empty allows any.
        hosts: Vec<Box<str>>,
    },
    /// `host`: a host name or an IP address.
    Host,
    /// `port`: 1 to 65535, or within `min` and `max`.
    Port {
        /// The least allowed.
        min: u16,
        /// The most allowed.
        max: u16,
    },
    /// `email`.
    Email,
    /// `ip`: an IPv4 or IPv6 address.
    Ip,
    /// `path`.
    Path {
        /// What must be there.
        exists: Option<PathKind>,
    },
    /// `json`.
    Json {
        /// What it must be.
        shape: Option<JsonShape>,
    },
    /// `list`: items of one type between separators.
    List {
        /// The items' type.
        of: Box<Shape>,
        /// What stands between two items; white space round an item is dropped.
        separator: Box<str>,
    },
    /// `uuid`.
    Uuid,
    /// `hex`: an even number of hex digits.
    Hex {
        /// How many bytes they must stand for.
        bytes: Option<usize>,
    },
    /// `base64`: the standard or the URL-safe alphabet, padded or not.
    Base64 {
        /// How many bytes it must stand for.
        bytes: Option<usize>,
    },
    /// `pem`.
    Pem,
    /// `jwt`.
    Jwt,
    /// `date`: `YYYY-MM-DD`.
    Date,
    /// `datetime`: RFC 3339, the offset optional.
    DateTime,
    /// `duration`: `30s`, `1h30m`, `PT5M`, or a number of seconds.
    Duration,
    /// `bytes`: `512`, `10MB`, `1.5GiB`.
    Bytes,
    /// `semver`: Semantic Versioning 2.0.0.
    Semver,
}

/// What must be at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    /// A file.
    File,
    /// A directory.
    Dir,
}

/// What a JSON text must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonShape {
    /// `{…}`.
    Object,
    /// `[…]`.
    Array,
}

/// Looks at what is at a path, for `path` types.
pub type Disk<'a> = dyn Fn(&Path) -> Option<PathKind> + 'a;

/// Why a value is not of a shape, in words that are safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The problem's stable name.
    pub code: &'static str,
    /// What is wrong.
    pub what: Message,
    /// What to do.
    pub hint: Option<Message>,
}

impl Mismatch {
    /// A mismatch in fixed words.
    fn new(code: &'static str, what: &'static str) -> Self {
        Self::of(code, Message::from(what))
    }

    /// A mismatch.
    fn of(code: &'static str, what: Message) -> Self {
        Self {
            code,
            what,
            hint: None,
        }
    }

    /// Says what to do.
    fn hint(self, hint: &'static str) -> Self {
        Self {
            hint: Some(Message::from(hint)),
            ..self
        }
    }
}

impl Shape {
    /// The word for it in the schema.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Int { .. } => "int",
            Self::Float { .. } => "float",
            Self::Bool => "bool",
            Self::Enum { .. } => "enum",
            Self::Url { .. } => "url",
            Self::Host => "host",
            Self::Port { .. } => "port",
            Self::Email => "email",
            Self::Ip => "ip",
            Self::Path { .. } => "path",
            Self::Json { .. } => "json",
            Self::List { .. } => "list",
            Self::Uuid => "uuid",
            Self::Hex { .. } => "hex",
            Self::Base64 { .. } => "base64",
            Self::Pem => "pem",
            Self::Jwt => "jwt",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Duration => "duration",
            Self::Bytes => "bytes",
            Self::Semver => "semver",
        }
    }

    /// Checks a value's bytes. Where pydantic has the type, what it reads from
    /// a string is accepted, apart from what the families' modules name.
    ///
    /// # Errors
    ///
    /// [`Mismatch`], the first thing that is wrong.
    pub fn check(&self, value: &[u8], disk: &Disk<'_>) -> Result<(), Mismatch> {
        // An environment holds bytes, and so may a string and a path; every
        // other type is text.
        match self {
            Self::Path { exists } => return path::check(value, *exists, disk),
            Self::String => return Ok(()),
            _ => {}
        }
        let Ok(text) = std::str::from_utf8(value) else {
            return Err(Mismatch::new("not-utf8", "not valid UTF-8"));
        };
        match self {
            Self::String | Self::Path { .. } => Ok(()),
            Self::Int { min, max } => number::check_int(text, *min, *max),
            Self::Float { min, max } => number::check_float(text, *min, *max),
            Self::Bool => word::check_bool(text),
            Self::Enum { values } => word::check_enum(text, values),
            Self::Url { schemes, hosts } => url::check(text, schemes, hosts),
            Self::Host => host::check_host(text),
            Self::Port { min, max } => number::check_port(text, *min, *max),
            Self::Email => host::check_email(text),
            Self::Ip => host::check_ip(text),
            Self::Json { shape } => json::check(text, *shape),
            Self::List { of, separator } => list::check(text, of, separator, disk),
            Self::Uuid => word::check_uuid(text),
            Self::Hex { bytes } => encoding::check_hex(text, *bytes),
            Self::Base64 { bytes } => encoding::check_base64(text, *bytes),
            Self::Pem => pem::check(text),
            Self::Jwt => jwt::check(text),
            Self::Date => time::check_date(text),
            Self::DateTime => time::check_datetime(text),
            Self::Duration => duration::check(text),
            Self::Bytes => size::check(text),
            Self::Semver => word::check_semver(text),
        }
    }
}

/// Strings of the schema as labels, when every one may be shown and there are
/// not too many to read.
pub(super) fn labels(texts: &[Box<str>]) -> Option<Vec<Label>> {
    let few = texts.len() <= 20;
    let safe = |text: &str| Label::new(text).ok().filter(|_| !is_token_like(text));
    let all = || texts.iter().map(|text| safe(text)).collect();
    few.then(all).flatten()
}

/// Whether two texts are words for the same truth value: `1` and `True`.
#[must_use]
pub fn means_the_same(one: &[u8], other: &[u8]) -> bool {
    let truth = |bytes| word::truth(std::str::from_utf8(bytes).ok()?);
    truth(one).is_some_and(|truth_of_one| truth(other) == Some(truth_of_one))
}

#[cfg(test)]
mod tests;
