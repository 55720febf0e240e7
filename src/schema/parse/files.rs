//! Lists of env files.

use std::collections::BTreeSet;

use crate::schema::fields::tables;
use crate::schema::ledger::Ledger;
use crate::schema::model::{EnvFile, Presence};
use crate::schema::raw::{Node, Value};
use crate::schema::read::Fields;

/// What stands for the profile in a path.
pub(super) const PROFILE: &str = "{profile}";

/// Reads a list of files.
pub(super) fn files(list: &[Node<'_>], ledger: &mut Ledger<'_>) -> Vec<EnvFile> {
    let mut seen = BTreeSet::new();
    let mut read = Vec::with_capacity(list.len());
    for item in list {
        let Some((at, path, presence)) = file(item, ledger) else {
            continue;
        };
        if !is_path(at, path, ledger) {
            continue;
        }
        if !seen.insert(path) {
            let what = message!("a file that is listed twice");
            ledger.error(at, "schema.duplicate", what, None);
        }
        read.push(EnvFile {
            path: path.into(),
            presence,
            place: ledger.place(at),
        });
    }
    read
}

fn file<'n>(node: &'n Node<'_>, ledger: &mut Ledger<'_>) -> Option<(usize, &'n str, Presence)> {
    let Value::Table(table) = &node.value else {
        return Some((node.start, node.text()?, Presence::Optional));
    };
    let fields = Fields::plain(table, &tables::FILE, ledger);
    let presence = if fields.is_true("required") {
        Presence::Required
    } else {
        Presence::Optional
    };
    let path = fields.text("path");
    if path.is_none() && table.entry("path").is_none() {
        let what = message!("a file without `path`");
        ledger.error(node.start, "schema.path", what, None);
    }
    path.map(|(at, path)| (at, path, presence))
}

fn is_path(at: usize, path: &str, ledger: &mut Ledger<'_>) -> bool {
    if path.trim().is_empty() {
        ledger.error(at, "schema.path", message!("an empty path"), None);
        false
    } else if path.replace(PROFILE, "").contains(['{', '}']) {
        let what = message!("a placeholder other than `{{profile}}`");
        ledger.error(at, "schema.path", what, None);
        false
    } else {
        ledger.is_plain(at, path)
    }
}
