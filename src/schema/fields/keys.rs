//! The tables of keys: their rules, ownership and rotation.

use crate::schema::fields::{FieldTable, Takes, field, of_types};

pub(in crate::schema) const KEY: FieldTable = FieldTable {
    name: "secrets.KEY, settings.KEY",
    meaning: "A declared key.",
    fields: &[
        field(
            "type",
            Takes::Known,
            "`\"string\"`",
            "The type of the value.",
        ),
        field(
            "required",
            Takes::Bool,
            "`true` for secrets and for settings without a default",
            "Whether the key must be set.",
        ),
        field(
            "required_in",
            Takes::Texts,
            "",
            "The profiles in which the key must be set, instead of `required`.",
        ),
        field(
            "allow_empty",
            Takes::Bool,
            "`false`",
            "Whether an empty value counts as set.",
        ),
        field(
            "allow_dangerous",
            Takes::Bool,
            "`false`",
            "Whether a reserved name may be declared.",
        ),
        field(
            "aliases",
            Takes::Texts,
            "`[]`",
            "Other names to read it from, in order.",
        ),
        field(
            "file",
            Takes::Bool,
            "`false`",
            "Whether the file named by `KEY_FILE`, or `/run/secrets/KEY`, may hold the value.",
        ),
        field("description", Takes::Text, "", "The purpose of the key."),
        field(
            "example",
            Takes::Text,
            "",
            "A made-up value for `.env.example`.",
        ),
        field(
            "forbid",
            Takes::Text,
            "",
            "A regular expression that must not match any part of the value.",
        ),
        of_types(
            &["string"],
            field(
                "format",
                Takes::Known,
                "",
                "The token format of a provider.",
            ),
        ),
        of_types(
            &["string"],
            field(
                "min_length",
                Takes::Count,
                "",
                "The minimum number of characters.",
            ),
        ),
        of_types(
            &["string"],
            field(
                "max_length",
                Takes::Count,
                "",
                "The maximum number of characters.",
            ),
        ),
        of_types(
            &["string"],
            field(
                "pattern",
                Takes::Text,
                "",
                "A regular expression that must match a part of the value.",
            ),
        ),
        of_types(
            &["string"],
            field(
                "prefix",
                Takes::Text,
                "",
                "The text that the value must start with.",
            ),
        ),
        of_types(
            &["int", "float", "port"],
            field("min", Takes::Number, "", "The minimum."),
        ),
        of_types(
            &["int", "float", "port"],
            field("max", Takes::Number, "", "The maximum."),
        ),
        of_types(
            &["enum"],
            field(
                "values",
                Takes::Texts,
                "",
                "The allowed values. Required for `enum`.",
            ),
        ),
        of_types(
            &["url"],
            field("schemes", Takes::Texts, "any", "The allowed schemes."),
        ),
        of_types(
            &["url"],
            field(
                "hosts",
                Takes::Texts,
                "any",
                "The allowed hosts; `*.example.org` allows every subdomain.",
            ),
        ),
        of_types(
            &["path"],
            field(
                "exists",
                Takes::OneOf(&["file", "dir"]),
                "",
                "Whether the path must be a file or a folder.",
            ),
        ),
        of_types(
            &["json"],
            field(
                "shape",
                Takes::OneOf(&["object", "array"]),
                "",
                "Whether it must be an object or an array.",
            ),
        ),
        of_types(
            &["list"],
            field(
                "of",
                Takes::Known,
                "`\"string\"`",
                "The type of the items; its fields stand beside `of`.",
            ),
        ),
        of_types(
            &["list"],
            field(
                "separator",
                Takes::Text,
                "`\",\"`",
                "The separator between items.",
            ),
        ),
        of_types(
            &["hex", "base64"],
            field(
                "bytes",
                Takes::Count,
                "",
                "The number of bytes it must decode to.",
            ),
        ),
    ],
};

