//! `[[allow]]`.

use crate::core::name::EnvName;
use crate::schema::fields::tables;
use crate::schema::ledger::Ledger;
use crate::schema::model::{Allow, PathGlob};
use crate::schema::parse::{Tables, keys};
use crate::schema::raw::{Node, Value};
use crate::schema::read::Fields;

/// Reads the list.
pub(super) fn allow(
    list: Option<&Node<'_>>,
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Vec<Allow> {
    let items = list.map_or(&[][..], Node::items);
    let read = items.iter().filter_map(|item| entry(item, tables, ledger));
    read.collect()
}

fn entry(node: &Node<'_>, tables: &Tables<'_, '_>, ledger: &mut Ledger<'_>) -> Option<Allow> {
    let table = node.table()?;
    let fields = Fields::plain(table, &tables::ALLOW, ledger);
    let is_there = |name| table.entry(name).is_some();
    if !is_there("path") && !is_there("key") {
        let what = message!("neither `path` nor `key`");
        ledger.error(
            node.start,
            "schema.allow",
            what,
            "say what is allowed where",
        );
    }
    let reason = fields.boxed("reason");
    let blank = |text: &str| text.trim().is_empty();
    if reason.as_deref().map_or(!is_there("reason"), blank) {
        let what = message!("no `reason`");
        ledger.error(node.start, "schema.allow", what, "say why it is no leak");
    }
    let key = fields.text("key");
    let key = key.and_then(|(at, text)| secret(at, text, tables, ledger));
    let path = fields.text("path");
    let path = path.and_then(|(at, text)| glob(at, text, ledger));
    if let (Some(path), false) = (&path, is_there("key"))
        && path.is_everything()
    {
        let what = message!("an allowance for every file and every key");
        ledger.error(
            node.start,
            "schema.allow",
            what,
            "name the files, or the key",
        );
    }
    Some(Allow {
        path,
        key,
        reason: reason?,
        until: match fields.node("until") {
            Some(Node {
                value: Value::Date(date),
                ..
            }) => *date,
            _ => None,
        },
        place: ledger.place(node.start),
    })
}

/// Reads the name of a declared secret.
fn secret(
    at: usize,
    text: &str,
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Option<EnvName> {
    if tables.is_secret(text) {
        return EnvName::new(text).ok();
    }
    if tables.is_setting(text) {
        let what = message!("a setting, which is not searched for");
        ledger.error(at, "schema.reference", what, "name a secret");
    } else {
        let secrets = keys(tables.secrets);
        ledger.unknown(at, "schema.reference", "unknown key", text, secrets);
    }
    None
}

fn glob(at: usize, text: &str, ledger: &mut Ledger<'_>) -> Option<PathGlob> {
    if text.trim().is_empty() {
        ledger.error(at, "schema.path", message!("an empty path"), None);
        return None;
    }
    ledger.is_plain(at, text).then(|| PathGlob::new(text))
}
