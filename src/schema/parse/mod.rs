//! From the schema's text to its meaning, with all that is wrong at once.

mod allow;
mod env;
mod files;
mod key;
mod kind;
mod metadata;
mod scope;

use std::collections::{BTreeMap, BTreeSet};

use crate::core::lines::Lines;
use crate::core::message::{Message, Place, ShownPath};
use crate::core::name::{EnvName, Label};
use crate::core::report::{Kind, Problem};
use crate::schema::fields::tables;
use crate::schema::ledger::Ledger;
use crate::schema::model::{ReadAs, Schema};
use crate::schema::outline::outline;
use crate::schema::raw::{self, Node, Table, Value};
use crate::schema::read::Fields;
use crate::schema::rules::Rules;
use crate::schema::syntax;

/// The largest schema, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// The most keys that a schema may declare.
const MAX_KEYS: usize = 4096;

/// The codes of problems that stay true whatever stands further down.
const LOCAL: &[&str] = &[
    "schema.kind",
    "schema.number",
    "schema.pattern",
    "schema.token-like",
    "schema.unknown-field",
    "schema.value",
    "schema.value-in-schema",
];

/// Reads a schema. Of its text only fields, declared names and labels go into
/// a problem, and none that looks like a token.
///
/// # Errors
///
/// All problems, sorted, with the warnings among them; at least one is an
/// error.
pub fn parse(path: &ShownPath, text: &[u8]) -> Result<Schema, Vec<Problem>> {
    let text = decode(path, text)?;
    let lines = Lines::new(text);
    let mut ledger = Ledger::new(path, &lines);
    let outline = outline(text);
    if let Some(at) = outline.too_deep {
        ledger.error(at, "schema.nesting", message!("nested too deep"), None);
        return Err(ledger.finish(None, LOCAL));
    }
    let (root, faults) = raw::read(text);
    let broken = syntax::note(text, &faults, &outline, &mut ledger);
    if keys_of(&root) > MAX_KEYS {
        let what = message!("more than 4096 keys");
        ledger.note_file(Problem::error("schema.too-many-keys", what));
        return Err(ledger.finish(broken, &[]));
    }
    let mut schema = document(&root, &mut ledger);
    let problems = ledger.finish(broken, LOCAL);
    if problems.iter().any(Problem::is_error) {
        return Err(problems);
    }
    schema.warnings = problems;
    Ok(schema)
}

/// The text, without a byte order mark, if it is UTF-8 and of a sane size.
fn decode<'t>(path: &ShownPath, text: &'t [u8]) -> Result<&'t str, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        let what = message!("larger than 1 MiB");
        let problem = Problem::error("schema.too-large", what);
        return Err(vec![problem.at(Place::file(path))]);
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let valid = match std::str::from_utf8(text) {
        Ok(valid) => valid,
        Err(error) => {
            let good = text.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(good).unwrap_or_default()
        }
    };
    let end = valid.find('\0').unwrap_or(valid.len());
    if end == text.len() {
        return Ok(valid);
    }
    let (line, column) = Lines::new(valid).position(end);
    let what = if end < valid.len() {
        "a NUL byte"
    } else {
        "not UTF-8"
    };
    let problem = Problem::error("schema.encoding", Message::from(what))
        .hint(message!("save the file as UTF-8"));
    Err(vec![problem.at(Place::at(path, line, column))])
}

/// The user's tables as written, to look names up in.
struct Tables<'n, 't> {
    secrets: &'n Table<'t>,
    settings: &'n Table<'t>,
    scopes: &'n Table<'t>,
    profiles: &'n Table<'t>,
    owners: &'n Table<'t>,
    defaults: &'n Table<'t>,
    /// The names that secrets may be read from beside their own.
    secret_aliases: BTreeSet<EnvName>,
}

impl<'n> Tables<'n, '_> {
    /// Whether a name is declared as a secret.
    fn is_secret(&self, name: &str) -> bool {
        self.secrets.entry(name).is_some()
    }

    /// Whether a name is declared as a setting.
    fn is_setting(&self, name: &str) -> bool {
        self.settings.entry(name).is_some()
    }

    /// Whether the host variable of this name would be a secret's value.
    fn holds_secret(&self, name: &str) -> bool {
        let is_alias = |name| self.secret_aliases.contains(&name);
        self.is_secret(name) || EnvName::new(name).is_ok_and(is_alias)
    }

    /// The declared names.
    fn names(&self) -> impl Iterator<Item = &'n str> {
        keys(self.secrets).chain(keys(self.settings))
    }
}

