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
        field(
            "env",
            Takes::Table,
            "",
            "The env files and the inherited host variables.",
        ),
        field("run", Takes::Table, "", "Defaults for `run`."),
        field("secrets", Takes::Map, "", "The secret keys, by name."),
        field(
            "settings",
            Takes::Map,
            "",
            "The keys that are not secret, by name.",
        ),
        field("scopes", Takes::Map, "", "The scopes, by name."),
        field(
            "profiles",
            Takes::Map,
            "",
            "Environments such as `ci`, by name.",
        ),
        field("owners", Takes::Map, "", "The owners of keys, by name."),
        field(
            "defaults",
            Takes::Map,
            "",
            "Requirements for the keys of a profile, by profile.",
        ),
        field(
            "allow",
            Takes::Tables,
            "`[]`",
            "Findings that `secrun scan` accepts.",
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
    meaning: "The env files, and the host variables that the child inherits.",
    fields: &[
        field(
            "files",
            Takes::Files,
            "`[\".env\"]`",
            "The env files; later ones win. `{profile}` is replaced by the profile; without a profile, the file is skipped.",
        ),
        field(
            "inherit",
            Takes::Texts,
            "`[\"@base\"]`",
            "Host variables that the child inherits: names, globs (`LC_*`) and presets.",
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
            "How to treat keys in env files that the schema does not declare; they are never passed on.",
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
    meaning: "An item of the list, if it is a table.",
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
            "Whether a missing file is an error.",
        ),
    ],
};

pub(in crate::schema) const RUN: FieldTable = FieldTable {
    name: "run",
    meaning: "Defaults for `run`, used if neither an option nor a variable is set.",
    fields: &[
        field(
            "scope",
            Takes::Text,
            "",
            "The scope. Without one, the child gets all secrets.",
        ),
        field("profile", Takes::Text, "", "The profile."),
        field(
            "quiet",
            Takes::Bool,
            "`false`",
            "Whether to omit the fingerprint block.",
        ),
        field(
            "mask",
            Takes::BoolOr(&["auto"]),
            "`false`",
            "Whether to mask the child's output; `\"auto\"` masks streams that are not terminals.",
        ),
        field(
            "python_dotenv",
            Takes::OneOf(&["disable", "allow"]),
            "`\"disable\"`",
            "Whether the program's own `load_dotenv()` works under a scope.",
        ),
    ],
};

pub(in crate::schema) const SCOPE: FieldTable = FieldTable {
    name: "scopes.NAME",
    meaning: "A scope. A list of secrets, instead of a table, gives these secrets and all settings.",
    fields: &[
        field("secrets", Takes::Texts, "`[]`", "The secrets it gets."),
        field("settings", Takes::Texts, "all", "The settings it gets."),
        field(
            "inherit",
            Takes::Texts,
            "`[]`",
            "Host variables it inherits in addition to `[env] inherit`.",
        ),
        field(
            "mask",
            Takes::Bool,
            "`[run] mask`",
            "Whether to mask its output.",
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
            "Env files that are read after `[env] files`.",
        ),
        field(
            "live_keys",
            Takes::OneOf(&["allow", "forbid"]),
            "`\"allow\"`",
            "Whether to refuse live keys of providers; `\"forbid\"` also turns off `format`, so that fakes pass.",
        ),
        field(
            "refuse",
            Takes::Map,
            "",
            "Variables, each with the value that stops the run, as a string.",
        ),
    ],
};

pub(in crate::schema) const ALLOW: FieldTable = FieldTable {
    name: "[allow]",
    meaning: "Findings of `secrun scan` that are accepted. An entry needs `path`, `key` or both.",
    fields: &[
        field(
            "path",
            Takes::Text,
            "all",
            "The files, relative to the schema's folder: `*` matches within a folder, `**` any folders, and a trailing `/` everything below.",
        ),
        field(
            "key",
            Takes::Text,
            "all",
            "The secret whose value was found.",
        ),
        field("reason", Takes::Text, "", "Why it is not a leak. Required."),
        field(
            "until",
            Takes::Date,
            "",
            "The last day on which the entry applies.",
        ),
    ],
};
