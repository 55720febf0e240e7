//! The reader against what other projects' suites say of theirs: every input is read to the
//! same values, refused, or read with a warning that names the other reader. It is never
//! read differently in silence.

use std::collections::BTreeMap;
use std::path::Path;

use secrun::core::binding::InChild;
use secrun::core::message::ShownPath;
use secrun::core::name::EnvName;
use secrun::core::report::Problem;
use secrun::dotenv::{Interpolation, Outside, ReadOptions, lint, read};
use serde_json::Value;

/// Rows of reader, input, its map (`null` where the reader refuses the input), and where it
/// matters the host's variables and whether only these keys are meant.
const ROWS: &str = include_str!("vectors/readers.json");

/// How warnings call a reader.
const NAMES: &[(&str, &str)] = &[
    ("compose", "Compose"),
    ("direnv", "direnv"),
    ("docker", "docker"),
    ("dotenvx", "dotenvx"),
    ("dotenvy", "uv"),
    ("godotenv", "godotenv"),
    ("node", "node"),
    ("python-dotenv", "python-dotenv"),
    ("ruby", "Ruby"),
    ("systemd", "systemd"),
];

#[test]
fn no_file_is_read_differently_in_silence() {
    let rows: Vec<Vec<Value>> = serde_json::from_str(ROWS).unwrap();
    let mut silent = Vec::new();
    for row in &rows {
        let (reader, text) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        let host: BTreeMap<&str, &str> = row.get(3).map_or_else(BTreeMap::new, |host| {
            let host = host.as_object().unwrap().iter();
            host.map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
                .collect()
        });
        let lookup = |name: &EnvName| match host.get(name.as_str()) {
            Some(value) => Outside::Host(value.as_bytes()),
            None => Outside::Unset,
        };
        let options = ReadOptions {
            interpolation: Interpolation::Braces,
            outside: &lookup,
            in_child: &|_, _| InChild::ThisValue,
            kind: &|_| None,
        };
        let path = ShownPath::typed(Path::new(".env"));
        let contents = read(&path, text.as_bytes(), &options);
        if contents.problems.iter().any(Problem::is_error) {
            continue;
        }
        let pairs = contents.statements.iter();
        let ours: BTreeMap<String, String> = pairs
            .map(|it| {
                (
                    it.name.to_string(),
                    String::from_utf8(it.value.expose().to_vec()).unwrap(),
                )
            })
            .collect();
        let same = row[2].as_object().is_some_and(|theirs| {
            let is_partial = row.len() > 4;
            let told = |(name, value): (&String, &Value)| {
                value.is_null() || ours.get(name).map(String::as_str) == value.as_str()
            };
            theirs.iter().all(told)
                && (is_partial || ours.keys().all(|name| theirs.contains_key(name)))
        });
        let (_, name) = NAMES.iter().find(|(id, _)| *id == reader).unwrap();
        let lint = lint(&path, text.as_bytes(), &options);
        let mut warnings = lint.iter().chain(&contents.problems);
        if !same && !warnings.any(|it| it.what.as_str().contains(name)) {
            silent.push(format!("{reader}: {text:?}: {} but {ours:?}", row[2]));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
