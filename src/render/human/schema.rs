//! The line of `check --schema-only`.

use crate::core::message::counted;
use crate::schema::model::Schema;

/// What a valid schema declares.
pub(crate) fn valid_schema(schema: &Schema) -> String {
    let keys = counted(schema.rules.len(), "key");
    let scopes = counted(schema.scopes.len(), "scope");
    let profiles = counted(schema.profiles.len(), "profile");
    let path = &schema.path;
    format!("{path} is valid: {keys}, {scopes}, {profiles}\n")
}
