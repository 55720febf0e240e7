//! The tables and the types, in the order of the documentation.

use crate::schema::fields::field::Tables;
use crate::schema::fields::keys::{defaults, key, metadata, owner, secret, setting};
use crate::schema::fields::tables::{allow, env, file, profile, project, run, scope, top};

/// All tables with their fields.
pub const fn fields() -> Tables {
    &[
        top::TABLE,
        project::TABLE,
        env::TABLE,
        file::TABLE,
        run::TABLE,
        key::TABLE,
        setting::TABLE,
        secret::TABLE,
        metadata::TABLE,
        scope::TABLE,
        profile::TABLE,
        owner::TABLE,
        defaults::TABLE,
        allow::TABLE,
    ]
}

/// The types of values, each with its meaning.
pub const fn types() -> &'static [(&'static str, &'static str)] {
    TYPES
}

/// Types that cannot be items of a list: their texts hold separators.
pub(crate) const NO_ITEMS: &[&str] = &["list", "json", "pem"];

const TYPES: &[(&str, &str)] = &[
    ("string", "any text"),
    ("int", "an integer, parsed as pydantic parses it"),
    ("float", "a number, parsed as pydantic parses it"),
    (
        "bool",
        "`1`, `true`, `t`, `yes`, `y`, `on` and their opposites, in any case",
    ),
    ("enum", "exactly one of `values`"),
    ("url", "a URL"),
    ("host", "a host name or an IP address"),
    ("port", "1 to 65535"),
    ("email", "an email address"),
    ("ip", "an IPv4 or IPv6 address"),
    ("path", "a path"),
    ("json", "a JSON text"),
    ("list", "items of one type, with separators between them"),
    ("uuid", "a UUID"),
    ("hex", "an even number of hex digits"),
    ("base64", "Base64, in the standard or the URL-safe alphabet"),
    ("pem", "one or more PEM blocks"),
    ("jwt", "a JSON Web Token"),
    ("date", "`YYYY-MM-DD`"),
    ("datetime", "RFC 3339, the offset optional"),
    ("time", "`HH:MM` or `HH:MM:SS`, the offset optional"),
    ("duration", "`30s`, `1h30m`, `PT5M`, or a number of seconds"),
    ("bytes", "a size: `512`, `10MB`, `1.5GiB`"),
    ("semver", "Semantic Versioning 2.0.0"),
];
