//! `secrun complete-words`: what a shell offers, with the names of the schema
//! and never a value: no env file is opened.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::cli::complete::{Want, value_of, want};
use crate::core::name::Label;
use crate::env::host::Host;
use crate::schema;
use crate::schema::model::{Rule, Schema};
use crate::session::options::Options;
use crate::session::project;

/// The answer as the scripts of the shells read it: what it is, then one word
/// a line, a tab and what it means. Whatever goes wrong is an empty answer:
/// nobody wants errors in the middle of typing.
pub(super) fn answer(options: &Options, host: &Host, words: &[OsString]) -> String {
    let names = |pick: &dyn Fn(&Schema) -> Vec<(String, String)>| {
        let named = value_of(words, "--schema").map(PathBuf::from);
        let path = named.or_else(|| options.schema.clone());
        let project = project::open(path.as_deref(), host.cwd.as_deref()).ok();
        let schema = project.and_then(|it| schema::parse(&it.schema, &it.text).ok());
        schema.as_ref().map(pick).unwrap_or_default()
    };
    let found = match want(words) {
        Want::Files => return "files\n".to_owned(),
        Want::Program(index) => return format!("program {index}\n"),
        Want::Words(words) => words,
        Want::Scopes => names(&|schema| schema.scopes.keys().map(plain).collect()),
        Want::Profiles => names(&profiles),
        Want::Keys => names(&keys),
    };
    let mut text = "words\n".to_owned();
    for (word, meaning) in found {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{word}\t{meaning}");
    }
    text
}

fn plain(label: &Label) -> (String, String) {
    (label.to_string(), String::new())
}

fn profiles(schema: &Schema) -> Vec<(String, String)> {
    let required = schema.rules.values().flat_map(Rule::profiles);
    let all: BTreeSet<&Label> = schema.profiles.keys().chain(required).collect();
    all.into_iter().map(plain).collect()
}

fn keys(schema: &Schema) -> Vec<(String, String)> {
    let kind = |rule: &Rule| rule.kind.as_str().to_owned();
    let rules = schema.rules.values();
    rules
        .map(|rule| (rule.name.to_string(), kind(rule)))
        .collect()
}
