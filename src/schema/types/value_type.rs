//! The types, and which check is whose.

use crate::schema::types::duration::{self, DurationStyle};
use crate::schema::types::json::{self, JsonShape};
use crate::schema::types::list::{self, Bare, ListStyle};
use crate::schema::types::mismatch::Mismatch;
use crate::schema::types::path::{self, At, Disk};
use crate::schema::types::{encoding, host, jwt, number, pem, size, time, url, word};

/// `type` of a rule with the fields that belong to it.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueType {
    /// `string`: any text; lengths, pattern and prefix are fields of the rule.
    String,
    /// `int`, as pydantic reads one.
    Int {
        min: Option<i128>,
        max: Option<i128>,
        /// What it must be a multiple of, from 1.
        multiple_of: Option<i128>,
    },
    /// `float`, as pydantic reads one.
    Float(number::Float),
    Bool,
    /// `enum`: one of `values`, exactly.
    Enum {
        values: Vec<Box<str>>,
    },
    Url {
        /// The allowed schemes, in lower case; empty allows any.
        schemes: Vec<Box<str>>,
        /// The allowed hosts (`*.example.org` for any below); empty allows any.
        hosts: Vec<Box<str>>,
        /// `style = "pydantic"`: only what pydantic's `AnyUrl` reads.
        pydantic: bool,
    },
    /// `host`: a host name or an IP address.
    Host,
    /// `port`: 1 to 65535, or within `min` and `max`.
    Port {
        min: u16,
        max: u16,
    },
    Email {
        /// `style = "pydantic"`: only what pydantic's `EmailStr` reads.
        pydantic: bool,
    },
    /// `ip`: an IPv4 or IPv6 address.
    Ip {
        /// 4 or 6.
        version: Option<u8>,
    },
    Path {
        /// What must be there.
        exists: Option<At>,
    },
    Json {
        /// What it must be.
        shape: Option<JsonShape>,
    },
    /// `list`: items of one type.
    List {
        of: Box<ValueType>,
        style: ListStyle,
    },
    Uuid {
        /// 1 to 8.
        version: Option<u8>,
    },
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
    Pem,
    Jwt,
    Date,
    /// `datetime`: RFC 3339, the offset optional.
    DateTime,
    /// `time`: a time of day of RFC 3339, seconds and offset optional.
    Time,
    /// `duration`: `30s`, `1h30m`, `PT5M`, or a number of seconds.
    Duration {
        /// Which of these forms; any without it.
        style: Option<DurationStyle>,
    },
    /// `bytes`: `512`, `10MB`, `1.5GiB`.
    Bytes,
    /// `semver`: Semantic Versioning 2.0.0.
    Semver,
}

impl ValueType {
    /// The word for it in the schema.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Int { .. } => "int",
            Self::Float(_) => "float",
            Self::Bool => "bool",
            Self::Enum { .. } => "enum",
            Self::Url { .. } => "url",
            Self::Host => "host",
            Self::Port { .. } => "port",
            Self::Email { .. } => "email",
            Self::Ip { .. } => "ip",
            Self::Path { .. } => "path",
            Self::Json { .. } => "json",
            Self::List { .. } => "list",
            Self::Uuid { .. } => "uuid",
            Self::Hex { .. } => "hex",
            Self::Base64 { .. } => "base64",
            Self::Pem => "pem",
            Self::Jwt => "jwt",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Time => "time",
            Self::Duration { .. } => "duration",
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
            Self::Int {
                min,
                max,
                multiple_of,
            } => number::check_int(text, *min, *max, *multiple_of),
            Self::Float(float) => float.check(text),
            Self::Bool => word::check_bool(text),
            Self::Enum { values } => word::check_enum(text, values),
            Self::Url {
                schemes,
                hosts,
                pydantic,
            } => url::check(text, schemes, hosts, *pydantic),
            Self::Host => host::check_host(text),
            Self::Port { min, max } => number::check_port(text, *min, *max),
            Self::Email { pydantic } => host::check_email(text, *pydantic),
            Self::Ip { version } => host::check_ip(text, *version),
            Self::Json { shape } => json::check(text, *shape),
            Self::List { of, style } => {
                let bare = match **of {
                    Self::Int { .. } | Self::Float(_) | Self::Port { .. } => Bare::Number,
                    Self::Bool => Bare::Boolean,
                    _ => Bare::Nothing,
                };
                list::check(text, style, bare, &|item| of.check(item.as_bytes(), disk))
            }
            Self::Uuid { version } => word::check_uuid(text, *version),
            Self::Hex { bytes } => encoding::check_hex(text, *bytes),
            Self::Base64 { bytes } => encoding::check_base64(text, *bytes),
            Self::Pem => pem::check(text),
            Self::Jwt => jwt::check(text),
            Self::Date => time::check_date(text),
            Self::DateTime => time::check_datetime(text),
            Self::Time => time::check_time(text),
            Self::Duration { style } => duration::check(text, *style),
            Self::Bytes => size::check(text),
            Self::Semver => word::check_semver(text),
        }
    }
}
