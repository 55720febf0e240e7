//! From a word of the command line to a key of the schema.

use std::ffi::OsStr;

use crate::core::name::EnvName;
use crate::core::report::{Failure, Problem, Stage};
use crate::schema::model::{Rule, Schema};

/// The rule of the key that was named, by its own name or an alias.
pub(crate) fn declared<'s>(schema: &'s Schema, word: &OsStr) -> Result<&'s Rule, Box<Failure>> {
    let name = word.to_str().and_then(|text| EnvName::new(text).ok());
    let has = |name: &EnvName| {
        let mut rules = schema.rules.values();
        rules.find(|rule| rule.names().any(|own| own == name))
    };
    if let Some(rule) = name.as_ref().and_then(has) {
        return Ok(rule);
    }
    let problem = Problem::error(
        "unknown-key",
        message!("the schema does not declare this key"),
    );
    let nearest = name.as_ref().and_then(|name| schema.nearest(name));
    let problem = problem.hint(match nearest {
        Some(other) => message!("did you mean `{}`?", other),
        None => message!("run `secrun fingerprint` to list the keys"),
    });
    let problem = match name.filter(EnvName::is_showable) {
        Some(name) => problem.about(&name),
        None => problem,
    };
    Err(problem.ends(Stage::Schema))
}