pub(in crate::schema) const SETTING: FieldTable = FieldTable {
    name: "settings.KEY",
    meaning: "Fields of settings only.",
    fields: &[field(
        "default",
        Takes::Scalar,
        "",
        "The value if no layer sets one.",
    )],
};

pub(in crate::schema) const SECRET: FieldTable = FieldTable {
    name: "secrets.KEY",
    meaning: "Fields of secrets only.",
    fields: &[field(
        "env",
        Takes::Map,
        "",
        "Differences in a profile, by profile.",
    )],
};

pub(in crate::schema) const METADATA: FieldTable = FieldTable {
    name: "secrets.KEY, secrets.KEY.env.PROFILE",
    meaning: "Ownership and rotation of a secret; validated, but not used yet.",
    fields: &[
        field(
            "owner",
            Takes::Text,
            "",
            "The owner: an entry of `[owners]`, if that table exists.",
        ),
        field("provider", Takes::Text, "", "The provider that issued it."),
        field(
            "account",
            Takes::Text,
            "",
            "The account or project at the provider.",
        ),
        field(
            "principal",
            Takes::OneOf(&["service", "personal", "shared"]),
            "",
            "The kind of identity it belongs to at the provider.",
        ),
        field(
            "environments",
            Takes::Texts,
            "`[]`",
            "The environments that use it.",
        ),
        field(
            "scopes",
            Takes::Texts,
            "`[]`",
            "The scopes that use it: entries of `[scopes]`, if that table exists.",
        ),
        field(
            "permissions",
            Takes::Text,
            "",
            "The permissions it grants, in words.",
        ),
        field(
            "stored_in",
            Takes::Texts,
            "`[]`",
            "The places where copies are stored.",
        ),
        field(
            "rotation",
            Takes::Days,
            "",
            "How often to replace it; also `\"manual\"`, and `\"never\"` with a `reason`.",
        ),
        field(
            "rotated",
            Takes::Date,
            "",
            "The date of the last replacement.",
        ),
        field(
            "expires",
            Takes::Date,
            "",
            "The date on which the provider ends it.",
        ),
        field(
            "overlap",
            Takes::Days,
            "",
            "How long the old and the new key may overlap; `0` for one key at a time.",
        ),
        field("reason", Takes::Text, "", "Why it is never replaced."),
        field(
            "runbook",
            Takes::Text,
            "",
            "How to replace it: a path or a URL.",
        ),
        field(
            "revoke_url",
            Takes::Text,
            "",
            "The `http` or `https` URL at which to revoke it.",
        ),
        field(
            "per_environment",
            Takes::Bool,
            "`false`",
            "Whether the value must differ between environments.",
        ),
    ],
};

pub(in crate::schema) const OWNER: FieldTable = FieldTable {
    name: "owners.NAME",
    meaning: "An owner of keys.",
    fields: &[
        field("name", Takes::Text, "", "The full name."),
        field("contact", Takes::Text, "", "The contact for questions."),
        field("escalation", Takes::Text, "", "The escalation contact."),
        field(
            "kind",
            Takes::OneOf(&["team", "person"]),
            "",
            "The kind of owner.",
        ),
    ],
};

pub(in crate::schema) const DEFAULTS: FieldTable = FieldTable {
    name: "defaults.PROFILE",
    meaning: "Requirements for the secrets whose `environments` name the profile.",
    fields: &[
        field(
            "rotation",
            Takes::Days,
            "",
            "How often to replace them; also `\"manual\"` and `\"never\"`.",
        ),
        field(
            "warn_before",
            Takes::Days,
            "",
            "How long before a due date to warn.",
        ),
        field(
            "grace",
            Takes::Days,
            "",
            "How long after a due date it is not yet an error.",
        ),
        field(
            "require",
            Takes::Texts,
            "`[]`",
            "The ownership and rotation fields that they must have; `contact` is the owner's.",
        ),
    ],
};