/// The keys of a table.
fn keys<'n>(table: &'n Table<'_>) -> impl Iterator<Item = &'n str> {
    table.iter().map(|entry| &*entry.key)
}

/// How many keys are declared.
fn keys_of(root: &Table<'_>) -> usize {
    let tables = ["secrets", "settings"].map(|name| root.entry(name)?.node.table());
    tables.iter().flatten().map(|table| table.len()).sum()
}

fn document(root: &Table<'_>, ledger: &mut Ledger<'_>) -> Schema {
    let newer = version(root, ledger);
    let empty = Table::default();
    let nothing = Table::default();
    // The fields of a version that is not ours would all be noise.
    let top = Fields::plain(if newer { &nothing } else { root }, &tables::TOP, ledger);
    let table = |name| top.table(name).unwrap_or(&empty);
    let mut tables = Tables {
        secrets: table("secrets"),
        settings: table("settings"),
        scopes: table("scopes"),
        profiles: table("profiles"),
        owners: table("owners"),
        defaults: table("defaults"),
        secret_aliases: BTreeSet::new(),
    };
    let rules = key::rules(&tables, ledger);
    let secrets = rules.values().filter(|rule| rule.kind == Kind::Secret);
    tables.secret_aliases = secrets.flat_map(|rule| rule.aliases.clone()).collect();
    let env = env::env(table("env"), &tables, ledger);
    let profiles = scope::profiles(&tables, ledger);
    let run = env::run(table("run"), &tables, &rules, &env, &profiles, ledger);
    Schema {
        other_names: other_names(&rules),
        path: ledger.path().clone(),
        project: env::project(table("project"), ledger),
        env,
        run,
        rules,
        scopes: scope::scopes(&tables, ledger),
        profiles,
        owners: metadata::owners(&tables, ledger),
        defaults: metadata::defaults(&tables, ledger),
        allow: allow::allow(top.node("allow"), &tables, ledger),
        warnings: Vec::new(),
    }
}

/// The aliases of every key, and its `KEY_FILE` where no other key has that name.
fn other_names(rules: &Rules) -> BTreeMap<EnvName, (EnvName, ReadAs)> {
    let mut names = BTreeMap::new();
    for rule in rules.values() {
        for (rank, alias) in rule.aliases.iter().enumerate() {
            names.insert(alias.clone(), (rule.name.clone(), ReadAs::Alias(rank)));
        }
        if let Some(variable) = rule.file_variable() {
            names.insert(variable, (rule.name.clone(), ReadAs::FileVariable));
        }
    }
    names
}

/// Checks `version`, and says whether the schema is of a newer one.
fn version(root: &Table<'_>, ledger: &mut Ledger<'_>) -> bool {
    let Some(entry) = root.entry("version") else {
        let what = message!("`version` is missing");
        let problem = Problem::error("schema.version", what)
            .hint(message!("begin the file with `version = 1`"));
        ledger.note_file(problem);
        return false;
    };
    let (what, hint) = match entry.node.integer() {
        // The kind is noted with those of the other fields.
        Some(1) | None => return false,
        Some(number) if number > 1 => (
            "a version that this secrun does not read",
            Some("update secrun"),
        ),
        Some(_) => ("`version` must be `1`", None),
    };
    ledger.error(
        entry.node.start,
        "schema.version",
        Message::from(what),
        hint,
    );
    hint.is_some()
}

/// Reads a table of the user's names, each with a table of its own.
fn named<'n, 't, T>(
    all: &'n Table<'t>,
    what: &'static str,
    ledger: &mut Ledger<'_>,
    mut entry: impl FnMut(&'n Node<'t>, usize, &mut Ledger<'_>) -> Option<T>,
) -> BTreeMap<Label, T> {
    let mut read = BTreeMap::new();
    for item in all.iter() {
        let label = ledger.label(item.start, &item.key, what);
        let value = entry(&item.node, item.start, ledger);
        if let (Some(label), Some(value)) = (label, value) {
            read.insert(label, value);
        }
    }
    read
}

/// The table of a user's name; anything else is noted, without a word of it.
fn table_of<'n, 't>(node: &'n Node<'t>, ledger: &mut Ledger<'_>) -> Option<&'n Table<'t>> {
    if let Value::Table(table) = &node.value {
        return Some(table);
    }
    ledger.error(node.start, "schema.kind", message!("must be a table"), None);
    None
}
