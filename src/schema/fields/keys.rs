//! The tables of keys: their rules, ownership and rotation.

use crate::schema::fields::field::Tables;

/// The fields of an entry of `[secrets]`.
pub(crate) const SECRET: Tables = &[key::TABLE, metadata::TABLE, secret::TABLE];

/// The fields of an entry of `[settings]`.
pub(crate) const SETTING: Tables = &[key::TABLE, setting::TABLE];

pub(crate) mod key {
    table! { "secrets.KEY, settings.KEY", "A declared key." =>
        TYPE = field("type", Takes::Type, "The type of the value.").default("`\"string\"`");
        REQUIRED = field("required", Takes::Bool,
            "Whether the key must be set.").default("`true` for secrets and for settings without a default");
        REQUIRED_IN = field("required_in", Takes::Texts,
            "The profiles in which the key must be set, instead of `required`.");
        ALLOW_EMPTY = field("allow_empty", Takes::Bool,
            "Whether an empty value counts as set.").default("`false`");
        ALLOW_DANGEROUS = field("allow_dangerous", Takes::Bool,
            "Whether a reserved name may be declared, and a file may set a risky one.").default("`false`");
        ALIASES = field("aliases", Takes::Texts,
            "Other names to read it from, in order.").default("`[]`");
        FILE = field("file", Takes::Bool,
            "Whether the file named by `KEY_FILE`, or `/run/secrets/KEY`, may hold the value.")
            .default("`false`");
        DESCRIPTION = field("description", Takes::Text, "The purpose of the key.");
        DOCS = field("docs", Takes::Text,
            "The `http` or `https` page where to get the value; messages about the missing key show it.");
        EXAMPLE = field("example", Takes::Text, "A made-up value for `.env.example`.");
        FORBID = field("forbid", Takes::Text,
            "A regular expression that must not match any part of the value.");
        FORMAT = field("format", Takes::Format, "The token format of a provider.").of(&["string"]);
        MIN_LENGTH = field("min_length", Takes::Count,
            "The minimum number of characters.").of(&["string"]);
        MAX_LENGTH = field("max_length", Takes::Count,
            "The maximum number of characters.").of(&["string"]);
        PATTERN = field("pattern", Takes::Text,
            "A regular expression of at most 1,000 bytes that must match a part of the value.").of(&["string"]);
        PREFIX = field("prefix", Takes::Text,
            "The text that the value must start with.").of(&["string"]);
        MIN = field("min", Takes::Number, "The minimum.").of(&["int", "float", "port"]);
        MAX = field("max", Takes::Number, "The maximum.").of(&["int", "float", "port"]);
        ABOVE = field("above", Takes::Number, "What it must be more than.").of(&["float"]);
        BELOW = field("below", Takes::Number, "What it must be less than.").of(&["float"]);
        MULTIPLE_OF = field("multiple_of", Takes::Count,
            "The number, from 1, that it must be a multiple of.").of(&["int"]);
        VALUES = field("values", Takes::Texts,
            "The allowed values. Required for `enum`.").of(&["enum"]);
        SCHEMES = field("schemes", Takes::Texts,
            "The allowed schemes.").default("any").of(&["url"]);
        HOSTS = field("hosts", Takes::Texts,
            "The allowed hosts; `*.example.org` allows every subdomain, and `*` every host.").default("any").of(&["url"]);
        EXISTS = field("exists", Takes::OneOf(&["file", "dir", "regular", "new"]),
            "Whether the path must be a file (`regular`: no device, pipe or socket), a folder, or nothing yet.").of(&["path"]);
        SHAPE = field("shape", Takes::OneOf(&["object", "array"]),
            "Whether it must be an object or an array.").of(&["json"]);
        OF = field("of", Takes::ItemType,
            "The type of the items; its fields stand beside `of`.").default("`\"string\"`").of(&["list"]);
        SEPARATOR = field("separator", Takes::Text,
            "The separator between items.").default("`\",\"`").of(&["list"]);
        STYLE = field("style", Takes::OneOf(&["json", "pydantic", "iso", "decimal"]),
            "One way to write the value: see [styles](#styles).").of(&["list", "duration", "email", "url", "float"]);
        VERSION = field("version", Takes::Count,
            "The version of the address, 4 or 6, or of the UUID, 1 to 8.").default("any").of(&["ip", "uuid"]);
        BYTES = field("bytes", Takes::Count,
            "The number of bytes it must decode to.").of(&["hex", "base64"]);
    }
}

