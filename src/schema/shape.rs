//! What a value must look like: the types of the schema and their checks.

/// A compiled regular expression. Its source is never shown.
#[derive(Clone)]
pub struct Pattern(regex_lite::Regex);

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
