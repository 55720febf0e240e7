//! The whole file.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::lines::Lines;
use crate::core::message::ShownPath;
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::schema::fields::tables::top;
use crate::schema::model::{ReadAs, Rules, Schema};
use crate::schema::parse::minimum::wants_newer;
use crate::schema::parse::parser::{Declared, Parser};
use crate::schema::parse::read::Fields;
use crate::schema::parse::{extends, merge};
use crate::schema::prescan::prescan;
use crate::schema::problems::{File, Problems};
use crate::schema::source::Source;
use crate::schema::syntax;
use crate::schema::tree::{self, Table, start};

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

/// Reads a schema that extends no other. Of its text only fields, declared names and
/// labels go into a problem, and none that looks like a token.
///
/// # Errors
///
/// All problems, sorted, with the warnings among them; at least one is an
/// error.
pub fn parse(path: &ShownPath, text: &[u8]) -> Result<Schema, Vec<Problem>> {
    parse_all(&[Source::schema(path, text)])
}

/// Reads a schema and the files that it extends, each followed by its parent.
///
/// # Errors
///
/// The same as [`parse`]; each problem has the place in its own file.
pub fn parse_all(sources: &[Source<'_>]) -> Result<Schema, Vec<Problem>> {
    let mut files = Vec::with_capacity(sources.len());
    let mut texts = Vec::with_capacity(sources.len());
    let mut base = 0;
    for source in sources {
        let text = source.decode()?;
        let (source, lines) = (*source, Lines::new(text));
        files.push(File {
            base,
            source,
            lines,
        });
        texts.push(text);
        base += text.len() + 1;
    }
    let mut problems = Problems::new(&files);
    let mut tables = Table::new();
    let (mut broken, mut newer) = (Vec::new(), false);
    for (index, (file, text)) in files.iter().zip(texts).enumerate().rev() {
        let prescan = prescan(text);
        if let Some(at) = prescan.too_deep {
            problems.error(file.base + at, "schema.nesting", "nested too deeply", None);
            return Err(problems.finish(&[], LOCAL));
        }
        let (root, faults) = tree::read(text, file.base);
        broken.extend(syntax::note(
            text,
            file.base,
            &faults,
            &prescan,
            &mut problems,
        ));
        newer |=
            is_newer(&root, file.source.path, &mut problems) || wants_newer(&root, &mut problems);
        extends::check(&root, index + 1 < files.len(), &mut problems);
        if index > 0 {
            // Only the schema's own are among the fields that are read below.
            Fields::only(&root, &[top::VERSION, top::EXTENDS], &mut problems);
        }
        tables = if tables.is_empty() {
            root
        } else {
            merge::over(tables, root)
        };
    }
    if count_keys(&tables) > MAX_KEYS {
        let what = message!("more than 4096 keys");
        let problem = Problem::error("schema.too-many-keys", what);
        problems.note_file(problems.path(), problem);
        return Err(problems.finish(&broken, &[]));
    }
    let empty = Table::new();
    // The fields of a version that is not ours would all be noise.
    let root = if newer { &empty } else { &tables };
    let (mut schema, problems) = document(root, &empty, problems);
    let problems = problems.finish(&broken, LOCAL);
    if problems.iter().any(Problem::is_error) {
        return Err(problems);
    }
    schema.warnings = problems;
    Ok(schema)
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
fn is_newer(root: &Table<'_>, path: &ShownPath, problems: &mut Problems<'_>) -> bool {
    let Some(node) = root.get(top::VERSION.name) else {
        let problem = Problem::error("schema.version", message!("`version` is missing"));
        let hint = message!("start the file with `version = 1`");
        problems.note_file(path, problem.hint(hint));
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
