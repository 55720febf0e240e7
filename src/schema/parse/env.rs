//! `[project]`, `[env]` and `[run]`.

use std::collections::BTreeMap;

use crate::core::message::{Message, Place};
use crate::core::name::{EnvName, Label, NamePattern};
use crate::core::report::Problem;
use crate::dotenv::Interpolation;
use crate::schema::echo;
use crate::schema::fields::tables;
use crate::schema::ledger::Ledger;
use crate::schema::model::{
    EnvFile, EnvRules, Inherit, MaskRule, OWN_HINT, OWN_NEVER_PASSES, OWN_PREFIX, Precedence,
    Presence, Preset, Profile, PythonDotenv, Requirement, RunRules, Undeclared,
};
use crate::schema::parse::{Tables, files, keys};
use crate::schema::raw::Table;
use crate::schema::read::Fields;
use crate::schema::rules::Rules;

/// Reads `[project]`.
pub(super) fn project(table: &Table<'_>, ledger: &mut Ledger<'_>) -> Option<Label> {
    let fields = Fields::plain(table, &tables::PROJECT, ledger);
    let (at, name) = fields.text("name")?;
    ledger.label(at, name, "a project")
}

/// Reads `[env]`.
pub(super) fn env(table: &Table<'_>, tables: &Tables<'_, '_>, ledger: &mut Ledger<'_>) -> EnvRules {
    let fields = Fields::plain(table, &tables::ENV, ledger);
    EnvRules {
        files: match fields.node("files") {
            Some(list) => files::files(list.items(), ledger),
            None => default_files(ledger),
        },
        inherit: match fields.texts("inherit") {
            Some(items) => inherit(items, tables, ledger),
            None => vec![Inherit::Preset(Preset::Base)],
        },
        precedence: if fields.is_true("override") {
            Precedence::FilesFirst
        } else {
            Precedence::HostFirst
        },
        undeclared: match fields.text("undeclared") {
            Some((_, "ignore")) => Undeclared::Ignore,
            Some((_, "error")) => Undeclared::Error,
            _ => Undeclared::Warn,
        },
        interpolation: match fields.text("interpolation") {
            Some((_, "off")) => Interpolation::Off,
            _ => Interpolation::Braces,
        },
    }
}

fn default_files(ledger: &Ledger<'_>) -> Vec<EnvFile> {
    vec![EnvFile {
        path: ".env".into(),
        presence: Presence::Optional,
        place: Place::file(ledger.path()),
    }]
}

/// Reads an `inherit` list: presets, names and globs.
pub(super) fn inherit<'n>(
    items: impl Iterator<Item = (usize, &'n str)>,
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Vec<Inherit> {
    items
        .filter_map(|(at, text)| inherit_item(at, text, tables, ledger))
        .collect()
}

fn inherit_item(
    at: usize,
    text: &str,
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Option<Inherit> {
    if let Some(name) = text.strip_prefix('@') {
        return preset(at, name, ledger).map(Inherit::Preset);
    }
    let Ok(pattern) = NamePattern::new(text) else {
        let what = message!("neither a name, a glob nor a preset");
        let hint = "use a name, a name with `*` in it, or a preset like `@base`";
        ledger.error(at, "schema.inherit", what, hint);
        return None;
    };
    if text.starts_with(OWN_PREFIX) {
        ledger.error(
            at,
            "schema.inherit",
            Message::from(OWN_NEVER_PASSES),
            OWN_HINT,
        );
    } else if text.bytes().all(|byte| byte == b'*') {
        let what = message!("the child inherits the whole host environment");
        ledger.note(at, Problem::warning("schema.inherit-all", what));
    } else if pattern.is_exact() && tables.holds_secret(text) {
        let what = match EnvName::new(text)
            .ok()
            .filter(|_| !echo::is_token_like(text))
        {
            Some(name) => message!("the secret `{}`", name),
            None => message!("a secret"),
        };
        let what = message!("{} is passed through its rule only", what);
        ledger.error(at, "schema.inherit", what, "remove it from `inherit`");
    }
    Some(Inherit::Pattern(pattern))
}

fn preset(at: usize, name: &str, ledger: &mut Ledger<'_>) -> Option<Preset> {
    let mut presets = tables::PRESETS.iter();
    let preset = presets.find(|(preset, _)| *preset == name);
    if preset.is_none() {
        let known = tables::PRESETS.iter().map(|(preset, _)| *preset);
        let hint = match echo::nearest(name, known) {
            Some(near) => message!("did you mean `@{}`", near),
            None => message!("use `@base`, `@python`, `@node`, `@ci` or `@proxy`"),
        };
        let problem = Problem::error("schema.preset", message!("unknown preset"));
        ledger.note(at, problem.hint(hint));
    }
    preset.map(|(_, preset)| *preset)
}

/// Reads `[run]`.
pub(super) fn run(
    table: &Table<'_>,
    tables: &Tables<'_, '_>,
    rules: &Rules,
    env: &EnvRules,
    profiles: &BTreeMap<Label, Profile>,
    ledger: &mut Ledger<'_>,
) -> RunRules {
    let fields = Fields::plain(table, &tables::RUN, ledger);
    let scope = fields.text("scope").and_then(|(at, text)| {
        if tables.scopes.entry(text).is_none() {
            let what = "unknown scope";
            ledger.unknown(at, "schema.reference", what, text, keys(tables.scopes));
            return None;
        }
        ledger.label(at, text, "a scope")
    });
    let profile = fields.text("profile").and_then(|(at, text)| {
        let label = ledger.label(at, text, "a profile")?;
        let known = known_profiles(tables, rules);
        if !is_open(env, profiles) && !known.contains(&text) {
            ledger.unknown(at, "schema.reference", "unknown profile", text, known);
        }
        Some(label)
    });
    RunRules {
        scope,
        profile,
        quiet: fields.is_true("quiet"),
        mask: match (fields.bool("mask"), fields.text("mask")) {
            (Some(true), _) => MaskRule::On,
            (_, Some(_)) => MaskRule::Auto,
            _ => MaskRule::Off,
        },
        python_dotenv: match fields.text("python_dotenv") {
            Some((_, "allow")) => PythonDotenv::Allow,
            _ => PythonDotenv::Disable,
        },
    }
}

/// Whether some path has the placeholder, which makes a profile of any name.
fn is_open(env: &EnvRules, profiles: &BTreeMap<Label, Profile>) -> bool {
    let more = profiles.values().flat_map(|profile| &profile.env_files);
    let mut files = env.files.iter().chain(more);
    files.any(|file| file.path.contains(files::PROFILE))
}

/// Every profile that something in the schema depends on.
fn known_profiles<'n>(tables: &Tables<'n, '_>, rules: &'n Rules) -> Vec<&'n str> {
    let required_in = rules.values().filter_map(|rule| match &rule.requirement {
        Requirement::In(profiles) => Some(profiles.iter().map(Label::as_str)),
        _ => None,
    });
    keys(tables.profiles)
        .chain(keys(tables.defaults))
        .chain(required_in.flatten())
        .collect()
}
