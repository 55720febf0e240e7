//! Additions to a schema that is there already: its comments and its order stay.

use std::fmt::Write as _;

use toml_edit::{DocumentMut, Item, Table};

use crate::adopt::draft::Draft;
use crate::adopt::write::{self, entry};
use crate::core::report::Kind;

/// The schema's text with keys added at the ends of their tables; `None` where
/// the tables are not of the form that keys can be added to.
#[must_use]
pub fn amend(text: &str, drafts: &[Draft]) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    for (kind, table) in [(Kind::Secret, "secrets"), (Kind::Setting, "settings")] {
        let additions: Vec<&Draft> = drafts.iter().filter(|draft| draft.kind == kind).collect();
        if additions.is_empty() {
            continue;
        }
        if !document.contains_key(table) {
            document.insert(table, Item::Table(Table::new()));
        }
        let table = document.get_mut(table)?.as_table_mut()?;
        for draft in additions {
            let value: toml_edit::Value = entry(draft).parse().ok()?;
            table.insert(draft.name.as_str(), Item::Value(value));
            if let Some(comment) = write::comment(draft)
                && let Some(mut key) = table.key_mut(draft.name.as_str())
            {
                key.leaf_decor_mut().set_prefix(format!("# {comment}\n"));
            }
        }
    }
    Some(with_endings_of(text, document.to_string()))
}

/// The parser makes every line end with a line feed alone.
fn with_endings_of(old: &str, new: String) -> String {
    let returns = old.matches("\r\n").count();
    if returns > 0 && returns == old.matches('\n').count() {
        new.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        new
    }
}

/// The keys as they would be added.
#[must_use]
pub fn additions(drafts: &[Draft]) -> String {
    let mut text = String::new();
    for (kind, table) in [(Kind::Secret, "secrets"), (Kind::Setting, "settings")] {
        let mut rows = drafts.iter().filter(|draft| draft.kind == kind).peekable();
        if rows.peek().is_some() {
            let _ = writeln!(text, "[{table}]");
        }
        for draft in rows {
            if let Some(comment) = write::comment(draft) {
                let _ = writeln!(text, "# {comment}");
            }
            let _ = writeln!(text, "{} = {}", write::key(&draft.name), entry(draft));
        }
    }
    text
}
