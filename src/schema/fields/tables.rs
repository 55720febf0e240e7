//! The tables of the file, of runs and of scopes.

use crate::schema::fields::keys::{DEFAULTS, KEY, METADATA, OWNER, SECRET, SETTING};
use crate::schema::fields::{FieldTable, Takes, field};
use crate::schema::model::Preset;

/// The presets of `inherit`, without their `@`.
pub(in crate::schema) const PRESETS: &[(&str, Preset)] = &[
    ("base", Preset::Base),
    ("python", Preset::Python),
    ("node", Preset::Node),
    ("ci", Preset::Ci),
    ("proxy", Preset::Proxy),
];

pub(super) const TYPES: &[(&str, &str)] = &[
    ("string", "any text"),
    ("int", "a whole number, as pydantic reads one"),
    ("float", "a number, as pydantic reads one"),
    (
        "bool",
        "`1`, `true`, `t`, `yes`, `y`, `on` and their opposites, in any case",
    ),
    ("enum", "exactly one of `values`"),
    ("url", "a URL"),
    ("host", "a host name or an IP address"),
    ("port", "1 to 65535"),
    ("email", "an e-mail address"),
    ("ip", "an IPv4 or IPv6 address"),
    ("path", "a path"),
    ("json", "a JSON text"),
    ("list", "items of one type between separators"),
    ("uuid", "a UUID"),
    ("hex", "an even number of hex digits"),
    ("base64", "Base64, in the standard or the URL-safe alphabet"),
    ("pem", "one or more PEM blocks"),
    ("jwt", "a JSON Web Token"),
    ("date", "`YYYY-MM-DD`"),
    ("datetime", "RFC 3339, the offset optional"),
    ("duration", "`30s`, `1h30m`, `PT5M`, or a number of seconds"),
    ("bytes", "a size: `512`, `10MB`, `1.5GiB`"),
    ("semver", "Semantic Versioning 2.0.0"),
];

pub(super) const TABLES: &[FieldTable] = &[
    TOP, PROJECT, ENV, FILE, RUN, KEY, SETTING, SECRET, METADATA, SCOPE, PROFILE, OWNER, DEFAULTS,
    ALLOW,
];

pub(in crate::schema) const TOP: FieldTable = FieldTable {
    name: "top level",
    meaning: "The whole file.",
    fields: &[
        field(
            "version",
            Takes::Integer,
            "",
            "The version of this format: `1`. Required.",
        ),
        field("project", Takes::Table, "", "The project."),
        field("env", Takes::Table, "", "Where values come from."),
        field(
            "run",
            Takes::Table,
            "",
            "What a run does unless told otherwise.",
        ),
        field("secrets", Takes::Map, "", "The secret keys, by name."),
        field(
            "settings",
            Takes::Map,
            "",
            "The keys that are not secret, by name.",
        ),
        field(
            "scopes",
            Takes::Map,
            "",
            "Who gets which keys, by name of the scope.",
        ),
        field(
            "profiles",
            Takes::Map,
            "",
            "Environments such as `ci`, by name.",
        ),
        field("owners", Takes::Map, "", "Who answers for keys, by name."),
        field(
            "defaults",
            Takes::Map,
            "",
            "What is asked of a profile's keys, by its name.",
        ),
        field(
            "allow",
            Takes::Tables,
            "`[]`",
            "What a leak search passes over.",
        ),
    ],
};

pub(in crate::schema) const PROJECT: FieldTable = FieldTable {
    name: "project",
    meaning: "The project.",
    fields: &[field(
        "name",
        Takes::Text,
        "",
        "Its name in reports: letters, digits, `_`, `.` and `-`.",
    )],
};

