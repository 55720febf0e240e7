//! The JSON Schema of `secrun.toml`, made from the table of fields, so that
//! editors complete and check what the parser accepts.

use serde_json::{Map, Value, json};

use crate::schema::fields::NO_ITEMS;
use crate::schema::fields::tables::{allow, top};
use crate::schema::fields::{Field, Tables, Takes, types};
use crate::schema::formats::Format;
use crate::schema::model::SCHEMA_FILE;

/// The file beside `secrun.toml` that holds it for editors.
pub const FILE: &str = ".secrun.schema.json";

/// The first line of a `secrun.toml` whose schema lies beside it. taplo, Even
/// Better TOML and Tombi take the path relative to the file with the line, so
/// it is right in every clone, in every working directory and offline.
pub const DIRECTIVE: &str = "#:schema ./.secrun.schema.json";

/// The form of a variable's name.
const NAME: &str = "^[A-Za-z_][A-Za-z0-9_.-]*$";

/// The schema as JSON text. Draft 7, which every editor's TOML plug-in reads.
pub fn text() -> String {
    let mut root = table(&[top::TABLE]);
    root.insert(
        "$schema".into(),
        "http://json-schema.org/draft-07/schema#".into(),
    );
    root.insert("title".into(), SCHEMA_FILE.into());
    let mut schema = Value::Object(root);
    schema.sort_all_objects();
    format!("{schema:#}\n")
}

/// Whether a file is this schema in some version, so that it may be replaced.
pub fn is_ours(bytes: &[u8]) -> bool {
    let parsed: Option<Value> = serde_json::from_slice(bytes).ok();
    parsed.is_some_and(|schema| {
        schema
            .get("title")
            .is_some_and(|title| title == SCHEMA_FILE)
    })
}

fn table(tables: Tables) -> Map<String, Value> {
    let fields = || tables.iter().flat_map(|table| table.fields);
    let properties: Map<_, _> = fields()
        .map(|field| (field.name.into(), property(field)))
        .collect();
    let required: Vec<_> = fields().filter(|field| field.required).collect();
    let mut schema = Map::new();
    if let Some(first) = tables.first() {
        schema.insert("description".into(), first.meaning.into());
        if first.name == allow::TABLE.name {
            let either = json!([{ "required": ["path"] }, { "required": ["key"] }]);
            schema.insert("anyOf".into(), either);
        }
    }
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    schema.insert("additionalProperties".into(), false.into());
    if !required.is_empty() {
        let names: Vec<_> = required.iter().map(|field| field.name).collect();
        schema.insert("required".into(), json!(names));
    }
    schema
}

/// A field's schema, with its description.
fn property(field: &Field) -> Value {
    let mut schema = values(field.takes);
    let mut description = field.description();
    if !field.types.is_empty() {
        description = format!("{description} For `{}`.", field.types.join("`, `"));
    }
    if !field.default.is_empty() {
        description = format!("{description} Without it: {}.", field.default);
    }
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".into(), description.into());
    }
    schema
}

/// The values that a field may have.
fn values(takes: Takes) -> Value {
    match takes {
        Takes::Version => json!({ "const": 1 }),
        Takes::Text => json!({ "type": "string" }),
        Takes::OneOf(words) => json!({ "enum": words }),
        Takes::Type => json!({ "enum": type_names(&[]) }),
        Takes::ItemType => json!({ "enum": type_names(NO_ITEMS) }),
        Takes::Format => json!({ "enum": Format::names().collect::<Vec<_>>() }),
        Takes::Count => json!({ "type": "integer", "minimum": 0 }),
        Takes::Number => json!({ "type": "number" }),
        Takes::Bool => json!({ "type": "boolean" }),
        Takes::BoolOr(words) => json!({ "anyOf": [{ "type": "boolean" }, { "enum": words }] }),
        Takes::Date => json!({ "type": "string", "format": "date" }),
        Takes::Days => days("^[0-9]+(d|w|mo|y)$"),
        Takes::Rotation => days("^([0-9]+(d|w|mo|y)|manual|never)$"),
        Takes::Scalar => json!({ "type": ["string", "number", "boolean"] }),
        Takes::Texts => texts(),
        Takes::Files(file) => {
            let item = json!({ "anyOf": [{ "type": "string" }, table(file)] });
            json!({ "type": "array", "items": item })
        }
        Takes::Table(tables) => table(tables).into(),
        Takes::Named(tables) => named(&table(tables).into()),
        Takes::NamedOrTexts(tables) => named(&json!({ "anyOf": [texts(), table(tables)] })),
        Takes::NamedTexts => named(&json!({ "type": "string" })),
        Takes::List(tables) => json!({ "type": "array", "items": table(tables) }),
    }
}

fn texts() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

fn days(pattern: &str) -> Value {
    json!({ "anyOf": [{ "type": "string", "pattern": pattern }, { "const": 0 }] })
}

/// A table whose keys are the user's.
fn named(value: &Value) -> Value {
    json!({ "type": "object", "propertyNames": { "pattern": NAME }, "additionalProperties": value })
}

fn type_names(without: &[&str]) -> Vec<&'static str> {
    let names = types().iter().map(|(name, _)| *name);
    names.filter(|name| !without.contains(name)).collect()
}
