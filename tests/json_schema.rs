//! `secrun schema`: what the parser accepts, the JSON Schema accepts, too.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use secrun::schema::{self, Source, fields, json_schema, types};
use serde_json::Value;

use crate::case::{Case, finish};
use crate::python;

fn document() -> Value {
    serde_json::from_str(&json_schema::text()).unwrap()
}

/// The names of the properties at a place.
#[track_caller]
fn properties(pointer: &str) -> BTreeSet<String> {
    let schema = document();
    let found = schema.pointer(&format!("{pointer}/properties"));
    let found = found.unwrap_or_else(|| panic!("nothing at {pointer}"));
    found.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn every_table_has_exactly_its_fields() {
    for (table, pointer) in [
        ("top level", ""),
        ("project", "/properties/project"),
        ("env", "/properties/env"),
        (
            "env.files",
            "/properties/env/properties/files/items/anyOf/1",
        ),
        ("run", "/properties/run"),
        ("secrets.KEY", "/properties/secrets/additionalProperties"),
        ("settings.KEY", "/properties/settings/additionalProperties"),
        (
            "secrets.KEY.env.PROFILE",
            "/properties/secrets/additionalProperties/properties/env/additionalProperties",
        ),
        (
            "scopes.NAME",
            "/properties/scopes/additionalProperties/anyOf/1",
        ),
        ("profiles.NAME", "/properties/profiles/additionalProperties"),
        ("owners.NAME", "/properties/owners/additionalProperties"),
        (
            "defaults.PROFILE",
            "/properties/defaults/additionalProperties",
        ),
        ("[allow]", "/properties/allow/items"),
    ] {
        let speaks = |names: &str| names.split(", ").any(|name| name == table);
        let tables = fields().iter().filter(|entry| speaks(entry.name));
        let names = tables
            .flat_map(|entry| entry.fields)
            .map(|field| field.name.to_owned());
        assert_eq!(properties(pointer), names.collect(), "{table}");
    }
}

#[test]
fn every_type_may_be_written() {
    let schema = document();
    let listed =
        &schema["properties"]["secrets"]["additionalProperties"]["properties"]["type"]["enum"];
    let listed: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .collect();
    let known: Vec<&str> = types().iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, known);
}

#[test]
fn the_command_prints_it() {
    Case::new()
        .args(["schema"])
        .output()
        .status(0)
        .stdout(&json_schema::text());
}

/// Every `secrun.toml` of the examples, and every whole one in the documents.
fn schemas() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![(
        "the example of the contract".to_owned(),
        super::schema::EXAMPLE.to_owned(),
    )];
    let mut folders: Vec<PathBuf> = vec![root.join("docs"), root.join("examples")];
    let mut files = vec![root.join("README.md")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let shown = path.display().to_string();
        if name == "secrun.toml" {
            found.push((shown, fs::read_to_string(path).unwrap()));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let blocks = text
                .split("```toml\n")
                .skip(1)
                .filter_map(|after| after.split("```").next());
            let whole =
                blocks.filter(|block| block.lines().any(|line| line.trim() == "version = 1"));
            found.extend(whole.map(|block| (shown.clone(), block.to_owned())));
        }
    }
    found
}

/// Reads pairs of a name and a TOML text, and tells what the schema refuses.
const VALIDATE: &str = r#"
import json, sys, tomllib, jsonschema
given = json.load(sys.stdin)
jsonschema.Draft7Validator.check_schema(given["schema"])
validator = jsonschema.Draft7Validator(given["schema"])
for name, text in given["texts"]:
    # As editors do, a date counts as a string.
    data = json.loads(json.dumps(tomllib.loads(text), default=str))
    errors = [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(data)]
    print(json.dumps([name, errors]))
"#;

fn validate(python: &str, texts: &[(String, String)]) -> Vec<(String, Vec<String>)> {
    let given = serde_json::json!({ "schema": document(), "texts": texts }).to_string();
    let mut command = Command::new(python);
    command
        .args(["-c", VALIDATE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let output = finish(command, given.as_bytes());
    assert!(output.status.success());
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_example_validates() {
    let texts = schemas();
    for (name, text) in &texts {
        let path = secrun::core::message::ShownPath::typed(Path::new("secrun.toml"));
        // What an example extends is not there.
        let mut files = vec![Source::schema(&path, text.as_bytes())];
        if schema::extends(&path, text.as_bytes()).is_some() {
            files.push(Source::schema(&path, b"version = 1"));
        }
        assert!(schema::parse_all(&files).is_ok(), "{name}\n{text}");
    }
    let Some(python) = python::with_optional_module("jsonschema") else {
        return;
    };
    for (name, errors) in validate(&python, &texts) {
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[test]
fn what_is_wrong_is_refused() {
    let Some(python) = python::with_optional_module("jsonschema") else {
        return;
    };
    let texts: Vec<(String, String)> = [
        "",
        "version = 2",
        "version = 1\nother = 1",
        "version = 1\n[secrets]\nKEY = \"value\"",
        "version = 1\n[secrets]\nKEY = { type = \"integer\" }",
        "version = 1\n[secrets]\nKEY = { default = \"x\" }",
        "version = 1\n[secrets]\nKEY = { format = \"no-such\" }",
        "version = 1\n[settings]\nKEY = { owner = \"x\" }",
        "version = 1\n[settings]\n\"1KEY\" = {}",
        "version = 1\n[scopes]\na = \"KEY\"",
        "version = 1\n[secrets]\nKEY = { rotation = \"often\" }",
        "version = 1\n[env]\nfiles = [{ required = true }]",
        "version = 1\n[[allow]]\nreason = \"x\"",
        "version = 1\n[[allow]]\npath = \"x\"",
        "version = 1\n[[allow]]\npath = \"x\"\nreason = \"x\"\nby = \"x\"",
    ]
    .iter()
    .map(|text| ((*text).to_owned(), (*text).to_owned()))
    .collect();
    let path = secrun::core::message::ShownPath::typed(Path::new("secrun.toml"));
    for (text, errors) in validate(&python, &texts) {
        assert!(!errors.is_empty(), "{text}");
        assert!(schema::parse(&path, text.as_bytes()).is_err(), "{text}");
    }
}
