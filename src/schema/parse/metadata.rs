//! Ownership and rotation: the fields of a secret, `[owners]`, `[defaults]`.

use std::collections::BTreeMap;

use crate::core::name::Label;
use crate::schema::fields::keys as field_tables;
use crate::schema::ledger::Ledger;
use crate::schema::model::{Date, KeyDefaults, Metadata, Owner, Rotation};
use crate::schema::parse::{Tables, keys, named, table_of};
use crate::schema::raw::{Node, Table, Value};
use crate::schema::read::Fields;

/// Reads the fields of a secret that are about ownership and rotation, where
/// there are any.
pub(super) fn of_key(
    fields: &Fields<'_, '_>,
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> Option<Box<Metadata>> {
    let said = fields.has_any_of(&field_tables::METADATA) || fields.node("env").is_some();
    said.then(|| Box::new(metadata(fields, tables, ledger)))
}

fn metadata(fields: &Fields<'_, '_>, tables: &Tables<'_, '_>, ledger: &mut Ledger<'_>) -> Metadata {
    let rotation = rotation(fields.node("rotation"), ledger);
    let read = Metadata {
        owner: reference(fields.text("owner"), tables.owners, "owner", ledger),
        provider: fields.boxed("provider"),
        account: fields.boxed("account"),
        principal: fields
            .text("principal")
            .and_then(|(_, word)| Label::new(word).ok()),
        environments: labels(fields, "environments", "an environment", ledger),
        scopes: fields.texts("scopes").map_or_else(Vec::new, |items| {
            let scope = |(at, text)| reference(Some((at, text)), tables.scopes, "scope", ledger);
            items.filter_map(scope).collect()
        }),
        permissions: fields.boxed("permissions"),
        stored_in: fields.texts("stored_in").map_or_else(Vec::new, |items| {
            items.map(|(_, text)| text.into()).collect()
        }),
        rotation,
        rotated: date(fields.node("rotated")),
        expires: date(fields.node("expires")),
        overlap: days(fields.node("overlap"), ledger),
        reason: fields.boxed("reason"),
        runbook: fields.boxed("runbook"),
        revoke_url: fields.boxed("revoke_url"),
        per_environment: fields.is_true("per_environment"),
        per_profile: per_profile(fields.table("env"), tables, ledger),
    };
    check(&read, fields, ledger);
    read
}

fn check(read: &Metadata, fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) {
    if let (Some(rotated), Some(expires), Some(node)) =
        (read.rotated, read.expires, fields.node("rotated"))
        && rotated > expires
    {
        let what = message!("`rotated` is after `expires`");
        ledger.error(node.start, "schema.date", what, None);
    }
    if let (Some(Rotation::Never), None, Some(node)) =
        (read.rotation, &read.reason, fields.node("rotation"))
    {
        let what = message!("`rotation = \"never\"` without a reason");
        ledger.error(node.start, "schema.rotation", what, "say why in `reason`");
    }
    if let Some((at, url)) = fields.text("revoke_url")
        && !["https://", "http://"]
            .iter()
            .any(|start| url.starts_with(start))
    {
        let what = message!("`revoke_url` must begin with `https://` or `http://`");
        ledger.error(at, "schema.value", what, None);
    }
}

fn per_profile(
    table: Option<&Table<'_>>,
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> BTreeMap<Label, Metadata> {
    let Some(table) = table else {
        return BTreeMap::new();
    };
    named(table, "a profile", ledger, |node, _, ledger| {
        let fields = Fields::plain(table_of(node, ledger)?, &field_tables::METADATA, ledger);
        Some(metadata(&fields, tables, ledger))
    })
}

/// Reads a label that must be an entry of a table, where there is that table.
fn reference(
    written: Option<(usize, &str)>,
    table: &Table<'_>,
    what: &'static str,
    ledger: &mut Ledger<'_>,
) -> Option<Label> {
    let (at, text) = written?;
    let (article, unknown) = match what {
        "owner" => ("an owner", "unknown owner"),
        _ => ("a scope", "unknown scope"),
    };
    if table.len() > 0 && table.entry(text).is_none() {
        ledger.unknown(at, "schema.reference", unknown, text, keys(table));
        return None;
    }
    ledger.label(at, text, article)
}

/// Reads a list of labels.
pub(super) fn labels(
    fields: &Fields<'_, '_>,
    name: &str,
    what: &'static str,
    ledger: &mut Ledger<'_>,
) -> Vec<Label> {
    fields.texts(name).map_or_else(Vec::new, |items| {
        let label = |(at, text)| ledger.label(at, text, what);
        items.filter_map(label).collect()
    })
}

fn date(node: Option<&Node<'_>>) -> Option<Date> {
    match node?.value {
        Value::Date(date) => date,
        _ => None,
    }
}

fn rotation(node: Option<&Node<'_>>, ledger: &mut Ledger<'_>) -> Option<Rotation> {
    match node?.text() {
        Some("manual") => Some(Rotation::Manual),
        Some("never") => Some(Rotation::Never),
        Some(text) if span(text).is_some_and(|days| days > 0) => span(text).map(Rotation::Days),
        _ => {
            let what = message!("not a rotation");
            let hint = "write `90d`, `12w`, `6mo`, `1y`, `manual` or `never` in quotes";
            ledger.error(node?.start, "schema.rotation", what, hint);
            None
        }
    }
}

fn days(node: Option<&Node<'_>>, ledger: &mut Ledger<'_>) -> Option<u32> {
    let node = node?;
    let read = node.text().map_or(Some(0), span);
    if read.is_none() {
        let what = message!("not a span of days");
        let hint = "write `7d`, `2w`, `1mo` or `1y` in quotes";
        ledger.error(node.start, "schema.rotation", what, hint);
    }
    read
}

/// The days of `90d`, `12w`, `6mo` and `1y`; at most a hundred years.
fn span(text: &str) -> Option<u32> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let unit = match text.get(digits.len()..)? {
        "d" => 1,
        "w" => 7,
        "mo" => 30,
        "y" => 365,
        _ => return None,
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = digits.parse().ok().filter(|_| plain)?;
    number.checked_mul(unit).filter(|days| *days <= 36_500)
}

/// Reads `[owners]`.
pub(super) fn owners(tables: &Tables<'_, '_>, ledger: &mut Ledger<'_>) -> BTreeMap<Label, Owner> {
    named(tables.owners, "an owner", ledger, |node, _, ledger| {
        let fields = Fields::plain(table_of(node, ledger)?, &field_tables::OWNER, ledger);
        Some(Owner {
            name: fields.boxed("name"),
            contact: fields.boxed("contact"),
            escalation: fields.boxed("escalation"),
            kind: fields.boxed("kind"),
        })
    })
}

/// Reads `[defaults]`.
pub(super) fn defaults(
    tables: &Tables<'_, '_>,
    ledger: &mut Ledger<'_>,
) -> BTreeMap<Label, KeyDefaults> {
    named(tables.defaults, "a profile", ledger, |node, _, ledger| {
        let fields = Fields::plain(table_of(node, ledger)?, &field_tables::DEFAULTS, ledger);
        let mut require = Vec::new();
        for (at, text) in fields.texts("require").into_iter().flatten() {
            let known = || field_tables::METADATA.fields.iter().map(|field| field.name);
            if text == "contact" || known().any(|name| name == text) {
                require.extend(Label::new(text));
            } else {
                let names = known().chain(["contact"]);
                ledger.unknown(at, "schema.reference", "unknown field", text, names);
            }
        }
        Some(KeyDefaults {
            rotation: rotation(fields.node("rotation"), ledger),
            warn_before: days(fields.node("warn_before"), ledger),
            grace: days(fields.node("grace"), ledger),
            require,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn spans_are_days_weeks_months_and_years() {
        for (text, days) in [
            ("90d", Some(90)),
            ("12w", Some(84)),
            ("6mo", Some(180)),
            ("1y", Some(365)),
            ("0d", Some(0)),
            ("", None),
            ("d", None),
            ("+1d", None),
            ("1.5d", None),
            ("90", None),
            ("90D", None),
            ("4294967295y", None),
            ("101y", None),
        ] {
            assert_eq!(span(text), days, "{text}");
        }
    }
}
