//! `[secrets]` and `[settings]`: the declared keys.

use std::collections::BTreeSet;

use crate::core::message::Message;
use crate::core::name::EnvName;
use crate::core::report::{Kind, Problem};
use crate::schema::fields::keys;
use crate::schema::formats::Format;
use crate::schema::ledger::Ledger;
use crate::schema::model::{OWN_PREFIX, Requirement, Rule};
use crate::schema::parse::{Tables, kind, metadata};
use crate::schema::raw::{Entry, Table, Value};
use crate::schema::read::Fields;
use crate::schema::rules::Rules;
use crate::schema::types::Pattern;

/// Reads all declared keys.
pub(super) fn rules<'n, 't>(tables: &Tables<'n, 't>, ledger: &mut Ledger<'_>) -> Rules {
    let mut aliases = BTreeSet::new();
    let of = |table: &'n Table<'t>, kind| table.iter().map(move |entry| (entry, kind));
    let secrets = of(tables.secrets, Kind::Secret);
    let mut entries: Vec<_> = secrets.chain(of(tables.settings, Kind::Setting)).collect();
    // Entries are small to sort, and rules are not.
    entries.sort_by(|(one, _), (other, _)| one.key.cmp(&other.key));
    let mut read = Vec::with_capacity(entries.len());
    for (entry, kind) in entries {
        ledger.subject = ledger.name(entry.start, &entry.key);
        if kind == Kind::Setting && tables.is_secret(&entry.key) {
            let what = message!("declared under `[secrets]` and under `[settings]`");
            ledger.error(entry.start, "schema.duplicate", what, None);
        }
        let rule = rule(entry, kind, tables, &mut aliases, ledger);
        ledger.subject = None;
        if let Some(rule) = rule {
            read.push(rule);
        }
    }
    Rules::new(read)
}

/// Reads one key. Without a good name its fields are checked all the same.
fn rule<'n>(
    entry: &'n Entry<'_>,
    kind: Kind,
    tables: &Tables<'_, '_>,
    aliases: &mut BTreeSet<&'n str>,
    ledger: &mut Ledger<'_>,
) -> Option<Rule> {
    let table = entry_table(entry, ledger)?;
    let fields = key_fields(table, kind, ledger);
    if let Some(name) = ledger.subject.clone() {
        let dangerous = fields.is_true("allow_dangerous");
        check_name(entry.start, &name, dangerous, ledger);
    }
    let shape = kind::shape(entry.start, &fields, ledger);
    let default = fields.node("default");
    let default = default.and_then(|node| kind::default(node, &shape, &fields, ledger));
    check_lengths(&fields, ledger);
    Some(Rule {
        kind,
        min_length: fields.count("min_length"),
        max_length: fields.count("max_length"),
        pattern: pattern(&fields, "pattern", ledger),
        prefix: fields.boxed("prefix"),
        forbid: pattern(&fields, "forbid", ledger),
        format: format(&fields, ledger),
        allow_empty: fields.is_true("allow_empty"),
        requirement: requirement(&fields, kind, ledger),
        default,
        aliases: read_aliases(&fields, &entry.key, tables, aliases, ledger),
        file: fields.is_true("file"),
        description: fields.boxed("description"),
        example: fields.boxed("example"),
        metadata: metadata::of_key(&fields, tables, ledger),
        place: ledger.place(entry.start),
        shape,
        name: ledger.subject.take()?,
    })
}

/// The key's table. Where a bare value stands instead it may be the secret
/// itself, so nothing is said of it.
fn entry_table<'n, 't>(entry: &'n Entry<'t>, ledger: &mut Ledger<'_>) -> Option<&'n Table<'t>> {
    if let Value::Table(table) = &entry.node.value {
        return Some(table);
    }
    let what = message!("must be a table of rules");
    let hint =
        "write `{}` and put the value into an env file: a value does not belong in the schema";
    ledger.error(entry.node.start, "schema.value-in-schema", what, hint);
    None
}