pub(in crate::schema) const ENV: FieldTable = FieldTable {
    name: "env",
    meaning: "Where values come from, and what the child keeps of the host environment.",
    fields: &[
        field(
            "files",
            Takes::Files,
            "`[\".env\"]`",
            "The env files; later ones win. `{profile}` stands for the profile; such a file is skipped without one.",
        ),
        field(
            "inherit",
            Takes::Texts,
            "`[\"@base\"]`",
            "What the child may keep of the host environment: names, globs (`LC_*`) and presets.",
        ),
        field(
            "override",
            Takes::Bool,
            "`false`",
            "Whether files beat the host environment.",
        ),
        field(
            "undeclared",
            Takes::OneOf(&["warn", "ignore", "error"]),
            "`\"warn\"`",
            "What to do about keys of a file that the schema does not name; they are never passed on.",
        ),
        field(
            "interpolation",
            Takes::OneOf(&["braces", "off"]),
            "`\"braces\"`",
            "Whether `${NAME}` and `${NAME:-x}` are replaced in env files.",
        ),
    ],
};

pub(in crate::schema) const FILE: FieldTable = FieldTable {
    name: "env.files, profiles.NAME.env_files",
    meaning: "A file of the list, where it is a table and not a string.",
    fields: &[
        field(
            "path",
            Takes::Text,
            "",
            "The path, relative to the schema's folder. Required.",
        ),
        field(
            "required",
            Takes::Bool,
            "`false`",
            "Whether its absence is an error.",
        ),
    ],
};

pub(in crate::schema) const RUN: FieldTable = FieldTable {
    name: "run",
    meaning: "What a run does when no flag and no variable says otherwise.",
    fields: &[
        field(
            "scope",
            Takes::Text,
            "",
            "The scope. Without one the child gets all secrets.",
        ),
        field("profile", Takes::Text, "", "The profile."),
        field(
            "quiet",
            Takes::Bool,
            "`false`",
            "Whether the fingerprint block is left out.",
        ),
        field(
            "mask",
            Takes::BoolOr(&["auto"]),
            "`false`",
            "Whether the child's output is scrubbed; `\"auto\"`: where a stream is not a terminal.",
        ),
        field(
            "python_dotenv",
            Takes::OneOf(&["disable", "allow"]),
            "`\"disable\"`",
            "Whether the program's own `load_dotenv()` is left to work under a scope.",
        ),
    ],
};

pub(in crate::schema) const SCOPE: FieldTable = FieldTable {
    name: "scopes.NAME",
    meaning: "What a scope is given. A list of secrets instead of a table gives these and all settings.",
    fields: &[
        field("secrets", Takes::Texts, "`[]`", "The secrets it is given."),
        field("settings", Takes::Texts, "all", "The settings it is given."),
        field(
            "inherit",
            Takes::Texts,
            "`[]`",
            "What it may keep of the host environment beside `[env] inherit`.",
        ),
        field(
            "mask",
            Takes::Bool,
            "`[run] mask`",
            "Whether its output is scrubbed.",
        ),
    ],
};

pub(in crate::schema) const PROFILE: FieldTable = FieldTable {
    name: "profiles.NAME",
    meaning: "An environment: dev, ci, prod, test.",
    fields: &[
        field(
            "env_files",
            Takes::Files,
            "`[]`",
            "Files after those of `[env] files`.",
        ),
        field(
            "live_keys",
            Takes::OneOf(&["allow", "forbid"]),
            "`\"allow\"`",
            "Whether values in a provider's live form are refused; then `format` is lifted, so that fakes pass.",
        ),
        field(
            "refuse",
            Takes::Map,
            "",
            "Names and the values that stop the run, as strings.",
        ),
    ],
};

pub(in crate::schema) const ALLOW: FieldTable = FieldTable {
    name: "[allow]",
    meaning: "Findings of `secrun scan` that are known and accepted. It has `path`, `key` or both.",
    fields: &[
        field(
            "path",
            Takes::Text,
            "all",
            "The files, from the schema's folder on: `*` stands for anything within a folder, `**` for any folders, and one that ends in `/` for all below.",
        ),
        field("key", Takes::Text, "all", "The secret whose value it is."),
        field("reason", Takes::Text, "", "Why it is no leak. Required."),
        field("until", Takes::Date, "", "The last day on which it holds."),
    ],
};
