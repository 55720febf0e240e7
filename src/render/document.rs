//! JSON documents, shared by several formats.

use serde_json::Value;

/// The text of a document, with a newline at its end.
pub(super) fn text(document: &Value) -> String {
    format!("{document:#}\n")
}

/// Removes these members if they are null.
pub(super) fn optional<const N: usize>(mut object: Value, names: [&str; N]) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.retain(|name, value| !value.is_null() || !names.contains(&name.as_str()));
    }
    object
}

/// One object with the members of all of these, in this order.
pub(super) fn joined(objects: impl IntoIterator<Item = Value>) -> Value {
    let members = objects.into_iter().filter_map(|object| match object {
        Value::Object(members) => Some(members),
        _ => None,
    });
    Value::Object(members.flatten().collect())
}

/// A list with the result of `each` for every item.
pub(super) fn list<T>(items: impl IntoIterator<Item = T>, each: impl FnMut(T) -> Value) -> Value {
    items.into_iter().map(each).collect()
}
