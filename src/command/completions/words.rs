//! `secrun complete-words`: what the scripts of the shells offer. It has the names of
//! the schema and never a value: no env file is opened.

use std::collections::BTreeSet;
use std::ffi::OsString;

use crate::command::completions::line::{Offer, named_schema, offer};
use crate::core::name::Label;
use crate::error::Error;
use crate::exit::Exit;
use crate::schema::model::{Rule, Schema};
use crate::session::{Context, project, ui};

/// The arguments of `complete-words`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct WordsArgs {
    /// The words of the command line, up to the one to complete
    #[arg(value_name = "WORD", last = true)]
    pub(crate) words: Vec<OsString>,
}

/// Prints what may come next.
pub(crate) fn complete(
    context: &Context<'_>,
    args: &WordsArgs,
    tree: clap::Command,
) -> Result<Exit, Error> {
    ui::print(&answer(context, &args.words, tree)).map(|()| Exit::Clean)
}

/// The answer as the scripts read it: what it is, then one word a line, a tab and
/// what it means. If anything goes wrong the answer is empty: nobody wants errors
/// while typing.
fn answer(context: &Context<'_>, words: &[OsString], tree: clap::Command) -> String {
    let schema_path = named_schema(words, &tree);
    let names = |pick: &dyn Fn(&Schema) -> Vec<(String, String)>| {
        let path = schema_path.or_else(|| context.options.schema.clone());
        let project = project::open(path.as_deref(), context.host).ok();
        let schema = project.and_then(|it| it.parse().ok());
        schema.as_ref().map_or_else(Vec::new, pick)
    };
    let found = match offer(words, tree) {
        Offer::Files => return "files\n".to_owned(),
        Offer::Program(index) => return format!("program {index}\n"),
        Offer::Words(words) => words,
        Offer::Scopes => names(&|schema| schema.scopes.keys().map(plain).collect()),
        Offer::Profiles => names(&profiles),
        Offer::Keys => names(&keys),
    };
    let mut text = "words\n".to_owned();
    for (word, meaning) in found {
        append!(text, "{word}\t{meaning}\n");
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
    let kind = |rule: &Rule| rule.kind.name().to_owned();
    let rules = schema.rules.values();
    rules
        .map(|rule| (rule.name.to_string(), kind(rule)))
        .collect()
}
