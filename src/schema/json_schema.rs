//! The JSON Schema of `secrun.toml`, made from the table of fields, so that
//! editors complete and check what the parser accepts.

use serde_json::{Map, Value, json};

use crate::schema::fields::{Field, Takes, fields, types};
use crate::schema::formats::Format;

/// The file beside `secrun.toml` that holds it for editors.
pub const FILE: &str = ".secrun.schema.json";

/// The first line of a `secrun.toml` whose schema lies beside it. taplo, Even
/// Better TOML and Tombi take the path relative to the file with the line, so
/// it is right in every clone, in every working directory and offline.
pub const DIRECTIVE: &str = "#:schema ./.secrun.schema.json";

/// What tells this schema from others.
const TITLE: &str = "secrun.toml";

/// The shape of a variable's name.
const NAME: &str = "^[A-Za-z_][A-Za-z0-9_.-]*$";

/// The schema as JSON text. Draft 7, which every editor's TOML plug-in reads.
#[must_use]
pub fn text() -> String {
    let mut root = table("top level");
    root.insert(
        "$schema".into(),
        "http://json-schema.org/draft-07/schema#".into(),
    );
    root.insert("title".into(), TITLE.into());
    format!("{:#}\n", Value::Object(root))
}

/// Whether a file is this schema in some version, so that it may be replaced.
#[must_use]
pub fn is_ours(bytes: &[u8]) -> bool {
    let parsed: Option<Value> = serde_json::from_slice(bytes).ok();
    parsed.is_some_and(|schema| schema.get("title").is_some_and(|title| title == TITLE))
}

/// A table's schema, from every entry of the field table that speaks of it.
fn table(path: &str) -> Map<String, Value> {
    let speaks = |names: &str| names.split(", ").any(|name| name == path);
    let tables: Vec<_> = fields().iter().filter(|table| speaks(table.name)).collect();
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in tables.iter().flat_map(|table| table.fields) {
        properties.insert(field.name.into(), property(path, field));
        if field.meaning.ends_with("Required.") {
            required.push(field.name);
        }
    }
    let mut schema = Map::new();
    if let Some(table) = tables.first() {
        schema.insert("description".into(), table.meaning.into());
    }
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), Value::Object(properties));
    schema.insert("additionalProperties".into(), false.into());
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    if path == "[allow]" {
        let either = json!([{ "required": ["path"] }, { "required": ["key"] }]);
        schema.insert("anyOf".into(), either);
    }
    schema
}

/// A field's schema, with its meaning.
fn property(path: &str, field: &Field) -> Value {
    let mut schema = match (path, field.name) {
        ("top level", "version") => json!({ "const": 1 }),
        (_, "type") => json!({ "enum": type_names(&[]) }),
        (_, "of") => json!({ "enum": type_names(&["list", "json", "pem"]) }),
        (_, "format") => json!({ "enum": Format::names().collect::<Vec<_>>() }),
        _ => kind(path, field),
    };
    if let Value::Object(schema) = &mut schema {
        let mut meaning = field.meaning.to_owned();
        if !field.types.is_empty() {
            meaning = format!("{meaning} For `{}`.", field.types.join("`, `"));
        }
        if !field.default.is_empty() {
            meaning = format!("{meaning} Without it: {}.", field.default);
        }
        schema.insert("description".into(), meaning.into());
    }
    schema
}

fn kind(path: &str, field: &Field) -> Value {
    match field.takes {
        Takes::Text | Takes::Known => json!({ "type": "string" }),
        Takes::OneOf(words) => json!({ "enum": words }),
        Takes::Integer => json!({ "type": "integer" }),
        Takes::Count => json!({ "type": "integer", "minimum": 0 }),
        Takes::Number => json!({ "type": "number" }),
        Takes::Bool => json!({ "type": "boolean" }),
        Takes::BoolOr(words) => json!({ "anyOf": [{ "type": "boolean" }, { "enum": words }] }),
        Takes::Date => json!({ "type": "string", "format": "date" }),
        Takes::Days => days(field.name),
        Takes::Scalar => json!({ "type": ["string", "number", "boolean"] }),
        Takes::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Takes::Files => {
            let file = table(&below(path, field.name));
            json!({ "type": "array", "items": { "anyOf": [{ "type": "string" }, file] } })
        }
        Takes::Table => Value::Object(table(&below(path, field.name))),
        Takes::Map => map(path, field.name),
        Takes::Tables => {
            json!({ "type": "array", "items": table(&format!("[{}]", field.name)) })
        }
    }
}

/// A span of days, and for `rotation` the words that it takes beside.
fn days(name: &str) -> Value {
    let pattern = if name == "rotation" {
        "^([0-9]+(d|w|mo|y)|manual|never)$"
    } else {
        "^[0-9]+(d|w|mo|y)$"
    };
    json!({ "anyOf": [{ "type": "string", "pattern": pattern }, { "const": 0 }] })
}

/// A table whose keys are the user's.
fn map(path: &str, name: &str) -> Value {
    let value = match (path, name) {
        ("top level", "secrets" | "settings") => table(&format!("{name}.KEY")).into(),
        ("top level", "defaults") => table("defaults.PROFILE").into(),
        ("top level", "scopes") => {
            let list = json!({ "type": "array", "items": { "type": "string" } });
            json!({ "anyOf": [list, table("scopes.NAME")] })
        }
        ("top level", _) => table(&format!("{name}.NAME")).into(),
        ("secrets.KEY", "env") => table("secrets.KEY.env.PROFILE").into(),
        _ => json!({ "type": "string" }),
    };
    json!({ "type": "object", "propertyNames": { "pattern": NAME }, "additionalProperties": value })
}

fn type_names(without: &[&str]) -> Vec<&'static str> {
    let names = types().iter().map(|(name, _)| *name);
    names.filter(|name| !without.contains(name)).collect()
}

fn below(path: &str, name: &str) -> String {
    if path == "top level" {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
