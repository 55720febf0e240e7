//! `[scopes]` and `[profiles]`.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::message::{Message, Place};
use crate::core::name::{EnvName, Label};
use crate::core::report::Kind;
use crate::core::secret::SecretValue;
use crate::schema::fields::tables;
use crate::schema::ledger::Ledger;
use crate::schema::model::{Profile, Scope};
use crate::schema::parse::{Tables, env, files, named, table_of};
use crate::schema::raw::{Node, Table, Value};
use crate::schema::read::Fields;

/// Reads `[scopes]`.
pub(super) fn scopes(tables: &Tables<'_, '_>, ledger: &mut Ledger<'_>) -> BTreeMap<Label, Scope> {
    named(tables.scopes, "a scope", ledger, |node, at, ledger| {
        scope(node, at, tables, ledger)
    })
}

fn scope(
    node: &Node<'_>,
    at: usize,
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Option<Scope> {
    let place = ledger.place(at);
    match &node.value {
        Value::List(items) => Some(Scope {
            secrets: members(texts(items, ledger), Kind::Secret, tables, ledger),
            settings: None,
            inherit: Vec::new(),
            mask: None,
            place,
        }),
        Value::Table(table) => Some(scope_table(table, place, tables, ledger)),
        _ => {
            let what = message!("must be a list of secrets or a table");
            ledger.error(node.start, "schema.kind", what, None);
            None
        }
    }
}

fn scope_table(
    table: &Table<'_>,
    place: Place,
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Scope {
    let fields = Fields::plain(table, &tables::SCOPE, ledger);
    let list = |name| fields.texts(name).map(Iterator::collect::<Vec<_>>);
    let (secrets, inherit) = (list("secrets"), list("inherit"));
    Scope {
        secrets: members(secrets.unwrap_or_default(), Kind::Secret, tables, ledger),
        settings: list("settings").map(|names| members(names, Kind::Setting, tables, ledger)),
        inherit: env::inherit(inherit.into_iter().flatten(), tables, ledger),
        mask: fields.bool("mask"),
        place,
    }
}

/// The strings of a list; anything else is noted.
fn texts<'n>(items: &'n [Node<'_>], ledger: &mut Ledger<'_>) -> Vec<(usize, &'n str)> {
    let mut read = Vec::with_capacity(items.len());
    for item in items {
        if let Some(text) = item.text() {
            read.push((item.start, text));
        } else {
            let what = message!("must hold strings only");
            ledger.error(item.start, "schema.kind", what, None);
        }
    }
    read
}

/// Reads the declared keys that a scope names.
fn members(
    names: Vec<(usize, &str)>,
    kind: Kind,
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Vec<EnvName> {
    let mut seen = BTreeSet::new();
    let mut read = Vec::with_capacity(names.len());
    for (at, text) in names {
        if !seen.insert(text) {
            let what = message!("a key that is listed twice");
            ledger.error(at, "schema.duplicate", what, None);
        } else if let Some(name) = member(at, text, kind, tables, ledger) {
            read.push(name);
        }
    }
    read
}

fn member(
    at: usize,
    text: &str,
    kind: Kind,
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Option<EnvName> {
    let (here, there, what, hint) = match kind {
        Kind::Secret => (
            tables.is_secret(text),
            tables.is_setting(text),
            "a setting among the secrets",
            "list it under `settings`",
        ),
        Kind::Setting => (
            tables.is_setting(text),
            tables.is_secret(text),
            "a secret among the settings",
            "list it under `secrets`",
        ),
    };
    if here {
        // A declared key that is no name, or like a token, is noted where it is declared.
        return EnvName::new(text).ok();
    }
    if there {
        ledger.error(at, "schema.reference", Message::from(what), hint);
    } else {
        ledger.unknown(at, "schema.reference", "unknown key", text, tables.names());
    }
    None
}

/// Reads `[profiles]`.
pub(super) fn profiles(
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> BTreeMap<Label, Profile> {
    named(tables.profiles, "a profile", ledger, |node, at, ledger| {
        let fields = Fields::plain(table_of(node, ledger)?, &tables::PROFILE, ledger);
        let list = fields.node("env_files").map_or(&[][..], Node::items);
        Some(Profile {
            env_files: files::files(list, ledger),
            forbid_live_keys: fields
                .text("live_keys")
                .is_some_and(|(_, word)| word == "forbid"),
            refuse: refuse(fields.table("refuse"), ledger),
            place: ledger.place(at),
        })
    })
}

fn refuse(table: Option<&Table<'_>>, ledger: &mut Ledger<'_>) -> Vec<(EnvName, SecretValue)> {
    let mut read = Vec::new();
    for entry in table.into_iter().flat_map(Table::iter) {
        let name = ledger.name(entry.start, &entry.key);
        let at = entry.node.start;
        let Some(text) = entry.node.text() else {
            let what = message!("`refuse` must hold strings only");
            ledger.error(at, "schema.kind", what, "write it in quotes");
            continue;
        };
        match (name, SecretValue::new(text)) {
            (Some(name), Ok(value)) => read.push((name, value)),
            (_, Err(_)) => ledger.error(at, "schema.text", message!("a NUL byte"), None),
            (None, Ok(_)) => {}
        }
    }
    read
}