pub(crate) mod setting {
    table! { "settings.KEY", "Fields of settings only." =>
        DEFAULT = field("default", Takes::Scalar, "The value if no layer sets one.");
    }
}

pub(crate) mod secret {
    use crate::schema::fields::keys::metadata;

    table! { "secrets.KEY", "Fields of secrets only." =>
        ENV = field("env", Takes::Named(&[metadata::TABLE]),
            "Differences in a profile, by profile.");
    }
}

pub(crate) mod metadata {
    table! { "secrets.KEY, secrets.KEY.env.PROFILE",
        "Ownership and rotation of a secret; messages name the owner, the rest is validated only." =>
        OWNER = field("owner", Takes::Text,
            "The owner: an entry of `[owners]`, if that table exists.");
        PROVIDER = field("provider", Takes::Text, "The provider that issued it.");
        ACCOUNT = field("account", Takes::Text, "The account or project at the provider.");
        PRINCIPAL = field("principal", Takes::OneOf(&["service", "personal", "shared"]),
            "The kind of identity it belongs to at the provider.");
        ENVIRONMENTS = field("environments", Takes::Texts,
            "The environments that use it.").default("`[]`");
        SCOPES = field("scopes", Takes::Texts,
            "The scopes that use it: entries of `[scopes]`, if that table exists.").default("`[]`");
        PERMISSIONS = field("permissions", Takes::Text, "The permissions it grants, in words.");
        STORED_IN = field("stored_in", Takes::Texts,
            "The places where copies are stored.").default("`[]`");
        ROTATION = field("rotation", Takes::Rotation,
            "How often to replace it; also `\"manual\"`, and `\"never\"` with a `reason`.");
        ROTATED = field("rotated", Takes::Date, "The date of the last replacement.");
        EXPIRES = field("expires", Takes::Date, "The date on which the provider ends it.");
        OVERLAP = field("overlap", Takes::Days,
            "How long the old and the new key may overlap; `0` for one key at a time.");
        REASON = field("reason", Takes::Text, "Why it is never replaced.");
        RUNBOOK = field("runbook", Takes::Text, "How to replace it: a path or a URL.");
        REVOKE_URL = field("revoke_url", Takes::Text,
            "The `http` or `https` URL at which to revoke it.");
        PER_ENVIRONMENT = field("per_environment", Takes::Bool,
            "Whether the value must differ between environments.").default("`false`");
    }
}

pub(crate) mod owner {
    table! { "owners.NAME", "An owner of keys." =>
        NAME = field("name", Takes::Text, "The full name.");
        CONTACT = field("contact", Takes::Text, "The contact for questions.");
        ESCALATION = field("escalation", Takes::Text, "The escalation contact.");
        KIND = field("kind", Takes::OneOf(&["team", "person"]), "The kind of owner.");
    }
}

pub(crate) mod defaults {
    table! { "defaults.PROFILE",
        "Requirements for the secrets whose `environments` name the profile." =>
        ROTATION = field("rotation", Takes::Rotation,
            "How often to replace them; also `\"manual\"` and `\"never\"`.");
        WARN_BEFORE = field("warn_before", Takes::Days, "How long before a due date to warn.");
        GRACE = field("grace", Takes::Days, "How long after a due date it is not yet an error.");
        REQUIRE = field("require", Takes::Texts,
            "The ownership and rotation fields that they must have; `contact` is the owner's.")
            .default("`[]`");
    }
}
