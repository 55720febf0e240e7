//! The tables of the file, of runs and of scopes.

pub(crate) mod top {
    use crate::schema::fields::keys::{SECRET, SETTING, defaults, owner};
    use crate::schema::fields::tables::{allow, env, profile, project, run, scope};

    table! { "top level", "The whole file." =>
        VERSION = field("version", Takes::Version, "The version of this format: `1`.").required();
        EXTENDS = field("extends", Takes::Text,
            "Another schema, relative to this file's folder, that this one adds to: see [monorepos](#monorepos).");
        PROJECT = field("project", Takes::Table(&[project::TABLE]), "The project.");
        ENV = field("env", Takes::Table(&[env::TABLE]),
            "The env files and the inherited host variables.");
        RUN = field("run", Takes::Table(&[run::TABLE]), "Defaults for `run`.");
        SECRETS = field("secrets", Takes::Named(SECRET), "The secret keys, by name.");
        SETTINGS = field("settings", Takes::Named(SETTING),
            "The keys that are not secret, by name.");
        SCOPES = field("scopes", Takes::NamedOrTexts(&[scope::TABLE]), "The scopes, by name.");
        PROFILES = field("profiles", Takes::Named(&[profile::TABLE]),
            "Environments such as `ci`, by name.");
        OWNERS = field("owners", Takes::Named(&[owner::TABLE]), "The owners of keys, by name.");
        DEFAULTS = field("defaults", Takes::Named(&[defaults::TABLE]),
            "Requirements for the keys of a profile, by profile.");
        ALLOW = field("allow", Takes::List(&[allow::TABLE]),
            "Findings that `secrun scan` accepts.").default("`[]`");
    }
}

pub(crate) mod project {
    table! { "project", "The project." =>
        NAME = field("name", Takes::Text,
            "Its name in reports: letters, digits, `_`, `.` and `-`.");
        SECRUN = field("secrun", Takes::Text,
            "The oldest version of secrun that may read the file, such as `>=0.2`.");
    }
}

pub(crate) mod env {
    use crate::schema::fields::tables::file;

    table! { "env", "The env files, and the host variables that the child inherits." =>
        FILES = field("files", Takes::Files(&[file::TABLE]),
            "The env files; later ones win. `{profile}` is replaced by the profile; without a profile, the file is skipped.")
            .default("`[\".env\"]`");
        INHERIT = field("inherit", Takes::Texts,
            "Host variables that the child inherits: names, globs (`LC_*`) and presets.")
            .default("`[\"@base\"]`");
        OVERRIDE = field("override", Takes::Bool,
            "Whether files beat the host environment.").default("`false`");
        UNDECLARED = field("undeclared", Takes::OneOf(&["warn", "ignore", "error"]),
            "How to treat keys in env files that the schema does not declare; they are never passed on.")
            .default("`\"warn\"`");
        INTERPOLATION = field("interpolation", Takes::OneOf(&["braces", "off"]),
            "Whether `${NAME}` and `${NAME:-x}` are replaced in env files.").default("`\"braces\"`");
    }
}

pub(crate) mod file {
    table! { "env.files, profiles.NAME.env_files", "An item of the list, if it is a table." =>
        PATH = field("path", Takes::Text, "The path, relative to the schema's folder.").required();
        REQUIRED = field("required", Takes::Bool,
            "Whether a missing file is an error.").default("`false`");
    }
}

pub(crate) mod run {
    table! { "run", "Defaults for `run`, used if neither an option nor a variable is set." =>
        SCOPE = field("scope", Takes::Text, "The scope. Without one, the child gets all secrets.");
        PROFILE = field("profile", Takes::Text, "The profile.");
        QUIET = field("quiet", Takes::Bool,
            "Whether to omit the fingerprint block.").default("`false`");
        MASK = field("mask", Takes::BoolOr(&["auto"]),
            "Whether to mask the child's output; `\"auto\"` masks streams that are not terminals.")
            .default("`false`");
        PYTHON_DOTENV = field("python_dotenv", Takes::OneOf(&["disable", "allow"]),
            "Whether the program's own loaders of `.env` work when a run withholds keys.").default("`\"disable\"`");
    }
}

pub(crate) mod scope {
    table! { "scopes.NAME",
        "A scope. A list of secrets, instead of a table, gives these secrets and all settings." =>
        SECRETS = field("secrets", Takes::Texts, "The secrets it gets.").default("`[]`");
        SETTINGS = field("settings", Takes::Texts, "The settings it gets.").default("all");
        INHERIT = field("inherit", Takes::Texts,
            "Host variables it inherits in addition to `[env] inherit`.").default("`[]`");
        MASK = field("mask", Takes::Bool, "Whether to mask its output.").default("`[run] mask`");
    }
}

pub(crate) mod profile {
    use crate::schema::fields::tables::file;

    table! { "profiles.NAME", "An environment: dev, ci, prod, test." =>
        ENV_FILES = field("env_files", Takes::Files(&[file::TABLE]),
            "Env files that are read after `[env] files`.").default("`[]`");
        LIVE_KEYS = field("live_keys", Takes::OneOf(&["allow", "forbid"]),
            "Whether to refuse live keys of providers; `\"forbid\"` also turns off `format`, so that fakes pass.")
            .default("`\"allow\"`");
        FAKES = field("fakes", Takes::Bool,
            "Whether required keys that nothing else sets get made-up values; the secrets in `[env] files` are then not read.")
            .default("`false`");
        REFUSE = field("refuse", Takes::NamedTexts,
            "Variables, each with the value that stops the run, as a string.");
    }
}

pub(crate) mod allow {
    table! { "[allow]",
        "Findings of `secrun scan` that are accepted. An entry needs `path`, `key` or both." =>
        PATH = field("path", Takes::Text,
            "The files, relative to the schema's folder: `*` matches within a folder, `**` any folders, and a trailing `/` everything below.")
            .default("all");
        KEY = field("key", Takes::Text, "The secret whose value was found.").default("all");
        REASON = field("reason", Takes::Text, "Why it is not a leak.").required();
        UNTIL = field("until", Takes::Date, "The last day on which the entry applies.");
    }
}
