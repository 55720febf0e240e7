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
            "What the value must be.",
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
            "Other names it may be read from, in order.",
        ),
        field(
            "file",
            Takes::Bool,
            "`false`",
            "Whether the file named by `KEY_FILE`, or `/run/secrets/KEY`, may hold the value.",
        ),
        field("description", Takes::Text, "", "What the key is for."),
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
            "A regular expression that must not be found in the value.",
        ),
        of_types(
            &["string"],
            field("format", Takes::Known, "", "The token form of a provider."),
        ),
        of_types(
            &["string"],
            field(
                "min_length",
                Takes::Count,
                "",
                "The least number of characters.",
            ),
        ),
        of_types(
            &["string"],
            field(
                "max_length",
                Takes::Count,
                "",
                "The greatest number of characters.",
            ),
        ),
        of_types(
            &["string"],
            field(
                "pattern",
                Takes::Text,
                "",
                "A regular expression that must be found in the value.",
            ),
        ),
        of_types(
            &["string"],
            field("prefix", Takes::Text, "", "What the value must begin with."),
        ),
        of_types(
            &["int", "float", "port"],
            field("min", Takes::Number, "", "The least allowed."),
        ),
        of_types(
            &["int", "float", "port"],
            field("max", Takes::Number, "", "The most allowed."),
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
                "The allowed hosts; `*.example.org` is any below.",
            ),
        ),
        of_types(
            &["path"],
            field(
                "exists",
                Takes::OneOf(&["file", "dir"]),
                "",
                "What must be at the path.",
            ),
        ),
        of_types(
            &["json"],
            field(
                "shape",
                Takes::OneOf(&["object", "array"]),
                "",
                "What the text must hold.",
            ),
        ),
        of_types(
            &["list"],
            field(
                "of",
                Takes::Known,
                "`\"string\"`",
                "The items' type; its own fields stand beside.",
            ),
        ),
        of_types(
            &["list"],
            field(
                "separator",
                Takes::Text,
                "`\",\"`",
                "What stands between two items.",
            ),
        ),
        of_types(
            &["hex", "base64"],
            field(
                "bytes",
                Takes::Count,
                "",
                "How many bytes it must stand for.",
            ),
        ),
    ],
};

pub(in crate::schema) const SETTING: FieldTable = FieldTable {
    name: "settings.KEY",
    meaning: "What only a setting has.",
    fields: &[field(
        "default",
        Takes::Scalar,
        "",
        "The value when no layer has one.",
    )],
};

pub(in crate::schema) const SECRET: FieldTable = FieldTable {
    name: "secrets.KEY",
    meaning: "What only a secret has.",
    fields: &[field(
        "env",
        Takes::Map,
        "",
        "What is different in a profile, by its name.",
    )],
};

pub(in crate::schema) const METADATA: FieldTable = FieldTable {
    name: "secrets.KEY, secrets.KEY.env.PROFILE",
    meaning: "Ownership and rotation of a secret; acted on by `secrun audit`.",
    fields: &[
        field(
            "owner",
            Takes::Text,
            "",
            "Who answers for it: an entry of `[owners]` where there is that table.",
        ),
        field("provider", Takes::Text, "", "Who issued it."),
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
            "Whom the provider takes its bearer for.",
        ),
        field("environments", Takes::Texts, "`[]`", "Where it is used."),
        field(
            "scopes",
            Takes::Texts,
            "`[]`",
            "Who uses it: entries of `[scopes]` where there is that table.",
        ),
        field("permissions", Takes::Text, "", "What it allows, in words."),
        field(
            "stored_in",
            Takes::Texts,
            "`[]`",
            "Where copies of it are kept.",
        ),
        field(
            "rotation",
            Takes::Days,
            "",
            "How often it is replaced; also `\"manual\"`, and `\"never\"` with a `reason`.",
        ),
        field("rotated", Takes::Date, "", "When it was last replaced."),
        field("expires", Takes::Date, "", "When the provider ends it."),
        field(
            "overlap",
            Takes::Days,
            "",
            "How long the old and the new key may both be valid; `0` for one key at a time.",
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
            "Where to revoke it: an `http` or `https` URL.",
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
    meaning: "Who answers for keys.",
    fields: &[
        field("name", Takes::Text, "", "The name in full."),
        field("contact", Takes::Text, "", "Whom to ask."),
        field("escalation", Takes::Text, "", "Whom to wake."),
        field(
            "kind",
            Takes::OneOf(&["team", "person"]),
            "",
            "What the owner is.",
        ),
    ],
};

pub(in crate::schema) const DEFAULTS: FieldTable = FieldTable {
    name: "defaults.PROFILE",
    meaning: "What is asked of the secrets whose `environments` name the profile.",
    fields: &[
        field(
            "rotation",
            Takes::Days,
            "",
            "How often they are replaced; also `\"manual\"` and `\"never\"`.",
        ),
        field(
            "warn_before",
            Takes::Days,
            "",
            "How long before a date is due to say so.",
        ),
        field(
            "grace",
            Takes::Days,
            "",
            "How long after a date was due it is still no error.",
        ),
        field(
            "require",
            Takes::Texts,
            "`[]`",
            "The fields of ownership and rotation that they must have; `contact` is the owner's.",
        ),
    ],
};
