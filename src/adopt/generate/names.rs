//! The names of fields.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::name::EnvName;
use crate::schema::model::{Rule, Schema};

/// Words that no field can be called: Python's keywords, what pydantic's classes have
/// already, and the types that annotations name.
const TAKEN: &[&str] = &[
    "and",
    "as",
    "assert",
    "async",
    "await",
    "bool",
    "break",
    "class",
    "construct",
    "continue",
    "copy",
    "date",
    "datetime",
    "def",
    "del",
    "dict",
    "elif",
    "else",
    "except",
    "finally",
    "float",
    "for",
    "from",
    "from_orm",
    "global",
    "if",
    "import",
    "in",
    "int",
    "is",
    "json",
    "lambda",
    "list",
    "model_computed_fields",
    "model_config",
    "model_construct",
    "model_copy",
    "model_dump",
    "model_dump_json",
    "model_extra",
    "model_fields",
    "model_fields_set",
    "model_json_schema",
    "model_parametrized_name",
    "model_post_init",
    "model_rebuild",
    "model_validate",
    "model_validate_json",
    "model_validate_strings",
    "nonlocal",
    "not",
    "or",
    "parse_file",
    "parse_obj",
    "parse_raw",
    "pass",
    "raise",
    "return",
    "schema",
    "schema_json",
    "settings_cached",
    "settings_clear_cache",
    "settings_customise_sources",
    "str",
    "time",
    "timedelta",
    "try",
    "update_forward_refs",
    "validate",
    "while",
    "with",
    "yield",
];

/// What the fields are called, and whether each must name its variable.
pub(super) struct Names<'s> {
    pub(super) of: BTreeMap<&'s EnvName, String>,
    /// Whether two variables differ in upper and lower case alone.
    pub(super) exact_case: bool,
}

impl<'s> Names<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        let all = || schema.rules.values().flat_map(Rule::names);
        let distinct: BTreeSet<String> = all().map(lower).collect();
        let exact_case = distinct.len() < all().count();
        let mut of = BTreeMap::new();
        let mut used = BTreeSet::new();
        // Whoever can be called as the variable is called so; others give way.
        let mut rules: Vec<&EnvName> = schema.rules.keys().collect();
        rules.sort_by_key(|name| field(name) != lower(name));
        for name in rules {
            let mut own = field(name);
            while !used.insert(own.clone()) {
                own.push('_');
            }
            of.insert(name, own);
        }
        Self { of, exact_case }
    }

    /// Whether a field is read from the variable of its own name.
    pub(super) fn is_plain(&self, name: &EnvName) -> bool {
        !self.exact_case && self.of.get(name).is_some_and(|own| *own == lower(name))
    }

    /// Whether a name begins like those that pydantic keeps for itself.
    pub(super) fn has_protected(&self) -> bool {
        let protected = ["model_", "settings_"];
        let is_one = |own: &String| protected.iter().any(|start| own.starts_with(start));
        self.of.values().any(is_one)
    }
}

fn lower(name: &EnvName) -> String {
    name.as_str().to_ascii_lowercase()
}

fn field(name: &EnvName) -> String {
    let lower = lower(name).replace(['.', '-'], "_");
    let own = lower.trim_start_matches('_');
    if own.is_empty() || own.starts_with(|c: char| c.is_ascii_digit()) {
        format!("field_{own}")
    } else if TAKEN.contains(&own) {
        format!("{own}_")
    } else {
        own.to_owned()
    }
}
