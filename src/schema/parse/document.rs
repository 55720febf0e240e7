//! The whole file.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::lines::Lines;
use crate::core::message::{Message, Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::schema::fields::tables::top;
use crate::schema::model::{ReadAs, Rules, Schema};
use crate::schema::parse::minimum::wants_newer;
use crate::schema::parse::parser::{Declared, Parser};
use crate::schema::parse::read::Fields;
use crate::schema::prescan::prescan;
use crate::schema::problems::Problems;
use crate::schema::syntax;
use crate::schema::tree::{self, Table, start};

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
    let mut problems = Problems::new(path, &lines);
    let prescan = prescan(text);
    if let Some(at) = prescan.too_deep {
        problems.error(at, "schema.nesting", "nested too deeply", None);
        return Err(problems.finish(None, LOCAL));
    }
    let (root, faults) = tree::read(text);
    let broken = syntax::note(text, &faults, &prescan, &mut problems);
    if count_keys(&root) > MAX_KEYS {
        let what = message!("more than 4096 keys");
        problems.note_file(Problem::error("schema.too-many-keys", what));
        return Err(problems.finish(broken, &[]));
    }
    let empty = Table::new();
    let (mut schema, problems) = document(&root, &empty, problems);
    let problems = problems.finish(broken, LOCAL);
    if problems.iter().any(Problem::is_error) {
        return Err(problems);
    }
    schema.warnings = problems;
    Ok(schema)
}

/// The byte order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The text, without a byte order mark, if it is UTF-8 and of a sane size.
fn decode<'t>(path: &ShownPath, text: &'t [u8]) -> Result<&'t str, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        let what = message!("larger than 1 MiB");
        let problem = Problem::error("schema.too-large", what);
        return Err(vec![problem.at(Place::file(path))]);
    }
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    if text.starts_with(BYTE_ORDER_MARK) {
        let problem = Problem::error("schema.encoding", "a second byte order mark");
        let problem = problem.hint("save the file as UTF-8 without byte order marks");
        return Err(vec![problem.at(Place::at(path, 1, 1))]);
    }
    let valid = text.utf8_chunks().next().map_or("", |first| first.valid());
    let end = valid.find('\0').unwrap_or(valid.len());
    if end == text.len() {
        return Ok(valid);
    }
    let what = if end < valid.len() {
        "a NUL byte"
    } else {
        "invalid UTF-8"
    };
    let problem = Problem::error("schema.encoding", Message::from(what))
        .hint(message!("save the file as UTF-8"));
    Err(vec![problem.at(Lines::new(valid).place(path, end))])
}

fn count_keys(root: &Table<'_>) -> usize {
    let tables = [top::SECRETS, top::SETTINGS].map(|field| tree::table(root.get(field.name)?));
    tables.iter().flatten().map(|table| table.len()).sum()
}

/// Reads all tables; `empty` stands for those that are not there.
fn document<'t>(
    root: &'t Table<'t>,
    empty: &'t Table<'t>,
    mut problems: Problems<'t>,
) -> (Schema, Problems<'t>) {
    // The fields of a version that is not ours would all be noise.
    let newer = is_newer(root, &mut problems) || wants_newer(root, &mut problems);
    let root = if newer { empty } else { root };
    let top = Fields::plain(root, top::TABLE, &mut problems);
    let table = |field| top.table(field).unwrap_or(empty);
    let mut parser = Parser {
        declared: Declared {
            secrets: table(top::SECRETS),
            settings: table(top::SETTINGS),
            scopes: table(top::SCOPES),
            profiles: table(top::PROFILES),
            owners: table(top::OWNERS),
            defaults: table(top::DEFAULTS),
            secret_aliases: BTreeSet::new(),
        },
        problems,
    };
    let rules = parser.rules();
    let secrets = rules.values().filter(|rule| rule.is_secret());
    parser.declared.secret_aliases = secrets.flat_map(|rule| rule.aliases.clone()).collect();
    let env = parser.env(table(top::ENV));
    let profiles = parser.profiles();
    let run = parser.run(table(top::RUN), &rules, &env, &profiles);
    let schema = Schema {
        other_names: other_names(&rules),
        path: parser.problems.path().clone(),
        project: parser.project(table(top::PROJECT)),
        env,
        run,
        rules,
        scopes: parser.scopes(),
        profiles,
        owners: parser.owners(),
        defaults: parser.defaults(),
        allow: parser.allow(top.items(top::ALLOW)),
        warnings: Vec::new(),
    };
    (schema, parser.problems)
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
fn is_newer(root: &Table<'_>, problems: &mut Problems<'_>) -> bool {
    let Some(node) = root.get(top::VERSION.name) else {
        let problem = Problem::error("schema.version", message!("`version` is missing"));
        problems.note_file(problem.hint(message!("start the file with `version = 1`")));
        return false;
    };
    let at = start(node);
    match tree::integer(node) {
        // The kind is noted with those of the other fields.
        Some(1) | None => false,
        Some(number) if number > 1 => {
            let what = match u8::try_from(number) {
                Ok(number) => message!("schema version {}", number),
                // Too large for a version, so perhaps a secret.
                Err(_) => message!("this schema version"),
            };
            let secrun = env!("CARGO_PKG_VERSION");
            let what = message!(
                "{} is not supported (this is secrun {}, which reads 1)",
                what,
                secrun
            );
            problems.error(at, "schema.version", what, "update secrun");
            true
        }
        Some(_) => {
            problems.error(at, "schema.version", "`version` must be `1`", None);
            false
        }
    }
}