fn key_fields<'n, 't>(table: &'n Table<'t>, kind: Kind, ledger: &mut Ledger<'_>) -> Fields<'n, 't> {
    match kind {
        Kind::Secret => Fields::read(
            table,
            &[&keys::KEY, &keys::METADATA, &keys::SECRET],
            &|field| {
                (field == "default").then(|| {
                    Problem::error("schema.secret-default", message!("a secret has no default"))
                        .hint(message!(
                            "remove `default`, or declare the key under `[settings]`"
                        ))
                })
            },
            ledger,
        ),
        Kind::Setting => Fields::read(
            table,
            &[&keys::KEY, &keys::SETTING],
            &|field| {
                let of_secrets = [&keys::METADATA, &keys::SECRET];
                let mut fields = of_secrets.into_iter().flat_map(|table| table.fields);
                let known = fields.find(|known| known.name == field)?;
                let what = message!("`{}` is for secrets only", known.name);
                Some(Problem::error("schema.misplaced-field", what))
            },
            ledger,
        ),
    }
}

fn check_name(at: usize, name: &EnvName, dangerous: bool, ledger: &mut Ledger<'_>) {
    if name.as_str().starts_with(OWN_PREFIX) {
        let what = message!("names with `SECRUN_` are secrun's own");
        ledger.error(at, "schema.reserved", what, "choose another name");
    } else if name.is_reserved() && !dangerous {
        let what = message!("a reserved name: it changes what runs before the program does");
        let hint = "remove it, or add `allow_dangerous = true`";
        ledger.error(at, "schema.reserved", what, hint);
    }
    warn_not_portable(at, name, ledger);
}

fn check_lengths(fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) {
    let (min_length, max_length) = (fields.count("min_length"), fields.count("max_length"));
    if let (Some(min), Some(max), Some(node)) = (min_length, max_length, fields.node("min_length"))
        && min > max
    {
        let what = message!("`min_length` is greater than `max_length`");
        ledger.error(node.start, "schema.bounds", what, None);
    }
}

fn warn_not_portable(at: usize, name: &EnvName, ledger: &mut Ledger<'_>) {
    if !name.is_portable() {
        let what = message!("a name that shells cannot set");
        let hint = message!("use letters, digits and `_`");
        ledger.note(at, Problem::warning("not-portable", what).hint(hint));
    }
}

fn pattern(
    fields: &Fields<'_, '_>,
    name: &'static str,
    ledger: &mut Ledger<'_>,
) -> Option<Pattern> {
    let (at, source) = fields.text(name)?;
    let pattern = Pattern::new(source).ok();
    if pattern.is_none() {
        let what = message!("`{}` is not a regular expression", name);
        let hint =
            "write it in single quotes, as `'^[a-z]+$'`, without look-around and back-references";
        ledger.error(at, "schema.pattern", what, hint);
    }
    pattern
}

fn format(fields: &Fields<'_, '_>, ledger: &mut Ledger<'_>) -> Option<Format> {
    let (at, name) = fields.text("format")?;
    let format = Format::named(name);
    if format.is_none() {
        ledger.unknown(at, "schema.format", "unknown format", name, Format::names());
    }
    format
}

fn requirement(fields: &Fields<'_, '_>, kind: Kind, ledger: &mut Ledger<'_>) -> Requirement {
    let required = fields.bool("required");
    if let Some(node) = fields.node("required_in") {
        if required.is_some() {
            let what = message!("`required_in` beside `required`");
            ledger.error(
                node.start,
                "schema.requirement",
                what,
                "keep one of the two",
            );
        } else if node.items().is_empty() {
            let what = message!("`required_in` without a profile");
            let hint = "write `required = false` instead";
            ledger.error(node.start, "schema.requirement", what, hint);
        }
        return Requirement::In(metadata::labels(fields, "required_in", "a profile", ledger));
    }
    let has_default = kind == Kind::Setting && fields.node("default").is_some();
    if required.unwrap_or(!has_default) {
        Requirement::Always
    } else {
        Requirement::Never
    }
}

fn read_aliases<'n>(
    fields: &Fields<'n, '_>,
    key: &str,
    tables: &Tables<'_, '_>,
    seen: &mut BTreeSet<&'n str>,
    ledger: &mut Ledger<'_>,
) -> Vec<EnvName> {
    let mut read = Vec::new();
    for (at, text) in fields.texts("aliases").into_iter().flatten() {
        let Some(name) = ledger.name(at, text) else {
            continue;
        };
        let what = if text == key {
            "an alias that is the key itself"
        } else if tables.is_secret(text) || tables.is_setting(text) {
            "an alias that is a declared key"
        } else if seen.contains(text) {
            "an alias that is used twice"
        } else {
            seen.insert(text);
            check_name(at, &name, fields.is_true("allow_dangerous"), ledger);
            read.push(name);
            continue;
        };
        ledger.error(at, "schema.alias", Message::from(what), "remove it");
    }
    read
}
